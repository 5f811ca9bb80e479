import { describe, expect, it } from "vitest";

import { recentFirst, type Command } from "./commands";
import { best, score } from "./search";
import { keysOf, shortcutOf } from "./shortcuts";

function command(id: string): Command {
  return { id, icon: "file", label: id, shortcut: null, run: () => undefined };
}

const press = (key: string, held: { ctrl?: boolean; meta?: boolean; shift?: boolean } = {}) => ({
  key,
  ctrlKey: held.ctrl ?? false,
  metaKey: held.meta ?? false,
  shiftKey: held.shift ?? false,
  altKey: false,
});

describe("the search", () => {
  const found = (query: string, ...texts: string[]) => best(texts, query, (text) => text);

  it("puts beginnings before beginnings of words, and those before the rest", () => {
    expect(found("pa", "Unpack", "Open pads", "Pause all")).toEqual([
      "Pause all",
      "Open pads",
      "Unpack",
    ]);
  });

  it("finds letters with others between them, the closest first", () => {
    expect(found("obk", "O big keys", "Open buckets", "nothing")).toEqual([
      "O big keys",
      "Open buckets",
    ]);
  });

  it("takes no notice of case, accents and spaces around", () => {
    expect(score("Übersicht", " uber ")).not.toBeNull();
  });

  it("finds Chinese", () => {
    expect(found("密钥", "打开存储桶", "打开密钥")).toEqual(["打开密钥"]);
  });

  it("gives everything to an empty query, in order", () => {
    expect(found("  ", "b", "a")).toEqual(["b", "a"]);
  });
});

describe("the shortcuts", () => {
  it("are the same with Ctrl and the command key", () => {
    expect(shortcutOf(press("k", { ctrl: true }))).toBe("palette");
    expect(shortcutOf(press("K", { meta: true }))).toBe("palette");
    expect(shortcutOf(press("O", { ctrl: true, shift: true }))).toBe("folder");
    expect(shortcutOf(press("?", { shift: true }))).toBe("help");
  });

  it("leave letters, and the paste of the system, alone", () => {
    expect(shortcutOf(press("k"))).toBeNull();
    expect(shortcutOf(press("v", { ctrl: true }))).toBeNull();
    expect(shortcutOf({ ...press("k", { ctrl: true }), altKey: true })).toBeNull();
  });

  it("are written as on the keys", () => {
    expect(keysOf("mod+shift+p", false)).toBe("Ctrl+Shift+P");
    expect(keysOf("mod+k", true)).toBe("⌘K");
  });
});

describe("the commands that were used last", () => {
  it("come first, in their order, and not again below", () => {
    const { recent, others } = recentFirst(["a", "b", "c"].map(command), ["c", "gone", "a"]);
    expect(recent.map(({ id }) => id)).toEqual(["c", "a"]);
    expect(others.map(({ id }) => id)).toEqual(["b"]);
  });
});
