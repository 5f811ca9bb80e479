import { describe, expect, it, vi } from "vitest";

import { fidOf, someFiles } from "../backend/fake/catalogue-scenes";
import { FakeDoor } from "../backend/fake/fake";
import { busy } from "../backend/fake/scenes";
import { Thumbnails } from "../catalogue/thumbnails";
import { CatalogueStore } from "./catalogue.svelte";
import { DetailsStore } from "./details.svelte";
import { PreviewStore } from "./preview.svelte";

const PROBLEM = { code: "x", message: "It did not work.", remedy: "", retry: true, context: {} };

async function opened(): Promise<{ door: FakeDoor; store: CatalogueStore }> {
  const door = new FakeDoor(busy);
  const store = new CatalogueStore(door, "en", (draw) => {
    draw();
  });
  await store.follow();
  return { door, store };
}

function names(store: CatalogueStore): string[] {
  return [...store.sight.slots].map((slot) => store.row(slot)?.name ?? "");
}

const FILES = someFiles.files ?? 0;

describe("the catalogue", () => {
  it("shows what was told, the newest first", async () => {
    const { store } = await opened();
    expect(names(store)).toHaveLength(FILES);
    expect(names(store)[0]).toBe("Dolomites, late light.mov");
    expect(store.listed).toBe(true);
    expect(store.asOf).toBe(4_218_076);
    expect(store.sight.counts).toEqual({ all: FILES, stored: 11, arriving: 1, attention: 4 });
  });

  it("begins again when a number is missing", async () => {
    const door = new FakeDoor(busy);
    const follow = door.followCatalogue;
    let hear: Parameters<typeof follow>[0] = () => undefined;
    const asked = vi.fn();
    door.followCatalogue = (onUpdate) => {
      asked();
      hear = onUpdate;
      return follow(onUpdate);
    };
    const store = new CatalogueStore(door, "en", (draw) => {
      draw();
    });
    await store.follow();
    const abandoned = hear;
    const empty = { rows: [], states: [], removed: [], shelves: null, asOf: 1, read: 0 };
    abandoned({ ...empty, sequence: 900, listed: true });
    await vi.waitFor(() => {
      expect(store.listed).toBe(true);
    });
    expect(asked).toHaveBeenCalledTimes(2);
    expect(names(store)).toHaveLength(FILES);
    abandoned({ ...empty, sequence: 901, listed: false });
    expect(store.listed).toBe(true);
  });

  it("shows a territory, a bucket, or all, and goes back to all when a bucket is gone", async () => {
    const { door, store } = await opened();
    store.show({ kind: "territory", name: "Valley" });
    expect(store.sight.files).toBe(16);
    store.show({ kind: "bucket", bucket: 2 });
    expect(names(store)).toHaveLength(3);
    await door.deleteBucket(2);
    expect(store.scope).toEqual({ kind: "all" });
    expect(names(store)).toHaveLength(FILES);
  });

  it("sorts by the other way round on the second request", async () => {
    const { store } = await opened();
    store.sort("size");
    expect(names(store)[0]).toBe("Negatives, scanned 1978–1991.tar");
    store.sort("size");
    expect(names(store)[0]).toBe("Packing list.txt");
    store.sort("name");
    expect(names(store)[0]).toBe("Cap cloud over the ridge.jpg");
  });

  it("lets go of what a search hides", async () => {
    const { store } = await opened();
    store.pickAll();
    expect(store.selection.chosen.size).toBe(FILES);
    store.search("hut");
    expect(store.chosenRows().map(({ name }) => name)).toEqual(names(store));
    store.filter("arriving");
    expect(store.selection.chosen.size).toBe(0);
  });

  it("keeps the choice where it is while other files come and go", async () => {
    const { door, store } = await opened();
    store.pick(1, "only");
    const [before] = store.chosenRows();
    door.catalogue.say({ removed: [{ fid: fidOf(0), bucket: 1 }] });
    expect(store.chosenRows()).toEqual([before]);
    expect(store.placeOf(store.selection.active)).toBe(0);
  });

  it("says why it cannot be shown, and tries again", async () => {
    const door = new FakeDoor(busy);
    door.refusals.set("followCatalogue", PROBLEM);
    const store = new CatalogueStore(door, "en", (draw) => {
      draw();
    });
    await store.follow();
    expect(store.lost).toEqual(PROBLEM);
    await store.follow();
    expect(store.lost).toBeNull();
    expect(names(store)).toHaveLength(FILES);
  });
});

