import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  fidOf,
  heldFiles,
  loadingFiles,
  noFiles,
  someFiles,
} from "../../lib/backend/fake/catalogue-scenes";
import { FakeDoor } from "../../lib/backend/fake/fake";
import { busy } from "../../lib/backend/fake/scenes";
import App from "./App.svelte";

/** Pixels of the page in these tests: jsdom draws nothing, so what measures is told. */
const ROOM = 1_200;

/** Pixels of a row. */
const ROW = 40;

const heightOf = (element: Element): number =>
  element.getAttribute("role") === "grid" ? ROOM : ROW;

/** Tells whoever observes how large an element is. */
class ToldSizes {
  readonly #told: ResizeObserverCallback;

  constructor(told: ResizeObserverCallback) {
    this.#told = told;
  }

  observe = (target: Element): void => {
    const contentRect = { width: ROOM, height: heightOf(target) } as DOMRectReadOnly;
    queueMicrotask(() => {
      this.#told([{ target, contentRect } as ResizeObserverEntry], this);
    });
  };
  unobserve = vi.fn();
  disconnect = vi.fn();
}

const PROBLEM = {
  code: "bucket_exists",
  message: "There is a bucket of that name.",
  remedy: "Choose another name.",
  retry: false,
  context: {},
};

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", ToldSizes);
  vi.stubGlobal("matchMedia", () => ({ addEventListener: vi.fn(), removeEventListener: vi.fn() }));
  vi.spyOn(HTMLElement.prototype, "offsetParent", "get").mockReturnValue(document.body);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockImplementation(function (
    this: HTMLElement,
  ) {
    return heightOf(this);
  });
  Element.prototype.scrollTo = vi.fn();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(catalogue = someFiles, languages = ["en"]): FakeDoor {
  const door = new FakeDoor({ ...busy, catalogue });
  render(App, { door, shelf: null, languages });
  return door;
}

async function openFile(seed: number): Promise<FakeDoor> {
  const door = open();
  await fireEvent.click(await row(seed));
  await screen.findByTestId("facts");
  return door;
}

function row(seed: number): Promise<HTMLElement> {
  return vi.waitFor(() => {
    const found = screen
      .getAllByTestId("file-row")
      .find((each) => each.dataset["fid"] === fidOf(seed));
    if (!found) throw new Error(`file ${String(seed)} is not shown`);
    return found;
  });
}

const shown = () => screen.queryAllByTestId("file-row").map((each) => each.dataset["fid"]);
const asked = (door: FakeDoor) => door.asked.map(([name]) => name);

