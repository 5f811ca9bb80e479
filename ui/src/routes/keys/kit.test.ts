import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import type { FakeDoor } from "../../lib/backend/fake/fake";
import { NOW } from "../../lib/backend/fake/scenes";
import { barelyKept, emptyVault, lockedVault, vault } from "../../lib/backend/fake/scenes-tools";
import {
  askedNames,
  askedPlaces,
  click,
  gone,
  onAKeysPage,
  open,
  toTab,
  type,
} from "../preview/keys-window";
import { Drawer } from "../preview/main-window";

onAKeysPage();

const KIT = vault(NOW).kit;
const PHRASE = KIT.words.split(" ");

async function openKit(recording = vault(NOW)): Promise<FakeDoor> {
  const door = await open(recording);
  await toTab("tab-kit");
  await screen.findByTestId("kit");
  return door;
}

/** Chooses the file of the kit, types its words, and goes on. */
async function openWith(testid: string): Promise<FakeDoor> {
  const door = await openKit();
  await click(testid);
  await screen.findByTestId("use-kit");
  await click("kit-file");
  await waitFor(() => {
    expect(screen.getByTestId("kit-file-path").textContent).toContain(".pileus-kit");
  });
  await type("kit-typed", KIT.words);
  await click("use-kit-go");
  return door;
}

async function make(): Promise<FakeDoor> {
  const door = await openKit(barelyKept(NOW));
  await click("kit-make");
  await screen.findByTestId("make-kit");
  await click("make-kit-go");
  expect(screen.getByText("Choose a folder.")).toBeTruthy();
  await click("kit-folder");
  await waitFor(() => {
    expect(screen.getByTestId("kit-folder-path").textContent).toBe(KIT.folder);
  });
  return door;
}

describe("the state of the kit", () => {
  it("is a warning until there is one", async () => {
    await openKit(barelyKept(NOW));
    expect(screen.getByText("Only this computer can open your sealed files.")).toBeTruthy();
    expect(screen.getByTestId("kit-make").classList).toContain("primary");
    await toTab("tab-data-keys");
    await fireEvent.click(await screen.findByTestId("kit-hint-make"));
    expect(await screen.findByTestId("make-kit")).toBeTruthy();
  });

  it("counts the keys that came later, with the way to a new one", async () => {
    await openKit();
    expect(screen.getByText(/^1 account or key came after this kit/)).toBeTruthy();
    expect(screen.getByTestId("kit").dataset["made"]).toBe("true");
  });

  it("does not ask for a new one because of files alone", async () => {
    const recording = vault(NOW);
    const kit = { madeAt: NOW, filesSince: 3, keysSince: 0 };
    await openKit({ ...recording, view: { ...recording.view, kit } });
    expect(screen.getByText(/^3 files were stored after this kit/)).toBeTruthy();
    expect(screen.getByTestId("kit-check").classList).toContain("primary");
    await toTab("tab-data-keys");
    await screen.findByRole("table");
    expect(screen.queryByTestId("kit-hint-make")).toBeNull();
  });

  it("says what it waits for while the keys are locked or there are none", async () => {
    const door = await openKit(lockedVault(NOW));
    await click("kit-make");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("Unlock the keys first.")).toBeTruthy();
    expect(askedNames(door)).not.toContain("makeKit");
  });

  it("puts restoring first on an empty computer", async () => {
    await openKit(emptyVault(NOW));
    expect(screen.getByTestId("kit-restore").classList).toContain("primary");
    expect(screen.getByText("There is no account and no key to put into it yet.")).toBeTruthy();
  });
});

