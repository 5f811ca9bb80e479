import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import { FakeDoor } from "../../backend/fake/fake";
import type { KeysRecording } from "../../backend/fake/keys";
import { busy, NOW } from "../../backend/fake/scenes";
import { barelyKept, vault } from "../../backend/fake/scenes-tools";
import Stage from "../../backend/fake/Stage.svelte";
import OnlyHere from "./OnlyHere.svelte";

afterEach(cleanup);

/** Shows the hint of a file with a seal, once the page knows whether there is a kit. */
async function show(
  seal: "dataKey" | "passphrase" | "none",
  kept: KeysRecording = barelyKept(NOW),
): Promise<FakeDoor> {
  const door = new FakeDoor({ ...busy, vault: kept });
  render(Stage, { door, shown: OnlyHere, given: { seal } });
  await waitFor(() => {
    expect(door.asked).toContainEqual(["kitState"]);
  });
  // The answer is on its way still.
  await new Promise((resolve) => setTimeout(resolve));
  return door;
}

describe("a sealed file", () => {
  it("can be opened by this computer only until there is a kit, and leads to one", async () => {
    const door = await show("dataKey");
    expect(screen.getByTestId("only-here").textContent).toContain(
      "Only this computer can open it.",
    );
    await fireEvent.click(screen.getByTestId("only-here-kit"));
    expect(door.asked).toContainEqual(["openWindow", "keys"]);
  });

  it("says nothing of it any more once a kit was made", async () => {
    const door = await show("dataKey");
    await door.makeKit("/files", null);
    door.main.changeKeys();
    await waitFor(() => {
      expect(screen.queryByTestId("only-here")).toBeNull();
    });
  });

  it("says nothing of it when there is a kit", async () => {
    await show("dataKey", vault(NOW));
    expect(screen.queryByTestId("only-here")).toBeNull();
  });

  it("that has a passphrase, or no seal, can be opened elsewhere", async () => {
    await show("passphrase");
    expect(screen.queryByTestId("only-here")).toBeNull();
    cleanup();
    await show("none");
    expect(screen.queryByTestId("only-here")).toBeNull();
  });
});