describe("the list", () => {
  it("shows names, sizes, health and seals in words", async () => {
    open();
    const file = await row(1);
    expect(within(file).getByText("Panorama, Seceda.jpg")).toBeTruthy();
    expect(within(file).getByText("18.3 MiB")).toBeTruthy();
    expect(within(file).getByText("11 of 12")).toBeTruthy();
    expect(within(file).getByText("Encrypted with a key of yours")).toBeTruthy();
    expect(within(await row(8)).getByText("Not encrypted: anyone can read it")).toBeTruthy();
  });

  it("invites when it is empty, waits while it loads, and says why it failed", async () => {
    const door = open(noFiles);
    await fireEvent.click(await screen.findByTestId("empty-add"));
    expect(door.asked).toContainEqual(["openWindow", "transfers"]);
    cleanup();
    open(loadingFiles);
    expect(await screen.findByTestId("loading")).toBeTruthy();
    cleanup();
    const failing = new FakeDoor(busy);
    failing.refusals.set("followCatalogue", PROBLEM);
    render(App, { door: failing, shelf: null, languages: ["en"] });
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("bucket_exists");
    await fireEvent.click(screen.getByTestId("try-again"));
    expect(await row(0)).toBeTruthy();
  });

  it("finds as one types, and says when nothing matches", async () => {
    open();
    await row(0);
    await fireEvent.input(screen.getByTestId("file-search"), { target: { value: "hut" } });
    expect(shown().sort()).toEqual([7, 8, 9].map(fidOf).sort());
    await fireEvent.input(screen.getByTestId("file-search"), { target: { value: "nothing such" } });
    expect(screen.getByTestId("nothing-found")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("show-all"));
    expect(shown().length).toBeGreaterThan(5);
  });

  it("sorts by a column, says so, and turns round", async () => {
    open();
    await row(0);
    await fireEvent.click(screen.getByTestId("sort-size"));
    const header = () => screen.getByTestId("sort-size").closest("[role=columnheader]");
    expect(header()?.getAttribute("aria-sort")).toBe("descending");
    expect(shown()[0]).toBe(fidOf(12));
    await fireEvent.click(screen.getByTestId("sort-size"));
    expect(header()?.getAttribute("aria-sort")).toBe("ascending");
    expect(shown()[0]).toBe(fidOf(10));
  });

  it("shows one state, one bucket, one territory", async () => {
    open();
    await row(0);
    await fireEvent.click(screen.getByTestId("filter-attention"));
    expect(shown()).toEqual([1, 7, 12, 22].map(fidOf));
    await fireEvent.click(screen.getByTestId("filter-all"));
    const papers = screen
      .getAllByTestId("bucket-row")
      .find((bucket) => bucket.dataset["name"] === "Papers");
    if (papers) await fireEvent.click(papers);
    expect(shown()).toEqual([20, 21, 22].map(fidOf));
    expect(screen.getByTestId("scope-title").textContent).toContain("Papers");
    expect(papers?.getAttribute("aria-selected")).toBe("true");
  });

  it("is walked, ranged and deleted from by keys", async () => {
    const door = open();
    await row(0);
    const list = screen.getByTestId("file-list");
    await fireEvent.keyDown(list, { key: "Home" });
    await fireEvent.keyDown(list, { key: "ArrowDown" });
    expect((await row(1)).getAttribute("aria-selected")).toBe("true");
    await fireEvent.keyDown(list, { key: "ArrowDown", shiftKey: true });
    expect(screen.getByText("2 selected, 406 MiB")).toBeTruthy();
    await fireEvent.keyDown(list, { key: "Delete" });
    const dialog = await screen.findByTestId("remove-dialog");
    expect(within(dialog).getByText("Delete 2 files?")).toBeTruthy();
    expect(asked(door)).toContain("removalQuestion");
    await fireEvent.click(screen.getByTestId("remove-dialog-cancel"));
    await fireEvent.keyDown(list, { key: "a", ctrlKey: true });
    expect(screen.getByTestId("list-footer").textContent).toContain("17 selected");
    await fireEvent.keyDown(window, { key: "Escape" });
    expect(screen.getByTestId("list-footer").textContent).not.toContain("selected");
  });

  it("is reached from the search, and the search from it", async () => {
    open();
    await row(0);
    await fireEvent.keyDown(window, { key: "/" });
    expect(document.activeElement).toBe(screen.getByTestId("file-search"));
    await fireEvent.keyDown(screen.getByTestId("file-search"), { key: "ArrowDown" });
    expect(document.activeElement?.getAttribute("data-fid")).toBe(fidOf(0));
  });

  it("chooses beside with control and up to there with shift", async () => {
    open();
    await fireEvent.click(await row(2));
    await fireEvent.click(await row(4), { ctrlKey: true });
    expect(screen.getByTestId("details-name").textContent).toBe("2 files");
    await fireEvent.click(await row(6), { shiftKey: true });
    expect(screen.getByTestId("details-name").textContent).toBe("3 files");
  });
});

