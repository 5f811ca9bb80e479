import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FakeDoor } from "../../lib/backend/fake/fake";
import { busy } from "../../lib/backend/fake/scenes";
import { reached } from "../../lib/backend/fake/scenes-tools";
import type { Problem } from "../../lib/backend/types";
import { Preferences, type Shelf } from "../../lib/stores/preferences.svelte";
import App from "./App.svelte";

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({ addEventListener: vi.fn(), removeEventListener: vi.fn() }));
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function problem(code: string): Problem {
  return { code, message: "It did not work.", remedy: "", retry: true, context: {} };
}

/** A shelf in memory. */
function shelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  };
}

async function open(kept: Shelf | null = null): Promise<FakeDoor> {
  const door = new FakeDoor({ ...busy, main: { ...busy.main, profiles: reached() } });
  render(App, { door, shelf: kept, languages: ["en"] });
  await screen.findByTestId("group-transfers");
  return door;
}

const click = (testid: string): Promise<boolean> => fireEvent.click(screen.getByTestId(testid));

async function type(testid: string, value: string): Promise<void> {
  await fireEvent.input(screen.getByTestId(testid), { target: { value } });
}

async function choose(testid: string, value: string): Promise<void> {
  await fireEvent.change(screen.getByTestId(testid), { target: { value } });
}

function network(name: string): HTMLElement {
  const found = screen.getAllByTestId("network").find((each) => each.dataset["name"] === name);
  if (!found) throw new Error(`there is no network ${name}`);
  return found;
}

const lastKept = (door: FakeDoor): unknown =>
  door.asked.findLast(([name]) => name === "setProgramSettings")?.[1];

describe("appearance", () => {
  it("changes language and theme at once, for all windows", async () => {
    const kept = shelf();
    await open(kept);
    await click("setting-theme-dark");
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    await click("setting-language-zh");
    expect(await screen.findByText("外观")).toBeTruthy();
    expect(document.documentElement.lang).toBe("zh-Hans");
    const other = new Preferences(kept, ["en"]);
    expect([other.theme, other.language]).toEqual(["dark", "zh"]);
  });
});

describe("the networks", () => {
  it("tell how each address does, in words", async () => {
    await open();
    const test = within(network("testnet"));
    expect(network("testnet").getAttribute("aria-current")).toBe("true");
    expect(test.getAllByTestId("endpoint").map((each) => each.dataset["state"])).toEqual([
      "trouble",
      "inUse",
      "quiet",
    ]);
    expect(test.getByText("no answer within 10 s")).toBeTruthy();
    expect(test.queryByTestId("network-use")).toBeNull();
  });

  it("are left only after a warning", async () => {
    const door = await open();
    await fireEvent.click(within(network("garden")).getByTestId("network-use"));
    expect(screen.getByText(/Transfers that are running now pause/)).toBeTruthy();
    await click("use-network-cancel");
    expect(door.asked.some(([name]) => name === "useNetwork")).toBe(false);
    await fireEvent.click(within(network("garden")).getByTestId("network-use"));
    await click("use-network-go");
    await waitFor(() => {
      expect(screen.queryByTestId("use-network")).toBeNull();
    });
    expect(door.asked).toContainEqual(["useNetwork", "garden"]);
  });

  it("say why one did not open", async () => {
    const door = await open();
    door.useNetwork = () =>
      Promise.resolve({
        phase: "failed",
        problem: problem("chain_unavailable"),
        network: null,
        made: [],
      });
    await fireEvent.click(within(network("garden")).getByTestId("network-use"));
    await click("use-network-go");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("chain_unavailable");
    expect(screen.getByTestId("use-network")).toBeTruthy();
  });

  it("are added once name and addresses are right", async () => {
    const door = await open();
    await click("network-add");
    const refusals = [
      ["add-network-name", "my net", "Use letters, digits, dots and dashes only."],
      ["add-network-name", "garden", "There is already a network of this name."],
      ["add-network-name", "shed", "Give at least one address."],
      ["add-network-endpoints", "https://a", "“https://a” is no address that begins with"],
      ["add-network-endpoints", "wss://a\nwss://a", "“wss://a” is there twice."],
    ] as const;
    for (const [field, text, said] of refusals) {
      await type(field, text);
      await click("add-network-go");
      expect(screen.getByText(new RegExp(`^${said}`))).toBeTruthy();
    }
    expect(door.asked.some(([name]) => name === "addNetwork")).toBe(false);
    await type("add-network-endpoints", "wss://a.example\n\nws://b.example:9944");
    await click("add-network-private");
    await click("add-network-go");
    await waitFor(() => {
      expect(network("shed")).toBeTruthy();
    });
    const endpoints = ["wss://a.example", "ws://b.example:9944"];
    expect(door.asked).toContainEqual([
      "addNetwork",
      { name: "shed", endpoints, allowPrivate: true },
    ]);
  });

  it("are removed after a question, unless they came with the program", async () => {
    await open();
    expect(within(network("local")).queryByTestId("network-remove")).toBeNull();
    await fireEvent.click(within(network("garden")).getByTestId("network-remove"));
    await click("remove-network-go");
    await waitFor(() => {
      expect(screen.getAllByTestId("network")).toHaveLength(2);
    });
  });
});

