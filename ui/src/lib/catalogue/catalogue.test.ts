import { describe, expect, it } from "vitest";

import type { FileRow, FileState } from "../backend/catalogue-types";
import { fidOf } from "../backend/fake/catalogue-scenes";
import { askedBy } from "./keys";
import { marksOfLines } from "./lines";
import { Order } from "./order";
import { keepSeen, NOTHING_CHOSEN, pick, pickAll, step } from "./selection";
import { look, type Wish } from "./sight";
import { type Column, FileTable } from "./table";

function row(seed: number, given: Partial<FileRow> = {}): FileRow {
  return {
    fid: fidOf(seed),
    bucket: 1,
    name: `File ${String(seed)}`,
    bytes: seed,
    takesBytes: 3 * seed,
    seal: "dataKey",
    mediaType: "text/plain",
    added: seed,
    ...given,
  };
}

function filled(rows: FileRow[], states: [string, FileState][] = []): FileTable {
  const table = new FileTable("en");
  table.apply({ rows, states, removed: [] });
  return table;
}

const WISH: Wish = {
  buckets: null,
  query: "",
  filter: "all",
  column: "name",
  descending: false,
};

function names(table: FileTable, wish: Partial<Wish> = {}): string[] {
  return [...look(table, { ...WISH, ...wish }).slots].map((slot) => table.row(slot)?.name ?? "");
}

const none = { rows: [], states: [], removed: [] };

describe("the order", () => {
  it("sorts new slots in between, however they come", () => {
    const order = new Order((one, other) => (one % 7) - (other % 7));
    order.change(new Set(), [9, 2, 16]);
    order.change(new Set(), [3, 8, 0, 13]);
    expect([...order.slots]).toEqual([0, 8, 2, 9, 16, 3, 13]);
    order.change(new Set([2, 13]), [2]);
    expect([...order.slots]).toEqual([0, 8, 2, 9, 16, 3]);
  });
});

describe("the table", () => {
  it("sorts numbers in names by their value, and letters by the language", () => {
    const table = filled(
      ["Scan 10", "Scan 9", "äpfel", "Zebra", "apfel"].map((name, at) => row(at, { name })),
    );
    expect(names(table)).toEqual(["apfel", "äpfel", "Scan 9", "Scan 10", "Zebra"]);
  });

  it.each<[Column, string[]]>([
    ["size", ["File 1", "File 2", "File 3"]],
    ["takes", ["File 1", "File 2", "File 3"]],
    ["added", ["File 3", "File 1", "File 2"]],
    ["sealed", ["File 2", "File 1", "File 3"]],
    ["health", ["File 3", "File 2", "File 1"]],
  ])("sorts by %s, both ways", (column, expected) => {
    const table = filled(
      [row(1), row(2, { seal: "none" }), row(3, { added: 0, seal: "passphrase" })],
      [
        [fidOf(1), { state: "stored", holding: 12 }],
        [fidOf(2), { state: "weakened", holding: 11 }],
      ],
    );
    expect(names(table, { column })).toEqual(expected);
    expect(names(table, { column, descending: true })).toEqual([...expected].reverse());
  });

  it("keeps every order true while rows are renamed, removed and added", () => {
    const table = filled([row(1), row(2), row(3)]);
    for (const column of ["name", "size"] as const) table.order(column);
    table.apply({
      ...none,
      rows: [row(1, { name: "Zebra", bytes: 50 }), row(4, { bytes: 1 })],
      removed: [{ fid: fidOf(2), bucket: 1 }],
    });
    expect(names(table)).toEqual(["File 3", "File 4", "Zebra"]);
    expect(names(table, { column: "size" })).toEqual(["File 4", "File 3", "Zebra"]);
    expect(table.count).toBe(3);
  });

  it("moves a file whose health changed in the order by health", () => {
    const table = filled([row(1), row(2)]);
    table.order("health");
    table.apply({ ...none, states: [[fidOf(1), { state: "stored", holding: 12 }]] });
    expect(names(table, { column: "health" })).toEqual(["File 2", "File 1"]);
    table.apply({ ...none, states: [[fidOf(1), { state: "gone", holding: 0 }]] });
    expect(names(table, { column: "health", descending: true })).toEqual(["File 1", "File 2"]);
  });

  it("gives the same content in two buckets one state and two places", () => {
    const table = filled([row(1), row(1, { bucket: 2, name: "Copy" })]);
    table.apply({ ...none, states: [[fidOf(1), { state: "weakened", holding: 9 }]] });
    expect(look(table, { ...WISH, filter: "attention" }).slots).toHaveLength(2);
    table.apply({ ...none, rows: [row(1, { bucket: 3, name: "Third" })] });
    expect(look(table, WISH).counts.attention).toBe(3);
    table.apply({ ...none, removed: [{ fid: fidOf(1), bucket: 2 }] });
    expect(names(table)).toEqual(["File 1", "Third"]);
    table.apply({ ...none, removed: [{ fid: fidOf(1), bucket: 1 }] });
    table.apply({ ...none, removed: [{ fid: fidOf(1), bucket: 3 }] });
    expect(table.count).toBe(0);
    expect(table.find(fidOf(1), 3)).toBeNull();
  });

  it("ignores the state of a file that it does not have", () => {
    const table = filled([row(1)], [[fidOf(9), { state: "stored", holding: 12 }]]);
    expect(look(table, WISH).counts).toEqual({ all: 1, stored: 0, arriving: 0, attention: 0 });
  });
});

