import { describe, expect, it, vi } from "vitest";

import { FakeDoor } from "../backend/fake/fake";
import { bar, boards, busy, fact, fresh, job, NOW, sending } from "../backend/fake/scenes";
import type { Snapshot, Update } from "../backend/types";
import { BoardStore } from "./board.svelte";
import { fold, meet, unfold } from "./fold";
import { Preferences } from "./preferences.svelte";
import { SheetStore } from "./sheet.svelte";
import { ShellStore } from "./shell.svelte";
import { Stream } from "./stream";
import { TransfersStore } from "./transfers.svelte";

function update(sequence: number, given: Partial<Update> = {}): Update {
  return { sequence, jobs: [], cells: [], facts: [], bar: null, ...given };
}

const PROBLEM = { code: "x", message: "It did not work.", remedy: "", retry: true, context: {} };

describe("the fold", () => {
  const start = unfold({
    sequence: 7,
    jobs: [job({ job: "1", created: 1 }), job({ job: "2", created: 2 })],
    bar,
  });

  it("shows the newest first", () => {
    expect(start.jobs.map(({ job }) => job)).toEqual(["2", "1"]);
    const more = fold(start, update(8, { jobs: [job({ job: "3", created: 3 })] }));
    expect(more.jobs.map(({ job }) => job)).toEqual(["3", "2", "1"]);
  });

  it("replaces a changed job where it stands, and keeps the others as they are", () => {
    const changed = job({ job: "1", created: 1, done: 5 });
    const next = fold(start, update(8, { jobs: [changed] }));
    expect(next.jobs[1]).toBe(changed);
    expect(next.jobs[0]).toBe(start.jobs[0]);
    expect(next.sequence).toBe(8);
  });

  it("keeps the bar until there is another", () => {
    expect(fold(start, update(8)).bar).toBe(bar);
    expect(fold(start, update(8, { bar: { ...bar, best: 1 } })).bar.best).toBe(1);
  });

  it("tells the next number from old ones and from gaps", () => {
    expect(meet(7, update(8))).toBe("next");
    expect(meet(7, update(7))).toBe("old");
    expect(meet(7, update(9))).toBe("gap");
  });
});

describe("the stream", () => {
  it("holds what comes before its snapshot, and drops what the snapshot has", async () => {
    const heard: number[] = [];
    const door = new FakeDoor(busy);
    let answer: (snapshot: Snapshot) => void = () => undefined;
    let say: (update: Update) => void = () => undefined;
    door.follow = (onUpdate) => {
      say = onUpdate;
      return new Promise((resolve) => (answer = resolve));
    };
    const begun = new Stream(door, {
      snapshot: ({ sequence }) => heard.push(sequence),
      update: ({ sequence }) => heard.push(sequence),
      problem: vi.fn(),
    }).begin();
    for (const sequence of [4, 5, 6, 7]) say(update(sequence));
    answer({ sequence: 5, jobs: [], bar });
    await begun;
    say(update(8));
    expect(heard).toEqual([5, 6, 7, 8]);
  });

  it("asks for a new snapshot after a gap, and hears the old stream no more", async () => {
    const snapshot = vi.fn();
    const heard: number[] = [];
    const door = new FakeDoor(busy);
    const says: ((update: Update) => void)[] = [];
    door.follow = (onUpdate) => {
      says.push(onUpdate);
      return Promise.resolve({ sequence: says.length * 10, jobs: [], bar });
    };
    const stream = new Stream(door, {
      snapshot,
      update: ({ sequence }) => heard.push(sequence),
      problem: vi.fn(),
    });
    await stream.begin();
    says[0]?.(update(11));
    says[0]?.(update(13));
    await vi.waitFor(() => {
      expect(snapshot).toHaveBeenCalledTimes(2);
    });
    says[0]?.(update(21));
    says[1]?.(update(21));
    stream.end();
    says[1]?.(update(22));
    expect(heard).toEqual([11, 21]);
  });

  it("tells when it cannot begin", async () => {
    const door = new FakeDoor(busy);
    door.refusals.set("follow", PROBLEM);
    const problem = vi.fn();
    await new Stream(door, { snapshot: vi.fn(), update: vi.fn(), problem }).begin();
    expect(problem).toHaveBeenCalledWith(PROBLEM);
  });
});