describe("transfers", () => {
  it("keep each change at once, with the others as they are", async () => {
    const door = await open();
    await choose("parallel", "6");
    await waitFor(() => {
      expect(screen.getByTestId("saved").textContent.trim()).toBe("Saved");
    });
    const rest = { uploadLimit: null, downloadLimit: 4 * 1024 * 1024, downloadFolder: null };
    expect(lastKept(door)).toEqual({ parallel: 6, ...rest });
  });

  it("are limited in the unit that was chosen, and freed again", async () => {
    const door = await open();
    await choose("download-limit-number", "1.5");
    await waitFor(() => {
      expect(lastKept(door)).toMatchObject({ downloadLimit: 1.5 * 1024 * 1024 });
    });
    await choose("download-limit-unit", "kib");
    expect(screen.getByText("Give a speed of 64 KiB/s or more.")).toBeTruthy();
    await choose("download-limit-number", "512");
    await waitFor(() => {
      expect(lastKept(door)).toMatchObject({ downloadLimit: 512 * 1024 });
    });
    await click("download-limit-none");
    await waitFor(() => {
      expect(lastKept(door)).toMatchObject({ downloadLimit: null });
    });
    await click("upload-limit-some");
    await waitFor(() => {
      expect(lastKept(door)).toMatchObject({ uploadLimit: 4 * 1024 * 1024 });
    });
  });

  it("go to a folder that was chosen, or ask each time", async () => {
    const door = await open();
    await click("download-folder-choose");
    expect(await screen.findByText("/home/someone/Downloads")).toBeTruthy();
    await click("download-folder-forget");
    expect(await screen.findByText("Asked each time")).toBeTruthy();
    door.chooseDownloadFolder = () => Promise.resolve(null);
    const before = door.asked.length;
    await click("download-folder-choose");
    expect(door.asked.length).toBe(before);
  });

  it("say why a change was not kept, and show what is", async () => {
    const door = await open();
    door.refusals.set("setProgramSettings", problem("setting_refused"));
    await choose("parallel", "8");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("setting_refused");
    await waitFor(() => {
      expect(screen.getByTestId<HTMLSelectElement>("parallel").value).toBe("3");
    });
  });
});

describe("notifications and closing", () => {
  it("are remembered for every window", async () => {
    const kept = shelf();
    await open(kept);
    await click("notice-failed");
    await click("ask-before-closing");
    const other = new Preferences(kept, ["en"]);
    expect(other.notifies("failed")).toBe(false);
    expect(other.notifies("stored")).toBe(true);
    expect(other.asksBeforeClosing).toBe(false);
    await click("ask-before-closing");
    other.reread();
    expect(other.asksBeforeClosing).toBe(true);
  });
});

describe("diagnostics", () => {
  it("are shown whole before they can be saved", async () => {
    const door = await open();
    expect(screen.queryByTestId("diagnostics-save")).toBeNull();
    await click("diagnostics-show");
    const text = await screen.findByTestId<HTMLTextAreaElement>("diagnostics-text");
    expect(text.value).toBe(busy.settings.diagnostics);
    expect(text.readOnly).toBe(true);
    await click("diagnostics-save");
    expect(await screen.findByText("Saved to /files/pileus-diagnostics.txt")).toBeTruthy();
    expect(door.asked).toContainEqual(["saveDiagnostics", "/files/pileus-diagnostics.txt"]);
  });

  it("are not saved when no place was chosen", async () => {
    const door = await open();
    door.chooseTarget = () => Promise.resolve(null);
    await click("diagnostics-show");
    await screen.findByTestId("diagnostics-text");
    await click("diagnostics-save");
    expect(door.asked.some(([name]) => name === "saveDiagnostics")).toBe(false);
  });
});

describe("about", () => {
  it("names version, licence and the data folder", async () => {
    await open();
    const about = within(screen.getByTestId("group-about"));
    expect(about.getByTestId("version").textContent).toBe("0.1.0");
    expect(about.getByText(/^No telemetry/)).toBeTruthy();
    expect(about.getByText("/home/someone/.local/share/pileus")).toBeTruthy();
  });
});
