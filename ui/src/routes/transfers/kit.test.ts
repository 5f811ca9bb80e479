import { cleanup, fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { busy, fresh, NOW } from "../../lib/backend/fake/scenes";
import { barelyKept, vault } from "../../lib/backend/fake/scenes-tools";
import { Drawer, onAPage, open } from "../preview/main-window";

onAPage();

const REFUSED = {
  code: "window_not_opened",
  message: "The window could not be opened.",
  remedy: "Try again.",
  retry: true,
  context: {},
};

describe("the door for a recovery kit", () => {
  it("opens the keys window where a kit is restored", async () => {
    const shelf = new Drawer();
    const door = open(fresh, { shelf });
    await fireEvent.click(await screen.findByTestId("kit-door"));
    await waitFor(() => {
      expect(door.asked).toContainEqual(["openWindow", "keys"]);
    });
    expect(shelf.getItem("pileus.keys.place")).toBe("restore");
  });

  it("says so when the window does not open", async () => {
    const door = open(fresh);
    door.refusals.set("openWindow", REFUSED);
    await fireEvent.click(await screen.findByTestId("kit-door"));
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("window_not_opened");
  });
});

/** Lets the answers arrive that are on their way. */
const answered = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

describe("the first sealed file that is stored", () => {
  const away = { ...busy, bar: { ...busy.bar, isLocal: false }, vault: barelyKept(NOW) };

  it("comes with the hint that only this computer can open it, once", async () => {
    const shelf = new Drawer();
    const door = open(away, { shelf });
    expect(await screen.findByTestId("first-stored")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("first-stored-kit"));
    expect(door.asked).toContainEqual(["openWindow", "keys"]);
    expect(shelf.getItem("pileus.keys.place")).toBe("kit");
    await fireEvent.click(screen.getByTestId("first-stored-close"));
    expect(screen.queryByTestId("first-stored")).toBeNull();
    cleanup();
    open(away, { shelf });
    await screen.findByTestId("drop-zone");
    expect(screen.queryByTestId("first-stored")).toBeNull();
  });

  it("comes without it when there is a kit, or when nothing leaves this computer", async () => {
    open({ ...away, vault: vault(NOW) });
    await screen.findByTestId("drop-zone");
    await answered();
    expect(screen.queryByTestId("first-stored")).toBeNull();
    cleanup();
    open({ ...busy, vault: barelyKept(NOW) });
    await screen.findByTestId("drop-zone");
    await answered();
    expect(screen.queryByTestId("first-stored")).toBeNull();
  });
});