describe("the search", () => {
  const table = filled([
    row(1, { name: "Letter to the council 2024.pdf" }),
    row(2, { name: "Council minutes.txt" }),
    row(3, { name: "Holiday.jpg", bucket: 2 }),
  ]);

  it("finds every word anywhere in a name, in any case", () => {
    expect(names(table, { query: "COUNCIL" })).toHaveLength(2);
    expect(names(table, { query: " council 24 " })).toEqual(["Letter to the council 2024.pdf"]);
    expect(names(table, { query: "council holiday" })).toEqual([]);
  });

  it("finds a file by the beginning of its FID", () => {
    expect(names(table, { query: fidOf(3).slice(0, 12) })).toEqual(["Holiday.jpg"]);
  });

  it("stays inside the buckets that are looked at, whose sums it does not change", () => {
    const sight = look(table, { ...WISH, buckets: new Set([2]), query: "council" });
    expect(sight.slots).toHaveLength(0);
    expect(sight).toMatchObject({ files: 1, bytes: 3, takesBytes: 9 });
  });
});

describe("a hundred thousand files", () => {
  const MANY = 100_000;
  const rows = Array.from({ length: MANY }, (_, at) =>
    row((at * 7_919) % MANY, { bucket: at % 4, added: at }),
  );

  it("come in chunks and stand in every order, complete", () => {
    const table = new FileTable("en");
    for (let from = 0; from < MANY; from += 2_000) {
      table.apply({ ...none, rows: rows.slice(from, from + 2_000) });
    }
    const sight = look(table, WISH);
    expect(sight.counts.all).toBe(MANY);
    const shown = [...sight.slots].map((slot) => table.row(slot)?.bytes ?? -1);
    expect(shown.every((bytes, at) => bytes === at)).toBe(true);
    expect(look(table, { ...WISH, column: "added", descending: true }).slots[0]).toBe(MANY - 1);
    expect(names(table, { query: "99999" })).toEqual(["File 99999"]);
    expect(look(table, { ...WISH, buckets: new Set([3]) }).slots).toHaveLength(MANY / 4);
  });
});

