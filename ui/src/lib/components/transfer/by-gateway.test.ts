import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FakeDoor } from "../../backend/fake/fake";
import type { Recording } from "../../backend/fake/recording";
import { byGateway, job, NOW, stored } from "../../backend/fake/scenes";
import Stage from "../../backend/fake/Stage.svelte";
import type { Job } from "../../backend/types";
import { BoardStore } from "../../stores/board.svelte";
import Opened from "./Opened.svelte";
import Row from "./Row.svelte";

const [, found] = byGateway.jobs;
if (!found?.gateway) throw new Error("the recording has no file that a gateway stored");
const { gateway } = found;
const shownJob: Job = found;

/** A place to keep choices, as long as a test lasts. */
function drawer() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string): string | null => kept.get(name) ?? null,
    setItem: (name: string, value: string): void => {
      kept.set(name, value);
    },
  };
}

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe = vi.fn();
      unobserve = vi.fn();
      disconnect = vi.fn();
    },
  );
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Shows what is inside the row of the file that a gateway stored. */
async function open(
  recording: Recording = byGateway,
  { shown = shownJob, shelf = drawer() } = {},
): Promise<FakeDoor> {
  const door = new FakeDoor(recording);
  const board = new BoardStore(door, shown.job);
  await board.load();
  render(Stage, { door, shown: Opened, given: { job: shown, board }, shelf, follows: true });
  await waitFor(() => {
    expect(door.asked).toContainEqual(["follow"]);
  });
  // The answers are on their way still.
  await new Promise((resolve) => setTimeout(resolve));
  return door;
}

const offer = (): HTMLElement | null => screen.queryByTestId("revoke-offer");

const steps = (): string[] =>
  [...screen.getByTestId("timeline").querySelectorAll("li b")].map((each) => each.textContent);

describe("a transfer by way of a gateway", () => {
  it("names the gateway in its row", () => {
    const given = { job: shownJob, open: false, oncancel: vi.fn(), onpassphrase: vi.fn() };
    render(Stage, { door: new FakeDoor(byGateway), shown: Row, given });
    expect(screen.getByTestId("row").textContent).toContain(`by\u00a0${gateway.name}`);
  });

  it("says which gateway was given up, why, who went on, and who stored it", async () => {
    await open();
    expect(steps().slice(0, 2)).toEqual([
      "second.gateway.example:8080 was given up",
      `${gateway.name} has the file`,
    ]);
    expect(screen.getByTestId("goes-on").textContent).toBe(`Now by gateway ${gateway.name}`);
    expect(screen.getByTestId("timeline").textContent).toContain("did not answer");
    expect(screen.getByText(new RegExp(`^${gateway.name} stored it`))).toBeTruthy();
  });
});

describe("a gateway that is not needed any more", () => {
  it("is offered to be revoked, one click from its price", async () => {
    const shelf = drawer();
    const door = await open(byGateway, { shelf });
    expect(offer()?.textContent).toContain(`${gateway.name} may still act for your account`);
    await fireEvent.click(screen.getByTestId("revoke-offer-go"));
    expect(door.asked.at(-1)).toEqual(["openWindow", "space"]);
    expect(shelf.getItem("pileus.space.revoke")).toBe(gateway.account);
  });

  it("says so where the space window does not open", async () => {
    const door = await open();
    const problem = { code: "broken", message: "", remedy: "", retry: true, context: {} };
    door.refusals.set("openWindow", problem);
    await fireEvent.click(screen.getByTestId("revoke-offer-go"));
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("broken");
  });

  it.each(["running", "paused", "failed", "needsKey", "queued"] as const)(
    "is not while another upload by it is %s",
    async (condition) => {
      const other = job({ job: "99", condition, gateway, created: NOW });
      const door = await open({ ...byGateway, jobs: [...byGateway.jobs, other] });
      expect(offer()).toBeNull();
      const now = { ...other, condition: "cancelled" as const };
      door.say({ sequence: 101, jobs: [now], cells: [], facts: [], bar: null });
      expect(await screen.findByTestId("revoke-offer")).toBeTruthy();
    },
  );

  it("is not where the program knows of no idle gateway", async () => {
    await open({ ...byGateway, main: { ...byGateway.main, idle: [] } });
    expect(offer()).toBeNull();
  });

  it("is not where that cannot be known", async () => {
    const door = new FakeDoor(byGateway);
    const problem = {
      code: "chain_unavailable",
      message: "",
      remedy: "",
      retry: true,
      context: {},
    };
    door.refusals.set("idleGateways", problem);
    const board = new BoardStore(door, shownJob.job);
    render(Stage, { door, shown: Opened, given: { job: shownJob, board } });
    await waitFor(() => {
      expect(door.asked).toContainEqual(["idleGateways"]);
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect(offer()).toBeNull();
  });

  it("stays quiet once it was declined, until it is used again", async () => {
    const shelf = drawer();
    const door = await open(byGateway, { shelf });
    await fireEvent.click(screen.getByTestId("revoke-offer-keep"));
    expect(offer()).toBeNull();
    door.others.idle = door.others.idle.map((each) => ({ ...each, usedAt: each.usedAt + 1 }));
    await fireEvent.focus(window);
    expect(await screen.findByTestId("revoke-offer")).toBeTruthy();
    cleanup();
    await open(byGateway, { shelf });
    expect(offer()).toBeNull();
  });

  it("is no matter of a file that took the direct route", async () => {
    const door = await open(byGateway, { shown: { ...stored, job: shownJob.job } });
    expect(door.asked).not.toContainEqual(["idleGateways"]);
    expect(offer()).toBeNull();
  });
});
