import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FakeDoor } from "../../lib/backend/fake/fake";
import { busy, fresh, sheet } from "../../lib/backend/fake/scenes";
import type { Recording } from "../../lib/backend/fake/recording";
import App from "./App.svelte";

/** Answers that the page needs and jsdom does not have because it draws nothing. */
class NoObserver {
  observe = vi.fn();
  unobserve = vi.fn();
  disconnect = vi.fn();
}

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", NoObserver);
  vi.stubGlobal("matchMedia", () => ({ addEventListener: vi.fn(), removeEventListener: vi.fn() }));
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(recording: Recording, languages = ["en"]): FakeDoor {
  const door = new FakeDoor(recording);
  render(App, { door, shelf: null, languages });
  return door;
}

async function openSheet(recording = busy): Promise<FakeDoor> {
  const door = open(recording);
  await fireEvent.click(await screen.findByTestId("choose-files"));
  await screen.findByTestId("sheet");
  return door;
}

describe("the first run", () => {
  it("starts the local network and says what was made", async () => {
    const door = open(fresh);
    await fireEvent.click(await screen.findByTestId("try-local"));
    expect(await screen.findByText("A territory of 10 GiB for 30 days.")).toBeTruthy();
    expect(door.asked.map(([name]) => name)).toContain("tryLocal");
    expect(await screen.findByText("Nothing stored yet")).toBeTruthy();
    expect(screen.getAllByText("Local demo: stored on this computer only").length).toBeGreaterThan(
      0,
    );
  });

  it("says why the network did not start, and lets one try again", async () => {
    const door = open(fresh);
    door.refusals.set("tryLocal", {
      code: "network.port",
      message: "The port is taken.",
      remedy: "Close the other program.",
      retry: true,
      context: {},
    });
    await fireEvent.click(await screen.findByTestId("try-local"));
    const problem = await screen.findByTestId("problem");
    expect(problem.dataset["code"]).toBe("network.port");
    expect(within(problem).getByText("Close the other program.")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("try-local"));
    expect(await screen.findByTestId("drop-zone")).toBeTruthy();
  });

  it("speaks the language it is given", async () => {
    open(fresh, ["zh-CN"]);
    expect(await screen.findByText("由十二台计算机保管，只有您能打开")).toBeTruthy();
    expect(document.documentElement.lang).toBe("zh-Hans");
  });
});

describe("a drop", () => {
  it("is announced while it hangs, and opens the sheet", async () => {
    const door = open(busy);
    await screen.findByTestId("drop-zone");
    door.drag({ kind: "enter", paths: ["/a", "/b"] });
    expect(await screen.findByText("Store 2 items")).toBeTruthy();
    door.drag({ kind: "drop", paths: ["/a", "/b"] });
    expect(await screen.findByTestId("sheet")).toBeTruthy();
    expect(screen.queryByTestId("drop-overlay")).toBeNull();
    expect(door.asked).toContainEqual(["lookAt", ["/a", "/b"]]);
  });
});