describe("the transfers", () => {
  async function following(onnews = vi.fn()) {
    const door = new FakeDoor(busy);
    const transfers = new TransfersStore(door, onnews);
    await transfers.follow();
    return { door, transfers, onnews };
  }

  it("follow what is said", async () => {
    const { door, transfers } = await following();
    while (door.play());
    expect(transfers.bar?.best).toBe(bar.best + 7);
    expect(transfers.jobs.find(({ job }) => job === sending.job)?.done).toBeGreaterThan(
      sending.done,
    );
  });

  it("pass a request on once, and keep the reason of a refusal", async () => {
    const { door, transfers } = await following();
    door.refusals.set("pause", PROBLEM);
    const first = transfers.pause("14");
    const second = transfers.pause("14");
    expect(transfers.asked).toEqual(["14"]);
    await Promise.all([first, second]);
    expect(door.asked.filter(([name]) => name === "pause")).toEqual([["pause", "14"]]);
    expect(transfers.refused).toEqual(PROBLEM);
    expect(transfers.asked).toEqual([]);
  });

  it("bring a file back to where the person says", async () => {
    const { door, transfers } = await following();
    const stored = transfers.jobs.find(({ fid }) => fid !== null);
    if (!stored) throw new Error("the recording has a stored file");
    await transfers.download(stored);
    expect(door.asked.at(-1)).toEqual(["download", stored.fid, `/files/${stored.name}`]);
  });

  it("bring nothing back when the person thinks better of it", async () => {
    const { door, transfers } = await following();
    door.chooseTarget = () => Promise.resolve(null);
    await transfers.download(job({ fid: "aa" }));
    expect(door.asked.some(([name]) => name === "download")).toBe(false);
  });

  it("forget a row, its board too", async () => {
    const { transfers } = await following();
    transfers.toggle("9");
    await transfers.forget("9");
    expect(transfers.board).toBeNull();
    expect(transfers.jobs.some(({ job }) => job === "9")).toBe(false);
  });

  it("tell of an end", async () => {
    const { door, onnews } = await following();
    door.say(update(101, { jobs: [{ ...sending, condition: "finished" }] }));
    expect(onnews).toHaveBeenCalledOnce();
  });
});

describe("the board", () => {
  it("puts what came while it was read on top, in order", async () => {
    const board = new BoardStore(new FakeDoor(busy), "14");
    const loaded = board.load();
    board.put(update(101, { cells: [{ job: "14", cells: [[8, 5, "n"]] }] }));
    board.put(update(102, { cells: [{ job: "14", cells: [[8, 5, "r"]] }] }));
    await loaded;
    expect(board.cells?.state(8, 5)).toBe("reported");
  });

  it("tells painters which segments changed, and only of its own job", async () => {
    const board = new BoardStore(new FakeDoor(busy), "14");
    await board.load();
    const painter = vi.fn();
    const stop = board.onPaint(painter);
    board.put(update(101, { cells: [{ job: "13", cells: [[0, 0, "f"]] }] }));
    board.put(update(102, { cells: [{ job: "14", cells: [[8, 5, "n"]] }] }));
    stop();
    board.put(update(103, { cells: [{ job: "14", cells: [[8, 6, "n"]] }] }));
    expect(painter).toHaveBeenCalledExactlyOnceWith(new Set([5]));
  });

  it("is read again when its nodes change", async () => {
    const door = new FakeDoor(busy);
    const board = new BoardStore(door, "14");
    await board.load();
    const facts = boards[0]?.timeline.length ?? 0;
    board.put(
      update(101, { facts: [{ job: "14", fact: fact(30, "reported", 50, { column: 2 }) }] }),
    );
    expect(board.facts).toHaveLength(facts + 1);
    board.put(
      update(102, { facts: [{ job: "14", fact: fact(31, "nodeReplaced", 51, { column: 3 }) }] }),
    );
    await vi.waitFor(() => {
      expect(door.asked.filter(([name]) => name === "jobBoard")).toHaveLength(2);
    });
  });

  it("says why it cannot be read", async () => {
    const door = new FakeDoor(busy);
    door.refusals.set("jobBoard", PROBLEM);
    const board = new BoardStore(door, "14");
    await board.load();
    expect(board.problem).toEqual(PROBLEM);
  });
});