describe("a new kit", () => {
  it("shows its words once, asks three back, and says which files there are", async () => {
    const door = await make();
    await click("make-kit-go");
    await screen.findByTestId("kit-words");
    expect(screen.getByTestId("words").textContent).toContain("24zebra");
    await click("words-written");
    for (const place of askedPlaces()) await type(`word-${String(place)}`, PHRASE[place - 1] ?? "");
    await click("words-check");
    const made = await screen.findByTestId("kit-made");
    expect(made.textContent).toContain(KIT.made.files[1]);
    expect(document.body.textContent).not.toContain("zebra");
    expect(door.asked).toContainEqual(["makeKit", KIT.folder, null]);
    await click("kit-made-close");
    expect(screen.getByTestId("kit").dataset["made"]).toBe("true");
  });

  it("warns when its words are left unconfirmed", async () => {
    await make();
    await click("make-kit-go");
    await screen.findByTestId("kit-words");
    await click("words-written");
    await type(`word-${String(askedPlaces()[0] ?? 1)}`, "umbrella");
    await click("words-check");
    expect(screen.queryByTestId("kit-made")).toBeNull();
    await click("words-again");
    await fireEvent.keyDown(screen.getByTestId("kit-words"), { key: "Escape" });
    await screen.findByTestId("kit-leaving");
    await click("leave-anyway");
    expect(await screen.findByText(/before you count on this kit/)).toBeTruthy();
  });

  it("can be split into shares for several people", async () => {
    const door = await make();
    await click("kit-kind-shares");
    await fireEvent.change(screen.getByTestId("kit-split-total"), { target: { value: "5" } });
    await fireEvent.change(screen.getByTestId("kit-split-needed"), { target: { value: "3" } });
    expect(screen.getByText(/^5 pages with one share each\. Any 3 of them/)).toBeTruthy();
    await click("make-kit-go");
    const made = await screen.findByTestId("kit-made");
    expect(made.textContent).toContain("-share-5.pdf");
    expect(door.asked).toContainEqual(["makeKit", KIT.folder, { needed: 3, total: 5 }]);
  });

  it("never needs more shares than there are", async () => {
    await make();
    await click("kit-kind-shares");
    await fireEvent.change(screen.getByTestId("kit-split-needed"), { target: { value: "3" } });
    await fireEvent.change(screen.getByTestId("kit-split-total"), { target: { value: "2" } });
    expect(screen.getByTestId<HTMLSelectElement>("kit-split-needed").value).toBe("2");
  });
});

describe("the words of a kit", () => {
  async function typeWords(text: string): Promise<HTMLElement> {
    await openKit();
    await click("kit-check");
    await screen.findByTestId("use-kit");
    vi.useFakeTimers();
    await type("kit-typed", text);
    await vi.advanceTimersByTimeAsync(300);
    return screen.getByTestId("kit-typed-finding");
  }

  it("are looked up one by one while they are typed", async () => {
    const finding = await typeWords("harbor velvt tunnel");
    expect(finding.textContent).toContain("Word 2, “velvt”, is not in the list of words.");
    expect(finding.dataset["tone"]).toBe("wrong");
    expect(screen.getAllByTestId("kit-typed-unknown")).toHaveLength(1);
    await type("kit-typed", "harbor velvet tunnel");
    await vi.advanceTimersByTimeAsync(300);
    expect(finding.textContent).toContain("21 words of 24 are missing.");
  });

  it("are said to fit, or that they are known but in the wrong order", async () => {
    const finding = await typeWords(KIT.words.toUpperCase().toLowerCase());
    expect(finding.textContent).toContain("The words fit together.");
    await type("kit-typed", [...PHRASE].reverse().join(" "));
    await vi.advanceTimersByTimeAsync(300);
    expect(finding.textContent).toContain("they do not fit together");
  });
});