describe("the sheet", () => {
  it("stores with the key of this computer unless told otherwise", async () => {
    const door = await openSheet();
    await fireEvent.click(screen.getByTestId("sheet-store"));
    await vi.waitFor(() => {
      expect(screen.queryByTestId("sheet")).toBeNull();
    });
    const request = {
      paths: sheet.items.map(({ path }) => path),
      bucket: "documents",
      seal: { kind: "dataKey", keys: ["7f2a09c4d18e55b0"] },
      route: { kind: "direct" },
      publicUnderstood: false,
    };
    expect(door.asked).toContainEqual(["upload", request]);
  });

  it("stores with several keys, and never with none", async () => {
    const door = await openSheet();
    const boxes = screen.getAllByTestId<HTMLInputElement>("sheet-key");
    expect(boxes.map(({ checked }) => checked)).toEqual([true, false, false]);
    await fireEvent.click(screen.getByRole("checkbox", { name: /^Family/ }));
    expect(screen.getByText(/readable with any one of these keys/)).toBeTruthy();
    for (const box of boxes.filter(({ checked }) => checked)) await fireEvent.click(box);
    await fireEvent.click(screen.getByTestId("sheet-store"));
    expect(screen.getByText("Choose at least one data key.")).toBeTruthy();
    expect(door.asked.some(([name]) => name === "upload")).toBe(false);
    await fireEvent.click(screen.getByRole("checkbox", { name: /^Family/ }));
    await fireEvent.click(screen.getByRole("checkbox", { name: /^Papers/ }));
    await fireEvent.click(screen.getByTestId("sheet-store"));
    const keys = ["02bde97b6c41f382", "c81e4410aa3709fe"];
    expect(door.asked.at(-1)).toMatchObject(["upload", { seal: { kind: "dataKey", keys } }]);
  });

  it("takes as many keys as a file can have, and no more", async () => {
    const dataKeys = Array.from({ length: 17 }, (_, at) => ({
      name: `Key ${String(at)}`,
      fingerprint: at.toString(16).padStart(16, "0"),
    }));
    const defaultKey = dataKeys[0]?.fingerprint ?? null;
    await openSheet({ ...busy, sheet: { ...sheet, dataKeys, defaultKey } });
    const boxes = screen.getAllByTestId<HTMLInputElement>("sheet-key");
    for (const box of boxes.slice(1, 16)) await fireEvent.click(box);
    expect(boxes[16]?.disabled).toBe(true);
    expect(screen.getByText("16 keys are as many as a file can have.")).toBeTruthy();
    if (boxes[4]) await fireEvent.click(boxes[4]);
    expect(boxes[16]?.disabled).toBe(false);
  });

  it("has nothing to choose where there is one key", async () => {
    await openSheet({ ...busy, sheet: { ...sheet, dataKeys: sheet.dataKeys.slice(0, 1) } });
    expect(screen.queryByTestId("sheet-key")).toBeNull();
  });

  it("stores nothing in the open before that was understood", async () => {
    const door = await openSheet();
    await fireEvent.click(screen.getByTestId("seal-none"));
    await fireEvent.click(screen.getByTestId("sheet-store"));
    expect(door.asked.some(([name]) => name === "upload")).toBe(false);
    expect(screen.getByText("Confirm that anyone can read these files.")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("sheet-understood"));
    await fireEvent.click(screen.getByTestId("sheet-store"));
    expect(door.asked.at(-1)).toMatchObject([
      "upload",
      { seal: { kind: "none" }, publicUnderstood: true },
    ]);
  });

  it("asks for a passphrase twice", async () => {
    const door = await openSheet();
    await fireEvent.click(screen.getByTestId("seal-passphrase"));
    await fireEvent.input(screen.getByTestId("sheet-passphrase"), {
      target: { value: "four words" },
    });
    expect(screen.getByText("The two passphrases differ.")).toBeTruthy();
    await fireEvent.input(screen.getByTestId("sheet-passphrase-again"), {
      target: { value: "four words" },
    });
    await fireEvent.click(screen.getByTestId("sheet-store"));
    const seal = { kind: "passphrase", passphrase: "four words" };
    expect(door.asked.at(-1)).toMatchObject(["upload", { seal }]);
  });
});

describe("closing the window", () => {
  it("asks while transfers run", async () => {
    const door = open(busy);
    await screen.findByTestId("drop-zone");
    door.close();
    expect(await screen.findByText("2 transfers are running")).toBeTruthy();
    expect(door.asked.some(([name]) => name === "leave")).toBe(false);
    await fireEvent.click(screen.getByTestId("quit-leave"));
    expect(door.asked.at(-1)).toEqual(["leave"]);
  });

  it("does not ask when nothing runs", async () => {
    const door = open({ ...busy, running: 0 });
    await screen.findByTestId("drop-zone");
    door.close();
    await vi.waitFor(() => {
      expect(door.asked.at(-1)).toEqual(["leave"]);
    });
  });
});

describe("the product", () => {
  it("knows nothing of recordings", () => {
    const sources = import.meta.glob<string>(
      [
        "../../**/*.{ts,svelte}",
        "!../../**/*.test.ts",
        "!../preview/**",
        "!../../lib/backend/fake/**",
      ],
      { query: "?raw", import: "default", eager: true },
    );
    const guilty = Object.entries(sources).filter(([, text]) => /from "[^"]*\/fake\//.test(text));
    expect(Object.keys(sources).length).toBeGreaterThan(40);
    expect(guilty.map(([path]) => path)).toEqual([]);
  });
});