describe("the shell", () => {
  it("waits until the program has started", async () => {
    vi.useFakeTimers();
    const door = new FakeDoor(fresh);
    const states = [{ ...fresh.shell, phase: "starting" as const }, busy.shell];
    door.shellState = () => Promise.resolve(states.shift() ?? busy.shell);
    const shell = new ShellStore(door);
    const looked = shell.look();
    await vi.runAllTimersAsync();
    await looked;
    vi.useRealTimers();
    expect(shell.state?.phase).toBe("ready");
  });

  it("fails with the reason", async () => {
    const door = new FakeDoor(fresh);
    door.refusals.set("tryLocal", PROBLEM);
    const shell = new ShellStore(door);
    await shell.tryLocal();
    expect(shell.state).toMatchObject({ phase: "failed", problem: PROBLEM });
  });
});

describe("the sheet", () => {
  it("stays open with the reason when storing is refused", async () => {
    const door = new FakeDoor(busy);
    const sheet = new SheetStore(door);
    await sheet.look(["/files/a"]);
    door.refusals.set("upload", PROBLEM);
    const answer = {
      bucket: "documents",
      seal: { kind: "dataKey" as const, keys: [] },
      route: { kind: "direct" as const },
      publicUnderstood: false,
    };
    expect(await sheet.store(answer)).toBe(false);
    expect(sheet.sheet).not.toBeNull();
    expect(sheet.problem).toEqual(PROBLEM);
    expect(await sheet.store(answer)).toBe(true);
    expect(sheet.sheet).toBeNull();
  });

  it("opens for nothing when nothing was chosen", async () => {
    const door = new FakeDoor(busy);
    door.chooseFiles = () => Promise.resolve([]);
    const sheet = new SheetStore(door);
    await sheet.choose("files");
    expect(sheet.sheet).toBeNull();
    expect(door.asked).toEqual([]);
  });
});

describe("preferences", () => {
  function shelf() {
    const held = new Map<string, string>();
    return {
      held,
      getItem: (name: string) => held.get(name) ?? null,
      setItem: (name: string, value: string) => void held.set(name, value),
    };
  }

  it("last from one start to the next", () => {
    const place = shelf();
    const first = new Preferences(place, ["en"]);
    first.setLanguage("zh");
    first.setTheme("dark");
    first.rememberSeal("photos", "none");
    first.closeWithoutAsking();
    const second = new Preferences(place, ["en"]);
    expect(second.language).toBe("zh");
    expect(second.theme).toBe("dark");
    expect(second.sealOf("photos")).toBe("none");
    expect(second.publicUnderstood("photos")).toBe(true);
    expect(second.publicUnderstood("documents")).toBe(false);
    expect(second.asksBeforeClosing).toBe(false);
  });

  it("take nothing that they did not write", () => {
    const place = shelf();
    place.held.set("pileus.theme", "pink");
    const preferences = new Preferences(place, ["zh-CN"]);
    expect(preferences.theme).toBe("system");
    expect(preferences.language).toBe("zh");
    expect(new Preferences(null, []).sealOf("documents")).toBe("dataKey");
  });

  it("dress the page", () => {
    const preferences = new Preferences(null, ["zh-CN"]);
    const root = document.createElement("div");
    preferences.setTheme("dark");
    preferences.dress(root);
    expect(root.lang).toBe("zh-Hans");
    expect(root.dataset["theme"]).toBe("dark");
    preferences.setTheme("system");
    preferences.dress(root);
    expect(root.dataset["theme"]).toBeUndefined();
  });
});

it("recordings do not depend on the clock", () => {
  expect(sending.updated).toBe(NOW);
});