describe("the details", () => {
  it("say what a file is, where it is stored, and close", async () => {
    await openFile(1);
    expect(screen.getByTestId("details-name").textContent).toBe("Panorama, Seceda.jpg");
    expect(screen.getByText("JPG picture, 18.3 MiB, sealed")).toBeTruthy();
    expect(screen.getByText("11 of 12 nodes hold it")).toBeTruthy();
    const keys = screen.getAllByTestId("file-key").map((each) => each.textContent);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toContain("This computer");
    expect(keys[1]).toContain("not on this computer");
    expect(screen.getByTestId("file-marks").dataset["lines"]).toBe("ooooooooofoo");
    const lines = within(screen.getByTestId("node-lines")).getAllByRole("listitem", {
      hidden: true,
    });
    expect(lines).toHaveLength(12);
    expect(lines[9]?.dataset["holding"]).toBe("0");
    await fireEvent.keyDown(window, { key: "Escape" });
    expect(screen.queryByTestId("details")).toBeNull();
  });

  it("show the picture, and close it with the panel", async () => {
    const door = await openFile(1);
    expect((await screen.findByTestId("preview-picture")).getAttribute("src")).toContain("svg");
    expect(door.catalogue.previews.size).toBe(1);
    await fireEvent.click(screen.getByTestId("details-close"));
    expect(door.catalogue.previews.size).toBe(0);
  });

  it("let go of the picture when the keys are locked, and say so", async () => {
    const door = await openFile(1);
    await screen.findByTestId("preview-picture");
    door.refusals.set("openPreview", { ...PROBLEM, code: "vault_locked" });
    door.catalogue.lockKeys();
    await vi.waitFor(() => {
      expect(screen.queryByTestId("preview-picture")).toBeNull();
    });
    expect(door.catalogue.previews.size).toBe(0);
    await vi.waitFor(() => {
      expect(screen.getByTestId("preview").querySelector("[data-code=vault_locked]")).toBeTruthy();
    });
  });

  it("show text as it is written", async () => {
    await openFile(10);
    expect((await screen.findByTestId("preview-text")).textContent).toContain("A warm hat");
  });

  it("ask for a passphrase, hand it on once, and forget it", async () => {
    const door = await openFile(11);
    const field = await screen.findByTestId<HTMLInputElement>("preview-passphrase");
    door.refusals.set("openPreview", { ...PROBLEM, code: "passphrase_needed" });
    await fireEvent.input(field, { target: { value: "wrong words" } });
    await fireEvent.click(screen.getByTestId("preview-unlock"));
    expect(field.value).toBe("");
    expect(door.asked).toContainEqual(["openPreview", fidOf(11), "wrong words"]);
    expect(await screen.findByTestId("preview-passphrase")).toBeTruthy();
  });

  it("offer to save what cannot be previewed", async () => {
    const door = await openFile(12);
    await fireEvent.click(screen.getByTestId("preview-save"));
    await vi.waitFor(() => {
      expect(asked(door)).toContain("download");
    });
    expect(asked(door)).not.toContain("openPreview");
  });

  it("download to the place that was chosen", async () => {
    const door = await openFile(1);
    await fireEvent.click(screen.getByTestId("file-download"));
    expect(await screen.findByText("1 download started.")).toBeTruthy();
    expect(door.asked).toContainEqual(["download", fidOf(1), "/files/Panorama, Seceda.jpg"]);
  });

  it("drill with progress, and say what came of it", async () => {
    const door = await openFile(2);
    await fireEvent.click(screen.getByTestId("file-drill"));
    expect(await screen.findByTestId("check-progress")).toBeTruthy();
    door.catalogue.progress?.({ done: 2, total: 13 });
    expect(await screen.findByText("segment 2 of 13")).toBeTruthy();
    door.catalogue.finish?.();
    expect(await screen.findByTestId("drill-passed")).toBeTruthy();
  });

  it("verify, and stop when asked to", async () => {
    const door = await openFile(2);
    await fireEvent.click(screen.getByTestId("file-verify"));
    await fireEvent.click(await screen.findByTestId("stop-check"));
    expect(await screen.findByTestId("file-verify")).toBeTruthy();
    expect(asked(door)).toContain("stopCheck");
    expect(screen.queryByTestId("verify-report")).toBeNull();
  });

  it("compare with a file on this computer, in plain words", async () => {
    const door = await openFile(1);
    await fireEvent.click(screen.getByTestId("check-local"));
    const answer = await screen.findByTestId("local-answer");
    expect(within(answer).getByText("The same file")).toBeTruthy();
    expect(door.asked).toContainEqual(["checkLocalFile", fidOf(1), "/files/chosen.bin", null]);
  });

  it("stop comparing with a file that takes long", async () => {
    const door = open(heldFiles);
    await fireEvent.click(await row(1));
    await fireEvent.click(await screen.findByTestId("check-local"));
    await fireEvent.click(await screen.findByTestId("stop-deriving"));
    await vi.waitFor(() => {
      expect(screen.queryByTestId("deriving")).toBeNull();
    });
    expect(door.asked).toContainEqual(["stopCheck", null]);
    expect(screen.queryByTestId("local-answer")).toBeNull();
    expect(screen.queryByTestId("problem")).toBeNull();
  });

  it("ask for the passphrase that a comparison needs", async () => {
    const door = await openFile(11);
    door.refusals.set("checkLocalFile", { ...PROBLEM, code: "passphrase_needed" });
    await fireEvent.click(screen.getByTestId("check-local"));
    await fireEvent.input(await screen.findByTestId("local-passphrase"), {
      target: { value: "four words" },
    });
    await fireEvent.click(screen.getByTestId("local-passphrase-dialog-go"));
    expect(await screen.findByTestId("local-answer")).toBeTruthy();
    expect(door.asked).toContainEqual([
      "checkLocalFile",
      fidOf(11),
      "/files/chosen.bin",
      "four words",
    ]);
  });

  it("open the board of the stored file", async () => {
    await openFile(1);
    vi.stubGlobal("requestAnimationFrame", vi.fn());
    await fireEvent.click(screen.getByTestId("open-board"));
    const board = within(await screen.findByTestId("board-dialog")).getByTestId("board");
    expect(board.dataset["stored"]).toBe("11");
    expect(board.dataset["failed"]).toBe("1");
  });

  it("show why they cannot be read", async () => {
    const door = open();
    door.refusals.set("fileDetails", PROBLEM);
    await fireEvent.click(await row(1));
    expect(await screen.findByText("There is a bucket of that name.")).toBeTruthy();
  });
});