describe("the selection", () => {
  const slots = Int32Array.from([7, 3, 9, 1, 5]);
  const chosen = (selection: { chosen: ReadonlySet<number> }) => [...selection.chosen];

  it("ranges from where it began, forwards and backwards", () => {
    const begun = pick(NOTHING_CHOSEN, slots, 2, "only");
    expect(chosen(pick(begun, slots, 4, "range"))).toEqual([9, 1, 5]);
    const back = pick(pick(begun, slots, 4, "range"), slots, 0, "range");
    expect(chosen(back)).toEqual([7, 3, 9]);
    expect(back.active).toBe(7);
  });

  it("adds and takes away one by one", () => {
    const two = pick(pick(NOTHING_CHOSEN, slots, 0, "only"), slots, 3, "toggle");
    expect(chosen(two)).toEqual([7, 1]);
    expect(chosen(pick(two, slots, 0, "toggle"))).toEqual([1]);
  });

  it("moves the focus alone without choosing", () => {
    const moved = pick(pick(NOTHING_CHOSEN, slots, 0, "only"), slots, 1, "focus");
    expect(chosen(moved)).toEqual([7]);
    expect(moved.active).toBe(3);
  });

  it("keeps nothing that is not seen", () => {
    const all = pickAll(NOTHING_CHOSEN, slots);
    expect(chosen(all)).toHaveLength(5);
    const kept = keepSeen({ ...all, active: 3, anchor: 3 }, Int32Array.from([9, 1]));
    expect(kept).toEqual({ chosen: new Set([9, 1]), active: null, anchor: null });
    expect(keepSeen(all, slots)).toBe(all);
  });

  it("leaves places that there are not alone", () => {
    expect(pick(NOTHING_CHOSEN, slots, 9, "only")).toBe(NOTHING_CHOSEN);
  });
});

describe("the keys", () => {
  const list = { length: 30, across: 1, page: 10 };
  const key = (name: string, given: object = {}) => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...given,
  });

  it.each([
    ["ArrowDown", 4, 5],
    ["ArrowUp", 0, 0],
    ["Home", 9, 0],
    ["End", 9, 29],
    ["PageDown", 25, 29],
    ["PageUp", 12, 2],
    ["ArrowRight", 4, null],
  ])("%s leads from %d to %s", (name, from, to) => {
    expect(step(name, from, list)).toBe(to);
  });

  it("walk over a grid in both directions", () => {
    const grid = { length: 10, across: 4, page: 2 };
    expect(step("ArrowRight", 3, grid)).toBe(4);
    expect(step("ArrowDown", 3, grid)).toBe(7);
    expect(step("ArrowDown", 7, grid)).toBe(9);
    expect(step("ArrowUp", 2, grid)).toBe(2);
    expect(step("ArrowDown", 0, { length: 0, across: 1, page: 1 })).toBeNull();
  });

  it("choose, range, open and delete", () => {
    expect(askedBy(key("ArrowDown"), 4, list)).toEqual({ kind: "pick", place: 5, how: "only" });
    expect(askedBy(key("ArrowDown", { shiftKey: true }), 4, list)).toMatchObject({ how: "range" });
    expect(askedBy(key("End", { ctrlKey: true }), 4, list)).toMatchObject({ how: "focus" });
    expect(askedBy(key(" "), 4, list)).toEqual({ kind: "pick", place: 4, how: "toggle" });
    expect(askedBy(key("a", { metaKey: true }), 4, list)).toEqual({ kind: "all" });
    expect(askedBy(key("Enter"), 4, list)).toEqual({ kind: "open" });
    expect(askedBy(key("Delete"), 4, list)).toEqual({ kind: "remove" });
    expect(askedBy(key("x"), 4, list)).toBeNull();
    expect(askedBy(key("ArrowDown", { altKey: true }), 4, list)).toBeNull();
  });

  it("begin at an end of the list", () => {
    expect(askedBy(key("ArrowDown"), -1, list)).toMatchObject({ place: 0 });
    expect(askedBy(key("End"), -1, list)).toMatchObject({ place: 29 });
  });
});

describe("the marks of a file", () => {
  it("fail a line that lost one fragment", () => {
    const cells = ["oo", "of", "ow", ...Array<string>(9).fill("oo")].join("");
    expect(marksOfLines({ cells, segments: 2 })).toBe("ofwooooooooo");
    expect(marksOfLines({ cells: "", segments: 2 })).toBe("w".repeat(12));
  });
});
