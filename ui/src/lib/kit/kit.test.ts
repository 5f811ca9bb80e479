import { describe, expect, it } from "vitest";

import { behindOf } from "./behind";
import { findingOf, wordsIn } from "./finding";

describe("typed words", () => {
  it("are read whatever stands between them, without numbers before them", () => {
    expect(wordsIn(" 1. harbor, 2. velvet\n3) tunnel;orange 5:maple ")).toEqual([
      "harbor",
      "velvet",
      "tunnel",
      "orange",
      "maple",
    ]);
    expect(wordsIn(" \n ")).toEqual([]);
  });

  it("are told by the first one that is in no list", () => {
    const judged = { unknown: [1, 2], expected: 24, checksum: null };
    const finding = findingOf(["harbor", "velvt", "tunel"], judged);
    expect(finding?.tone).toBe("wrong");
    expect(finding?.saying).toEqual({
      key: "kit.wordUnknown",
      values: { number: 2, word: "velvt" },
    });
  });

  it("are counted until they are all there, and then fit or do not", () => {
    const three = ["harbor", "velvet", "tunnel"];
    const of = (expected: number, checksum: boolean | null) =>
      findingOf(three, { unknown: [], expected, checksum });
    expect(of(5, null)?.saying).toEqual({
      key: "kit.wordsMissing",
      values: { count: 2, expected: 5 },
    });
    expect(of(5, null)?.tone).toBe("plain");
    expect(of(2, null)?.saying.key).toBe("kit.wordsTooMany");
    expect(of(3, true)).toMatchObject({ saying: { key: "kit.wordsFit" }, tone: "right" });
    expect(of(3, false)).toMatchObject({ saying: { key: "kit.wordsMisfit" }, tone: "wrong" });
    expect(findingOf([], { unknown: [], expected: 3, checksum: null })).toBeNull();
  });
});

describe("the newest kit", () => {
  const kit = (madeAt: number | null, filesSince: number, keysSince: number) =>
    behindOf({ madeAt, filesSince, keysSince });

  it("is asked for when there is none, or when keys came later", () => {
    expect(kit(null, 0, 0)).toMatchObject({ saying: { key: "kit.never" }, urgent: true });
    expect(kit(1, 9, 2)).toMatchObject({
      saying: { key: "kit.keysSince", values: { count: 2 } },
      urgent: true,
    });
  });

  it("is good enough when only files came later, for the chain has those", () => {
    expect(kit(1, 9, 0)).toMatchObject({
      saying: { key: "kit.filesSince", values: { count: 9 } },
      urgent: false,
    });
    expect(kit(1, 0, 0)).toMatchObject({ saying: { key: "kit.upToDate" }, urgent: false });
  });
});