describe("deleting files", () => {
  it("names the count and the consequence, then deletes", async () => {
    const door = await openFile(1);
    await fireEvent.click(screen.getByTestId("file-delete"));
    const dialog = await screen.findByTestId("remove-dialog");
    expect(await within(dialog).findByText("about 0.0184 TCESS")).toBeTruthy();
    expect(within(dialog).getByText("96 MiB")).toBeTruthy();
    expect(within(dialog).getByText("Copies in your folders stay.")).toBeTruthy();
    const go = screen.getByTestId("remove-dialog-go");
    expect(go.textContent.trim()).toBe("Delete 1 file");
    await fireEvent.click(go);
    await vi.waitFor(() => {
      expect(shown()).not.toContain(fidOf(1));
    });
    expect(door.asked).toContainEqual(["removeFiles", [fidOf(1)]]);
    expect(screen.queryByTestId("remove-dialog")).toBeNull();
  });

  it("deletes nothing before the chain was asked, and says why", async () => {
    const door = await openFile(1);
    door.refusals.set("removalQuestion", PROBLEM);
    await fireEvent.click(screen.getByTestId("file-delete"));
    await within(await screen.findByTestId("remove-dialog")).findByTestId("problem");
    await fireEvent.click(screen.getByTestId("remove-dialog-go"));
    expect(asked(door)).not.toContain("removeFiles");
  });

  it("says which files the network keeps, and asks for the others only", async () => {
    const catalogue = {
      ...someFiles,
      removal: () => ({
        ...someFiles.removal([]),
        files: 1,
        refused: [{ fid: fidOf(0), problem: PROBLEM }],
      }),
    };
    const door = open(catalogue);
    await fireEvent.click(await row(0));
    await fireEvent.click(await row(1), { ctrlKey: true });
    await fireEvent.click(await screen.findByTestId("file-delete"));
    const refused = await screen.findByTestId("refused-files");
    expect(refused.textContent).toContain("Dolomites, late light.mov");
    expect(refused.textContent).toContain("Choose another name.");
    await fireEvent.click(screen.getByTestId("remove-dialog-go"));
    expect(door.asked).toContainEqual(["removeFiles", [fidOf(1)]]);
  });
});

