import { describe, expect, it } from "vitest";

import { foldersIn, nameWithin, sheetEntries } from "./groups";

const item = (name: string, bytes = 1) => ({
  path: `/files/${name}`,
  name,
  bytes,
  segments: 1,
  territoryBytes: 96,
});
const ITEMS = [item("a/1.txt", 10), item("lone.txt"), item("a/deep/2.txt", 20), item("b/3.txt")];

describe("what was dropped", () => {
  it("stands under its folders, with their sums", () => {
    const entries = sheetEntries(ITEMS, new Set());
    expect(entries.map(({ key }) => key)).toEqual(["folder:a", "/files/lone.txt", "folder:b"]);
    expect(entries[0]).toMatchObject({
      totals: { files: 2, bytes: 30, segments: 2, territoryBytes: 192 },
    });
  });

  it("shows the files of an open folder below it", () => {
    const keys = sheetEntries(ITEMS, new Set(["a"])).map(({ key }) => key);
    expect(keys.slice(0, 3)).toEqual(["folder:a", "/files/a/1.txt", "/files/a/deep/2.txt"]);
  });

  it("knows names without the folder that was dropped", () => {
    expect(foldersIn(ITEMS)).toEqual(["a", "b"]);
    expect(nameWithin(item("a/deep/2.txt"))).toBe("deep/2.txt");
    expect(nameWithin(item("lone.txt"))).toBe("lone.txt");
  });
});
