import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { bar, busy, fresh, job, sheet } from "../../lib/backend/fake/scenes";
import type { Job } from "../../lib/backend/types";
import { asked, Drawer, onAPage, open } from "../preview/main-window";

onAPage();

/** Presses a key where the person types: in the palette when it is there. */
const press = (key: string, held: KeyboardEventInit = {}) =>
  fireEvent.keyDown(screen.queryByTestId("palette-input") ?? document.body, { key, ...held });

async function openPalette(): Promise<HTMLElement> {
  await screen.findByTestId("drop-zone");
  await press("k", { ctrlKey: true });
  return screen.findByTestId("palette-input");
}

async function typed(text: string): Promise<void> {
  await fireEvent.input(screen.getByTestId("palette-input"), { target: { value: text } });
}

describe("the top bar", () => {
  it("leads to the other windows", async () => {
    const door = open(busy);
    await fireEvent.click(await screen.findByTestId("open-buckets"));
    await fireEvent.click(screen.getByTestId("open-keys"));
    await fireEvent.click(screen.getByTestId("open-settings"));
    const opened = door.asked.filter(([name]) => name === "openWindow").map(([, window]) => window);
    expect(opened).toEqual(["buckets", "keys", "settings"]);
  });

  it("closes the panel of the space once the space window opens", async () => {
    const door = open(busy);
    await fireEvent.click(await screen.findByTestId("bar-space"));
    await fireEvent.click(await screen.findByTestId("open-space"));
    expect(door.asked).toContainEqual(["openWindow", "space"]);
    await vi.waitFor(() => {
      expect(screen.queryByTestId("open-space")).toBeNull();
    });
  });

  it("says when a window cannot be opened", async () => {
    const door = open(busy);
    const message = "Eight windows are open already.";
    door.refusals.set("openWindow", { code: "x", message, remedy: "", retry: false, context: {} });
    await fireEvent.click(await screen.findByTestId("open-buckets"));
    expect(await screen.findByText(message)).toBeTruthy();
  });
});

describe("all transfers at once", () => {
  it("pauses what can be paused", async () => {
    const door = open(busy);
    await fireEvent.click(await screen.findByTestId("pause-all"));
    const paused = door.asked.filter(([name]) => name === "pause").map(([, id]) => id);
    expect(paused.sort()).toEqual(["11", "12", "13", "14"]);
  });

  it("goes on with what was paused, once nothing runs", async () => {
    const jobs = [job({ job: "1", condition: "paused" }), job({ job: "2", condition: "paused" })];
    const door = open({ ...busy, jobs, boards: [] });
    await fireEvent.click(await screen.findByTestId("resume-all"));
    const resumed = door.asked.filter(([name]) => name === "resume").map(([, id]) => id);
    expect(resumed.sort()).toEqual(["1", "2"]);
  });
});

describe("a transfer that waits for keys", () => {
  const waiting = job({ job: "1", condition: "needsKey", seal: "dataKey" });

  it("leads to the keys, and goes on when they changed", async () => {
    const door = open({ ...busy, jobs: [waiting], boards: [] });
    // The list itself draws nothing here: jsdom has no sizes.
    await screen.findByTestId("drop-zone");
    door.main.changeKeys();
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual(["resume", "1", null]);
    });
  });

  it("does not go on by itself when it waits for its passphrase", async () => {
    const sealed: Job = { ...waiting, seal: "passphrase" };
    const door = open({ ...busy, jobs: [sealed], boards: [] });
    await screen.findByTestId("drop-zone");
    door.main.changeKeys();
    await Promise.resolve();
    expect(asked(door)).not.toContain("resume");
  });
});

describe("the command palette", () => {
  it("opens by keys, finds by typing, and runs with Enter", async () => {
    const door = open(busy);
    await openPalette();
    await typed("open sett");
    await vi.waitFor(() => {
      expect(screen.getAllByRole("option")[0]?.textContent).toContain("Open settings");
    });
    await press("Enter");
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual(["openWindow", "settings"]);
    });
    expect(screen.queryByTestId("palette")).toBeNull();
  });

  it("walks with the arrow keys", async () => {
    const door = open(busy);
    await openPalette();
    await press("ArrowDown");
    await press("Enter");
    await vi.waitFor(() => {
      expect(asked(door)).toContain("chooseFolder");
    });
  });

  it("goes to a transfer by its name", async () => {
    const door = open(busy);
    await openPalette();
    await typed("thesis");
    await vi.waitFor(() => {
      expect(screen.getByTestId("command-job").textContent).toContain("Thesis, final version.pdf");
    });
    await press("Enter");
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual(["jobBoard", "9"]);
    });
  });

  it("speaks the language of the window, and changes it", async () => {
    open(busy, { languages: ["zh-CN"] });
    await openPalette();
    await typed("English");
    await press("Enter");
    await vi.waitFor(() => {
      expect(document.documentElement.lang).toBe("en");
    });
  });

  it("shows what was used last first", async () => {
    open(busy, { shelf: new Drawer() });
    await openPalette();
    await typed("Appearance: Dark");
    await press("Enter");
    await vi.waitFor(() => {
      expect(document.documentElement.dataset["theme"]).toBe("dark");
    });
    await openPalette();
    expect(screen.getByText("Used last")).toBeTruthy();
    expect(screen.getAllByRole("option")[0]?.dataset["testid"]).toBe("command-theme.dark");
  });

  it("says when nothing is called that", async () => {
    open(busy);
    await openPalette();
    await typed("qqqqzz");
    expect(await screen.findByText("Nothing is called that.")).toBeTruthy();
  });

  it("does not open over a question", async () => {
    open(busy);
    await fireEvent.click(await screen.findByTestId("choose-files"));
    await screen.findByTestId("sheet");
    await press("k", { ctrlKey: true });
    expect(screen.queryByTestId("palette")).toBeNull();
  });

  it("has a list of keys beside it", async () => {
    open(busy);
    await screen.findByTestId("drop-zone");
    await press("?", { shiftKey: true });
    const help = await screen.findByTestId("shortcut-help");
    expect(within(help).getByText("Ctrl+K")).toBeTruthy();
  });
});