describe("work on many files", () => {
  async function deleteTwo(): Promise<FakeDoor> {
    const door = open(heldFiles);
    await fireEvent.click(await row(0));
    await fireEvent.click(await row(1), { ctrlKey: true });
    await fireEvent.click(await screen.findByTestId("file-delete"));
    await screen.findByTestId("removal-consequence");
    await fireEvent.click(screen.getByTestId("remove-dialog-go"));
    await screen.findByTestId("bulk-running");
    return door;
  }

  it("says how far it is, ends when it is stopped, and says what is left", async () => {
    const door = await deleteTwo();
    await vi.waitFor(() => {
      expect(screen.getByTestId("bulk-count").textContent).toBe("1 of 2");
    });
    expect(asked(door)).not.toContain("stopBulk");
    await fireEvent.click(screen.getByTestId("bulk-stop"));
    const report = await screen.findByTestId("bulk-ended");
    expect(within(report).getByText("1 of 2 deleted")).toBeTruthy();
    expect(within(report).getByText("You stopped. 1 file stays as it was.")).toBeTruthy();
    const [gone = "", kept = ""] = door.asked.find(
      ([name]) => name === "removeFiles",
    )?.[1] as string[];
    await vi.waitFor(() => {
      expect(shown()).not.toContain(gone);
    });
    expect(shown()).toContain(kept);
    await fireEvent.click(screen.getByTestId("bulk-done"));
    expect(screen.queryByTestId("bulk-ended")).toBeNull();
  });

  it("is not left unwatched: closing its dialog stops it", async () => {
    const door = await deleteTwo();
    await fireEvent.keyDown(document.body, { key: "Escape" });
    await screen.findByTestId("bulk-ended");
    expect(asked(door)).toContain("stopBulk");
  });

  it("goes on when the stop was refused, and can be asked again", async () => {
    const door = await deleteTwo();
    door.refusals.set("stopBulk", PROBLEM);
    await fireEvent.click(screen.getByTestId("bulk-stop"));
    await vi.waitFor(() => {
      expect(screen.getByTestId("bulk-stop").ariaDisabled).toBe("false");
    });
    await fireEvent.click(screen.getByTestId("bulk-stop"));
    await screen.findByTestId("bulk-ended");
  });
});

describe("moving files", () => {
  it("says what it means before it does it", async () => {
    const door = await openFile(1);
    await fireEvent.click(screen.getByTestId("file-move"));
    const buckets = await screen.findAllByTestId<HTMLInputElement>("move-bucket");
    expect(buckets[0]?.disabled).toBe(true);
    await fireEvent.click(screen.getByTestId("move-dialog-go"));
    expect(asked(door)).not.toContain("moveFiles");
    const archive = buckets.find((bucket) => bucket.dataset["name"] === "Archive");
    if (archive) await fireEvent.click(archive);
    const consequence = await screen.findByTestId("move-consequence");
    expect(consequence.textContent).toContain("Another territory");
    expect(consequence.textContent).toContain("0.0092 TCESS");
    await fireEvent.click(screen.getByTestId("move-dialog-go"));
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual(["moveFiles", [fidOf(1)], 3]);
    });
  });
});

