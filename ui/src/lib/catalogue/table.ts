import type { CatalogueUpdate, FileRow, FileState } from "../backend/catalogue-types";
import { type Health, healthAt, healthCode } from "./health";
import { Columns, NO_BUCKET } from "./columns";
import { Order } from "./order";

export const COLUMNS = ["name", "size", "takes", "health", "sealed", "added"] as const;

export type Column = (typeof COLUMNS)[number];

/** Digits that a number in a name is padded to, so that `Scan 9` stands before `Scan 10`. */
const NUMBER_WIDTH = 12;

const NOBODY = -1;

/** From the most open to the most closed. */
const SEALS: readonly FileRow["seal"][] = ["none", "dataKey", "passphrase"];

/** Everything that one file of the catalogue says. */
export interface FileEntry {
  row: FileRow;
  health: Health;
  holding: number;
}

/**
 * The files of the catalogue, in columns.
 *
 * A file has a slot for as long as it is in the catalogue; the columns are indexed by it, and orders are lists of
 * slots. The same content in two buckets has two slots, which share one state. Never asks anything of anybody.
 */
export class FileTable {
  readonly #collator: Intl.Collator;
  /** The numbers of the files, by slot. */
  readonly columns = new Columns();
  readonly #rows: (FileRow | null)[] = [];
  readonly #lower: string[] = [];
  readonly #sortKeys: string[] = [];
  /** The first slot of each FID, and from each slot to the next one of the same FID. */
  readonly #first = new Map<string, number>();
  readonly #next: number[] = [];
  readonly #orders = new Map<Column, Order>();
  #count = 0;

  constructor(language: string) {
    this.#collator = new Intl.Collator(language);
    // Names are dear to sort, so theirs is the one order that is kept from the beginning.
    this.#orders.set("name", new Order(this.#comparing("name")));
  }

  /** Files that are in the table. */
  get count(): number {
    return this.#count;
  }

  /** Puts an update in. */
  apply(update: Pick<CatalogueUpdate, "rows" | "states" | "removed">): void {
    const gone = new Set<number>();
    const put: number[] = [];
    for (const { fid, bucket } of update.removed) this.#remove(fid, bucket, gone);
    for (const row of update.rows) this.#put(row, gone, put);
    const restated = new Set<number>();
    for (const [fid, state] of update.states) this.#restate(fid, state, restated);
    this.#reorder(gone, put, restated);
  }

  /** The slots of all files, in the rising order of a column. */
  order(column: Column): Int32Array {
    const known = this.#orders.get(column);
    if (known) return known.slots;
    const order = new Order(this.#comparing(column));
    order.change(new Set(), [...this.#slots()]);
    this.#orders.set(column, order);
    return order.slots;
  }

  /** The slot of a file; null when the table does not have it. */
  find(fid: string, bucket: number): number | null {
    for (const slot of this.#same(fid)) {
      if (this.#rows[slot]?.bucket === bucket) return slot;
    }
    return null;
  }

  row(slot: number): FileRow | null {
    return this.#rows[slot] ?? null;
  }

  entry(slot: number): FileEntry | null {
    const row = this.row(slot);
    if (!row) return null;
    return {
      row,
      health: healthAt(this.healthCode(slot)),
      holding: this.columns.holdings[slot] ?? 0,
    };
  }

  /** The name in lower case, for searching. */
  lower(slot: number): string {
    return this.#lower[slot] ?? "";
  }

  healthCode(slot: number): number {
    return this.columns.healths[slot] ?? 0;
  }

  #remove(fid: string, bucket: number, gone: Set<number>): void {
    const slot = this.find(fid, bucket);
    if (slot === null) return;
    this.#rows[slot] = null;
    this.columns.buckets[slot] = NO_BUCKET;
    this.#unlink(fid, slot);
    this.#count -= 1;
    gone.add(slot);
  }

  #put(row: FileRow, gone: Set<number>, put: number[]): void {
    let slot = this.find(row.fid, row.bucket);
    if (slot === null) {
      slot = this.#append(row.fid);
    } else if (gone.has(slot)) {
      this.#write(slot, row);
      return;
    } else {
      gone.add(slot);
    }
    this.#write(slot, row);
    put.push(slot);
  }

  #append(fid: string): number {
    const slot = this.#rows.length;
    const sibling = this.#first.get(fid);
    this.#next.push(sibling ?? NOBODY);
    this.#first.set(fid, slot);
    this.columns.reserve(slot + 1);
    const { healths, holdings } = this.columns;
    healths[slot] = sibling === undefined ? 0 : (healths[sibling] ?? 0);
    holdings[slot] = sibling === undefined ? 0 : (holdings[sibling] ?? 0);
    this.#rows.push(null);
    this.#count += 1;
    return slot;
  }

  #write(slot: number, row: FileRow): void {
    const { columns } = this;
    this.#rows[slot] = row;
    columns.buckets[slot] = row.bucket;
    columns.bytes[slot] = row.bytes;
    columns.takes[slot] = row.takesBytes;
    columns.added[slot] = row.added;
    columns.seals[slot] = SEALS.indexOf(row.seal);
    this.#lower[slot] = row.name.toLowerCase();
    this.#sortKeys[slot] = row.name.replace(/\d+/g, (digits) => digits.padStart(NUMBER_WIDTH, "0"));
  }

  #restate(fid: string, state: FileState, restated: Set<number>): void {
    for (const slot of this.#same(fid)) {
      this.columns.healths[slot] = healthCode(state);
      this.columns.holdings[slot] = state.holding;
      restated.add(slot);
    }
  }

  #unlink(fid: string, slot: number): void {
    const after = this.#next[slot] ?? NOBODY;
    let before = this.#first.get(fid) ?? NOBODY;
    if (before === slot) {
      if (after === NOBODY) this.#first.delete(fid);
      else this.#first.set(fid, after);
      return;
    }
    while ((this.#next[before] ?? NOBODY) !== slot) before = this.#next[before] ?? NOBODY;
    this.#next[before] = after;
  }

  #reorder(gone: Set<number>, put: number[], restated: ReadonlySet<number>): void {
    for (const [column, order] of this.#orders) {
      if (column !== "health") {
        if (gone.size > 0 || put.length > 0) order.change(gone, put);
        continue;
      }
      const known = new Set(put);
      const moved = [...restated].filter((slot) => !known.has(slot));
      order.change(new Set([...gone, ...moved]), [...put, ...moved]);
    }
  }

  #comparing(column: Column): (one: number, other: number) => number {
    const { columns } = this;
    const by = (values: () => Float64Array | Uint8Array) => (one: number, other: number) =>
      (values()[one] ?? 0) - (values()[other] ?? 0);
    switch (column) {
      case "name":
        return (one, other) =>
          this.#collator.compare(this.#sortKeys[one] ?? "", this.#sortKeys[other] ?? "");
      case "size":
        return by(() => columns.bytes);
      case "takes":
        return by(() => columns.takes);
      case "added":
        return by(() => columns.added);
      case "sealed":
        return by(() => columns.seals);
      case "health": {
        const health = by(() => columns.healths);
        const holding = by(() => columns.holdings);
        return (one, other) => health(one, other) || holding(one, other);
      }
    }
  }

  *#same(fid: string): Generator<number> {
    let slot = this.#first.get(fid) ?? NOBODY;
    while (slot !== NOBODY) {
      yield slot;
      slot = this.#next[slot] ?? NOBODY;
    }
  }

  *#slots(): Generator<number> {
    for (let slot = 0; slot < this.#rows.length; slot += 1) {
      if (this.#rows[slot]) yield slot;
    }
  }
}