describe("checking a kit", () => {
  it("says what it would bring back, and leads to the fire drill", async () => {
    const door = await openWith("kit-check");
    const report = await screen.findByTestId("kit-report");
    expect(report.textContent).toContain("Everyday");
    expect(report.textContent).toContain("1,505 files");
    expect(report.dataset["complete"]).toBe("true");
    await click("kit-drill-now");
    await screen.findByTestId("kit-progress");
    door.kits.progress?.({ done: 1, total: 4 });
    await waitFor(() => {
      expect(screen.getByRole("progressbar").getAttribute("aria-valuetext")).toBe("25%");
    });
    door.kits.finish?.();
    expect((await screen.findByTestId("kit-drill-report")).dataset["passed"]).toBe("true");
  });

  it("says which kit it is and what opens it before anything is typed", async () => {
    await openKit();
    await click("kit-check");
    await screen.findByTestId("use-kit");
    await click("kit-file");
    await waitFor(() => {
      expect(screen.getByTestId("kit-face").textContent).toContain(`Kit ${KIT.report.number}`);
    });
    expect(screen.getByTestId("kit-face").textContent).toContain("Its words open it.");
    await click("kit-source-codes");
    expect(screen.getByTestId("kit-face").textContent).toBe("");
  });

  it("asks for as many shares as a split kit needs", async () => {
    const recording = vault(NOW);
    const report = { ...KIT.report, split: { needed: 3, total: 5 } };
    const door = await openKit({ ...recording, kit: { ...KIT, report } });
    await click("kit-check");
    await screen.findByTestId("use-kit");
    await click("kit-source-codes");
    await type("kit-codes", "PILEUS:1/1:AAAA");
    await fireEvent.change(screen.getByTestId("kit-codes"));
    expect(await screen.findByTestId("kit-share-3")).toBeTruthy();
    expect(screen.getByTestId("kit-face").textContent).toContain("Any 3 of its 5 shares open it.");
    expect(door.asked).toContainEqual(["lookAtKit", { kind: "codes", text: "PILEUS:1/1:AAAA" }]);
  });

  it("says at once that a file is no kit", async () => {
    const door = await openKit();
    door.refusals.set("lookAtKit", {
      code: "kit_unreadable",
      message: "This is no recovery kit.",
      remedy: "Choose another file.",
      retry: false,
      context: {},
    });
    await click("kit-check");
    await screen.findByTestId("use-kit");
    await click("kit-file");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("kit_unreadable");
  });

  it("keeps what was typed when the words do not open it", async () => {
    const door = await openKit();
    await click("kit-check");
    await screen.findByTestId("use-kit");
    await click("use-kit-go");
    expect(screen.getByText("Choose the file of the kit.")).toBeTruthy();
    await click("kit-file");
    await waitFor(() => {
      expect(screen.getByText("Type the words of the kit.")).toBeTruthy();
    });
    await type("kit-typed", "harbor velvet");
    await click("use-kit-go");
    const problem = await screen.findByTestId("problem");
    expect(problem.dataset["code"]).toBe("kit_words");
    expect(problem.textContent).not.toContain("velvet");
    expect(screen.getByTestId<HTMLTextAreaElement>("kit-typed").value).toBe("harbor velvet");
    expect(door.asked).toContainEqual(["checkKit", { kind: "file", path: KIT.file }, 13]);
  });

  it("takes the codes of the page and shares of several people", async () => {
    const door = await openKit();
    await click("kit-check");
    await screen.findByTestId("use-kit");
    await click("kit-source-codes");
    await type("kit-codes", "PILEUS:1/2:AAAA\nPILEUS:2/2:BBBB");
    await click("kit-opening-shares");
    await type("kit-share-1", KIT.shares[0] ?? "");
    await click("use-kit-go");
    expect(screen.getByText("Type at least two shares.")).toBeTruthy();
    await click("kit-add-share");
    await type("kit-share-3", KIT.shares[2] ?? "");
    await click("use-kit-go");
    await screen.findByTestId("kit-report");
    const codes = { kind: "codes", text: "PILEUS:1/2:AAAA\nPILEUS:2/2:BBBB" };
    expect(door.asked).toContainEqual([
      "checkKit",
      codes,
      [KIT.shares[0]?.length, KIT.shares[2]?.length],
    ]);
  });
});