describe("a link from outside", () => {
  const fid = "ab".repeat(32);

  it("is shown, and nothing is done", async () => {
    const door = open(busy);
    await screen.findByTestId("drop-zone");
    door.main.open({ kind: "file", fid, network: null });
    expect((await screen.findByTestId("link-fid")).textContent).toBe(fid);
    expect(asked(door)).not.toContain("download");
    await fireEvent.click(screen.getByTestId("link-nothing"));
    expect(asked(door)).not.toContain("download");
    expect(screen.queryByTestId("link-question")).toBeNull();
  });

  it("brings the file to where the person says, when the person says so", async () => {
    const door = open(busy);
    await screen.findByTestId("drop-zone");
    door.main.open({ kind: "file", fid, network: null });
    await fireEvent.click(await screen.findByTestId("link-download"));
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual(["download", fid, `/files/${fid.slice(0, 12)}`]);
    });
  });

  it("opens what a gateway encrypted only where the person says that it is", async () => {
    const door = open(busy);
    await screen.findByTestId("drop-zone");
    door.main.open({ kind: "file", fid, network: null });
    await fireEvent.click(await screen.findByTestId("link-cipher"));
    await fireEvent.click(screen.getByTestId("link-download"));
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual(["download", fid, `/files/${fid.slice(0, 12)}`, "cipher"]);
    });
  });

  it("offers nothing for another network", async () => {
    const door = open(busy);
    await screen.findByTestId("drop-zone");
    door.main.open({ kind: "file", fid, network: "1d".repeat(32) });
    await vi.waitFor(() => {
      expect(screen.getByTestId("link-network").dataset["kind"]).toBe("other");
    });
    expect(screen.queryByTestId("link-download")).toBeNull();
  });

  it("waits for the window when it opened the program", async () => {
    const link = { kind: "unreadable", text: "pileus://odd" } as const;
    open({ ...fresh, main: { ...fresh.main, link } });
    expect(await screen.findByText("pileus://odd")).toBeTruthy();
  });
});

describe("a receipt", () => {
  it("is opened from the first screen and told", async () => {
    const door = open(fresh);
    await fireEvent.click(await screen.findByTestId("open-receipt"));
    expect(await screen.findByText("The chain says the same.")).toBeTruthy();
    expect(door.asked).toContainEqual(["readReceipt", "/files/chosen.bin"]);
  });
});

describe("what is told outside the window", () => {
  const rented = { ...bar, isLocal: false, daysLeft: 7 };

  it("is that space ends, once", async () => {
    const shelf = new Drawer();
    const door = open({ ...busy, bar: rented }, { shelf });
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual([
        "announce",
        "Space “home” ends in 7 days",
        expect.anything(),
      ]);
    });
    const again = open({ ...busy, bar: rented }, { shelf });
    await screen.findAllByTestId("drop-zone");
    await vi.waitFor(() => {
      expect(asked(again)).toContain("follow");
    });
    expect(asked(again)).not.toContain("announce");
  });

  it("is nothing that the person does not want", async () => {
    const shelf = new Drawer();
    shelf.setItem("pileus.notice.spaceEnding", "off");
    shelf.setItem("pileus.notice.failed", "off");
    const running = job({ job: "1" });
    const door = open({ ...busy, bar: rented, jobs: [running], boards: [] }, { shelf });
    await screen.findByTestId("drop-zone");
    await vi.waitFor(() => {
      expect(asked(door)).toContain("follow");
    });
    const failed = { ...running, condition: "failed" as const };
    door.say({ sequence: 101, jobs: [failed], cells: [], facts: [], bar: null });
    expect(asked(door)).not.toContain("announce");
  });
});

describe("another network", () => {
  it("brings its own transfers", async () => {
    const door = open(busy);
    await screen.findByTestId("drop-zone");
    await vi.waitFor(() => {
      expect(asked(door)).toContain("follow");
    });
    const before = asked(door).filter((name) => name === "follow").length;
    const network = { ...bar, name: "other" };
    door.main.changeShell({ phase: "ready", problem: null, network, made: [] });
    await vi.waitFor(() => {
      expect(asked(door).filter((name) => name === "follow").length).toBe(before + 1);
    });
  });
});

describe("a dropped folder", () => {
  it("stands under one head with its sums", async () => {
    const items = ["a", "b"].map((name) => ({
      path: `/files/Trip/${name}`,
      name: `Trip/${name}`,
      bytes: 1,
      segments: 1,
      territoryBytes: 96,
    }));
    const totals = { files: 2, bytes: 2, segments: 2, territoryBytes: 192 };
    open({ ...busy, sheet: { ...sheet, items, totals } });
    await fireEvent.click(await screen.findByTestId("choose-folder"));
    expect((await screen.findByTestId("sheet")).dataset["files"]).toBe("2");
  });
});
