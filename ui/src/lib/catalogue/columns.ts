/** Slots that there is room for before a column grows the first time. */
const FIRST_ROOM = 1_024;

/** In the column of buckets: nobody has this slot any more. */
export const NO_BUCKET = -1;

/**
 * The numbers of all files, a packed array for each column.
 *
 * A walk over a hundred thousand files reads these and touches no row, which is what makes it fit into a frame.
 */
export class Columns {
  buckets: Int32Array = new Int32Array(FIRST_ROOM);
  bytes: Float64Array = new Float64Array(FIRST_ROOM);
  takes: Float64Array = new Float64Array(FIRST_ROOM);
  added: Float64Array = new Float64Array(FIRST_ROOM);
  seals: Uint8Array = new Uint8Array(FIRST_ROOM);
  healths: Uint8Array = new Uint8Array(FIRST_ROOM);
  holdings: Uint8Array = new Uint8Array(FIRST_ROOM);

  /** Makes room for `slots` slots. */
  reserve(slots: number): void {
    const room = this.buckets.length;
    if (slots <= room) return;
    const more = Math.max(slots, 2 * room);
    this.buckets = copied(this.buckets, new Int32Array(more));
    this.bytes = copied(this.bytes, new Float64Array(more));
    this.takes = copied(this.takes, new Float64Array(more));
    this.added = copied(this.added, new Float64Array(more));
    this.seals = copied(this.seals, new Uint8Array(more));
    this.healths = copied(this.healths, new Uint8Array(more));
    this.holdings = copied(this.holdings, new Uint8Array(more));
  }
}

function copied<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