describe("a fire drill", () => {
  it("can be stopped, and says nothing bad then", async () => {
    const door = await openWith("kit-drill");
    await screen.findByTestId("kit-progress");
    await click("kit-stop");
    await screen.findByTestId("use-kit");
    expect(askedNames(door)).toContain("stopKit");
    expect(screen.queryByTestId("problem")).toBeNull();
  });

  it("ends when its dialog is closed", async () => {
    const door = await openWith("kit-drill");
    await fireEvent.keyDown(await screen.findByTestId("kit-running"), { key: "Escape" });
    await gone("kit-running");
    expect(askedNames(door)).toContain("stopKit");
  });
});

describe("restoring", () => {
  it("says what came back, what was found, and shows it in the window", async () => {
    const door = await openWith("kit-restore");
    await screen.findByTestId("kit-progress");
    door.kits.finish?.();
    const restored = await screen.findByTestId("kit-restored");
    expect(restored.textContent).toContain("1,505 files");
    expect(restored.textContent).toContain("34 files that were stored after the kit");
    expect(screen.getByText(/^“CESS test network” is open/)).toBeTruthy();
    expect(screen.queryByText(/^Open a network in the main window/)).toBeNull();
    expect(askedNames(door).at(-1)).toBe("keys");
  });

  it("says what could not be known", async () => {
    const recording = vault(NOW);
    const restored = { ...KIT.restored, unknown: 2, unread: ["CESS test network"], open: null };
    const door = await openKit({ ...recording, kit: { ...KIT, restored } });
    await click("kit-restore");
    await screen.findByTestId("use-kit");
    await click("kit-file");
    await type("kit-typed", KIT.words);
    await waitFor(() => {
      expect(screen.getByTestId("kit-file-path").textContent).toContain(".pileus-kit");
    });
    await click("use-kit-go");
    await screen.findByTestId("kit-progress");
    door.kits.finish?.();
    const told = await screen.findByTestId("kit-restored");
    expect(told.textContent).toContain("2 files are on the chain");
    expect(screen.getByText(/^Could not be asked for newer files: CESS test network/)).toBeTruthy();
    expect(screen.getByText(/^Open a network in the main window/)).toBeTruthy();
  });

  it("that the person stopped is no error, and can be begun again", async () => {
    const door = await openWith("kit-restore");
    await click("kit-stop");
    await screen.findByTestId("use-kit");
    expect(askedNames(door)).toContain("stopKit");
    expect(screen.queryByTestId("problem")).toBeNull();
    await click("use-kit-go");
    expect(await screen.findByTestId("kit-progress")).toBeTruthy();
  });

  it("does not count files for a kit that was read from its page", async () => {
    const recording = vault(NOW);
    const restored = { ...KIT.restored, files: 0, buckets: 0, hadCatalogue: false };
    const door = await openKit({ ...recording, kit: { ...KIT, restored } });
    await click("kit-restore");
    await screen.findByTestId("use-kit");
    await click("kit-file");
    await screen.findByText(/Its words open it/);
    await type("kit-typed", KIT.words);
    await click("use-kit-go");
    await screen.findByTestId("kit-progress");
    door.kits.progress?.({ done: 3, total: 9 });
    expect(await screen.findByText("3 of 9")).toBeTruthy();
    door.kits.finish?.();
    expect((await screen.findByTestId("kit-restored")).textContent).toContain("not on the page");
  });

  it("is where the first screen of the main window leads to", async () => {
    const shelf = new Drawer();
    shelf.setItem("pileus.keys.place", "restore");
    await open(emptyVault(NOW), { shelf });
    expect((await screen.findByTestId("use-kit")).textContent).toContain("Bring everything back");
    expect(screen.getByTestId("kit")).toBeTruthy();
    expect(shelf.getItem("pileus.keys.place")).toBe("");
  });

  it("opens in a keys window that is there already", async () => {
    const shelf = new Drawer();
    await open(emptyVault(NOW), { shelf });
    expect(screen.queryByTestId("kit")).toBeNull();
    shelf.setItem("pileus.keys.place", "kit");
    await fireEvent(window, new Event("storage"));
    expect(await screen.findByTestId("kit")).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
