import { type Filter, filterOf } from "./health";
import type { Column, FileTable } from "./table";

/** What the person wants to see of the table. */
export interface Wish {
  /** Only these buckets; null for all of them. */
  buckets: ReadonlySet<number> | null;
  query: string;
  filter: Filter;
  column: Column;
  descending: boolean;
}

/** What they see. */
export interface Sight {
  /** The slots, in the order of the list. */
  slots: Int32Array;
  /** Files of the buckets whose name matches, by filter. */
  counts: Record<Filter, number>;
  /** All files of the buckets, whatever is searched for. */
  files: number;
  bytes: number;
  takesBytes: number;
}

export const NOTHING_SEEN: Sight = {
  slots: new Int32Array(0),
  counts: { all: 0, stored: 0, arriving: 0, attention: 0 },
  files: 0,
  bytes: 0,
  takesBytes: 0,
};

/** Finds what the person wants to see, in one walk over the table. */
export function look(table: FileTable, wish: Wish): Sight {
  const order = table.order(wish.column);
  const { buckets, bytes, takes, healths } = table.columns;
  const words = wordsOf(wish.query);
  const found = new Int32Array(order.length);
  const counts = { all: 0, stored: 0, arriving: 0, attention: 0 };
  const sums = { files: 0, bytes: 0, takesBytes: 0 };
  let length = 0;
  for (let at = 0; at < order.length; at += 1) {
    const slot = order[wish.descending ? order.length - 1 - at : at] ?? 0;
    if (wish.buckets && !wish.buckets.has(buckets[slot] ?? 0)) continue;
    sums.files += 1;
    sums.bytes += bytes[slot] ?? 0;
    sums.takesBytes += takes[slot] ?? 0;
    if (words.length > 0 && !hasWords(table, slot, words)) continue;
    const place = filterOf(healths[slot] ?? 0);
    counts.all += 1;
    if (place) counts[place] += 1;
    if (wish.filter !== "all" && wish.filter !== place) continue;
    found[length] = slot;
    length += 1;
  }
  return { slots: found.subarray(0, length), counts, ...sums };
}

/** A word of the search; one that can begin a FID is looked for there too. */
interface Word {
  text: string;
  isFid: boolean;
}

/** Shorter words would find a FID by chance. */
const SHORTEST_FID = 6;

function wordsOf(query: string): Word[] {
  const texts = query.toLowerCase().split(/\s+/).filter(Boolean);
  return texts.map((text) => ({
    text,
    isFid: text.length >= SHORTEST_FID && /^[0-9a-f]+$/.test(text),
  }));
}

/** Every word is in the name, or begins the FID. */
function hasWords(table: FileTable, slot: number, words: readonly Word[]): boolean {
  const name = table.lower(slot);
  for (const { text, isFid } of words) {
    if (name.includes(text)) continue;
    if (!isFid || !table.row(slot)?.fid.startsWith(text)) return false;
  }
  return true;
}