describe("buckets", () => {
  it("are created in a territory, and shown", async () => {
    const door = open();
    await row(0);
    await fireEvent.click(screen.getByTestId("create-bucket"));
    await screen.findByTestId("create-bucket-dialog");
    await fireEvent.click(screen.getByTestId("create-bucket-dialog-go"));
    expect(asked(door)).not.toContain("createBucket");
    await fireEvent.input(screen.getByTestId("bucket-name"), { target: { value: " Tickets " } });
    await fireEvent.change(screen.getByTestId("bucket-territory"), {
      target: { value: "Cold shelf" },
    });
    await fireEvent.click(screen.getByTestId("create-bucket-dialog-go"));
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual(["createBucket", "Cold shelf", "Tickets"]);
    });
    expect((await screen.findByTestId("scope-title")).textContent).toContain("Tickets");
  });

  it("that are refused say why, and what to do", async () => {
    const door = open();
    await row(0);
    await fireEvent.click(screen.getByTestId("create-bucket"));
    door.refusals.set("createBucket", PROBLEM);
    await fireEvent.input(await screen.findByTestId("bucket-name"), {
      target: { value: "Papers" },
    });
    await fireEvent.click(screen.getByTestId("create-bucket-dialog-go"));
    const dialog = screen.getByTestId("create-bucket-dialog");
    expect(await within(dialog).findByText("Choose another name.")).toBeTruthy();
  });

  it("are renamed and deleted by keys", async () => {
    const door = open();
    await row(0);
    const papers = screen.getAllByTestId("bucket-row")[1];
    if (!papers) throw new Error("there is no second bucket");
    await fireEvent.keyDown(papers, { key: "F2" });
    await fireEvent.input(await screen.findByTestId("bucket-name"), {
      target: { value: "Documents" },
    });
    await fireEvent.click(screen.getByTestId("rename-bucket-dialog-go"));
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual(["renameBucket", 2, "Documents"]);
    });
    await fireEvent.keyDown(papers, { key: "Delete" });
    const dialog = await screen.findByTestId("delete-bucket-dialog");
    expect(dialog.textContent).toContain("3 files are in this bucket");
    await fireEvent.click(screen.getByTestId("delete-bucket-dialog-go"));
    await vi.waitFor(() => {
      expect(door.asked).toContainEqual(["deleteBucket", 2]);
    });
  });

  it("tell how full their territory is", async () => {
    open();
    await row(0);
    const [valley, cold] = screen.getAllByTestId("territory");
    expect(valley?.textContent).toContain("45.6 of 64 GiB");
    expect(cold?.textContent).toContain("Nearly full");
  });
});

describe("the language", () => {
  it("is the one that was given", async () => {
    open(someFiles, ["zh-CN"]);
    await row(0);
    expect(screen.getByTestId("add-files").textContent).toContain("添加文件");
  });
});

describe("sharing", () => {
  it.each([
    [1, "Link copied. Whoever has it gets the sealed file, which opens only with its key."],
    [8, "Link copied. Whoever has it can read the file."],
  ])(
    "copies a gateway's link and says who can read what it leads to: file %i",
    async (seed, said) => {
      const writeText = vi.fn().mockResolvedValue(undefined);
      vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText } });
      const door = await openFile(seed);
      await fireEvent.keyDown(screen.getByTestId("share"), { key: "Enter" });
      const item = await screen.findByTestId("copy-link");
      item.focus();
      await fireEvent.keyDown(item, { key: "Enter" });
      expect((await screen.findByTestId("notice")).textContent).toContain(said);
      expect(door.asked).toContainEqual(["gatewayLink", fidOf(seed)]);
      expect(writeText).toHaveBeenCalledWith(expect.stringContaining(fidOf(seed)));
    },
  );
});