describe("a check", () => {
  it("shows how far it is, and its report", async () => {
    const { door } = await opened();
    const details = new DetailsStore(door, fidOf(2));
    const running = details.runDrill();
    await vi.waitFor(() => {
      expect(door.catalogue.progress).not.toBeNull();
    });
    door.catalogue.progress?.({ done: 3, total: 13 });
    expect(details.check?.progress).toEqual({ done: 3, total: 13 });
    door.catalogue.finish?.();
    await running;
    expect(details.drill?.passed).toBe(true);
    expect(details.check).toBeNull();
  });

  it("that was stopped is no failure", async () => {
    const { door } = await opened();
    const details = new DetailsStore(door, fidOf(2));
    const running = details.runVerification();
    await vi.waitFor(() => {
      expect(door.catalogue.progress).not.toBeNull();
    });
    await details.stop();
    await running;
    expect(details.checkProblem).toBeNull();
    expect(details.verified).toBeNull();
  });
});

describe("a preview", () => {
  it("is closed when its panel is gone, even if it opens later", async () => {
    const { door } = await opened();
    const store = new PreviewStore(door, fidOf(1));
    const opening = store.open(null);
    store.end();
    await opening;
    expect(store.preview).toBeNull();
    expect(door.catalogue.previews.size).toBe(0);
  });

  it("asks for the passphrase that is needed", async () => {
    const { door } = await opened();
    door.refusals.set("openPreview", { ...PROBLEM, code: "passphrase_needed" });
    const store = new PreviewStore(door, fidOf(11));
    await store.open(null);
    expect(store.needsPassphrase).toBe(true);
    expect(store.problem).toBeNull();
    await store.open("four words");
    expect(store.preview?.kind).toBe("pdf");
    expect(door.asked).toContainEqual(["openPreview", fidOf(11), "four words"]);
  });
});

describe("the thumbnails", () => {
  it("open a few at a time, and close what is gone", async () => {
    vi.useFakeTimers();
    const opened: string[] = [];
    const closed: string[] = [];
    const answers: (() => void)[] = [];
    const thumbnails = new Thumbnails({
      openPreview: (fid) => {
        opened.push(fid);
        return new Promise((resolve) => {
          answers.push(() => {
            const rest = { bytes: 1, fileBytes: 1, mediaType: "image/png", name: fid };
            resolve({ kind: "picture", url: `u:${fid}`, token: `t:${fid}`, ...rest });
          });
        });
      },
      closePreview: (token) => {
        closed.push(token);
        return Promise.resolve();
      },
    });
    const shown: string[] = [];
    const ends = ["a", "b", "c", "d", "e", "f"].map((fid) =>
      thumbnails.want(fid, (url) => shown.push(url)),
    );
    thumbnails.want("passing", () => undefined)();
    await vi.runAllTimersAsync();
    expect(opened).toHaveLength(4);
    expect(opened).not.toContain("passing");
    ends[5]?.();
    for (const answer of answers.splice(0)) answer();
    await vi.runAllTimersAsync();
    expect(opened).toHaveLength(opened.includes("f") ? 6 : 5);
    for (const answer of answers.splice(0)) answer();
    await vi.runAllTimersAsync();
    for (const end of ends) end();
    expect(closed).toHaveLength(opened.length);
    vi.useRealTimers();
  });
});
