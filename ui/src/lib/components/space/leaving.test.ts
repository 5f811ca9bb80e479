import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";

import { FakeDoor } from "../../backend/fake/fake";
import { busy } from "../../backend/fake/scenes";
import Stage from "../../backend/fake/Stage.svelte";
import { GoesOn, STOPPED } from "../../backend/stopping";
import type { SpaceReceipt } from "../../backend/types";
import Space from "../../views/Space.svelte";

afterEach(cleanup);

// The test's document has no sizes that could change.
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe = (): void => undefined;
    unobserve = (): void => undefined;
    disconnect = (): void => undefined;
  },
);

const RECEIPT: SpaceReceipt = { block: 7, spent: "1", fee: "1", order: null };

/** The space window with a change being signed that comes to an end when the test says so. */
async function signing(door: FakeDoor) {
  const asked: { signal: AbortSignal | undefined; refuse: (reason: unknown) => void }[] = [];
  door.signSpace = (_quote, signal) =>
    new Promise((_, refuse) => {
      asked.push({ signal, refuse });
    });
  render(Stage, { door, shown: Space, given: { door } });
  const opener = await screen.findByTestId("rent-open");
  opener.focus();
  await fireEvent.click(opener);
  const go = await screen.findByTestId("rent-go");
  await waitFor(() => {
    expect(go.getAttribute("aria-disabled")).toBe("false");
  });
  await fireEvent.click(go);
  await waitFor(() => {
    expect(asked).toHaveLength(1);
  });
  const [sent] = asked;
  if (!sent) throw new Error("nothing was asked");
  return { ...sent, opener };
}

describe("a change of space that is being signed", () => {
  for (const how of ["Escape", "Cancel"] as const) {
    it(`is left by ${how}, asked to stop, and the focus goes back`, async () => {
      const door = new FakeDoor(busy);
      const { signal, refuse, opener } = await signing(door);
      expect(screen.getByText(/You can leave/)).toBeTruthy();
      expect(signal?.aborted).toBe(false);
      if (how === "Cancel") await fireEvent.click(screen.getByTestId("rent-cancel"));
      else await fireEvent.keyDown(screen.getByTestId("rent"), { key: "Escape" });
      await waitFor(() => {
        expect(screen.queryByTestId("rent")).toBeNull();
      });
      expect(signal?.aborted).toBe(true);
      await waitFor(() => {
        expect(document.activeElement).toBe(opener);
      });
      const problem = { code: STOPPED, message: "", remedy: "", retry: true, context: {} };
      refuse(problem);
      await new Promise((done) => setTimeout(done));
      expect(screen.queryByTestId("space-goes-on")).toBeNull();
      expect(screen.queryByRole("alert")).toBeNull();
    });
  }

  it("says that it goes on when it was signed already, until the network has it", async () => {
    const door = new FakeDoor(busy);
    const { refuse } = await signing(door);
    await fireEvent.click(screen.getByTestId("rent-cancel"));
    let done: (receipt: SpaceReceipt) => void = vi.fn();
    refuse(new GoesOn(new Promise<SpaceReceipt>((resolve) => (done = resolve))));
    expect((await screen.findByTestId("space-goes-on")).textContent).toContain("It goes on");
    const looks = door.asked.filter(([name]) => name === "space").length;
    done(RECEIPT);
    await waitFor(() => {
      expect(screen.queryByTestId("space-goes-on")).toBeNull();
      expect(door.asked.filter(([name]) => name === "space").length).toBe(looks + 1);
    });
  });

  it("says what came of it when it went on and failed", async () => {
    const door = new FakeDoor(busy);
    const { refuse } = await signing(door);
    await fireEvent.click(screen.getByTestId("rent-cancel"));
    const failed = {
      code: "x",
      message: "The chain refused.",
      remedy: "",
      retry: false,
      context: {},
    };
    const end = Promise.reject(failed);
    end.catch(() => undefined);
    refuse(new GoesOn(end));
    expect(await screen.findByText(/The chain refused/)).toBeTruthy();
  });
});
