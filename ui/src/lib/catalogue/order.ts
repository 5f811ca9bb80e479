/** Slots of the table in one order, kept sorted while rows come and go. */
export class Order {
  readonly #compare: (one: number, other: number) => number;
  #slots: Int32Array = new Int32Array(0);

  constructor(compare: (one: number, other: number) => number) {
    this.#compare = compare;
  }

  get slots(): Int32Array {
    return this.#slots;
  }

  /**
   * Takes `gone` out and sorts `put` in.
   *
   * A slot whose place may have changed is in both. What stands already is not sorted again: a binary search finds the
   * place of each new slot, so that a chunk of an opening catalogue costs a few milliseconds.
   */
  change(gone: ReadonlySet<number>, put: readonly number[]): void {
    const kept = gone.size === 0 ? this.#slots : this.#slots.filter((slot) => !gone.has(slot));
    if (put.length === 0) {
      this.#slots = kept;
      return;
    }
    const fresh = Int32Array.from(put).sort((one, other) => this.#total(one, other));
    this.#slots = kept.length === 0 ? fresh : this.#merge(kept, fresh);
  }

  #merge(kept: Int32Array, fresh: Int32Array): Int32Array {
    const merged = new Int32Array(kept.length + fresh.length);
    let from = 0;
    let filled = 0;
    for (const slot of fresh) {
      const to = this.#place(kept, slot, from);
      merged.set(kept.subarray(from, to), filled);
      filled += to - from;
      merged[filled] = slot;
      filled += 1;
      from = to;
    }
    merged.set(kept.subarray(from), filled);
    return merged;
  }

  #place(kept: Int32Array, slot: number, from: number): number {
    let low = from;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#total(kept[middle] ?? 0, slot) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Equal rows stand in the order in which they came. */
  #total(one: number, other: number): number {
    return this.#compare(one, other) || one - other;
  }
}
