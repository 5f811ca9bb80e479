import type { FileState } from "../backend/catalogue-types";

/** What is known of a file on the network, from the worst to the best; the first was not read yet. */
export const HEALTHS = ["unread", "gone", "lost", "weakened", "arriving", "stored"] as const;

export type Health = (typeof HEALTHS)[number];

export const FILTERS = ["all", "stored", "arriving", "attention"] as const;

export type Filter = (typeof FILTERS)[number];

/** Fragments of each segment: as many hold a file that is whole. */
export const WHOLE = 12;

/** As many fragments rebuild a segment. */
export const ENOUGH = 4;

const STORED = HEALTHS.indexOf("stored");
const ARRIVING = HEALTHS.indexOf("arriving");

/** The place of a state in `HEALTHS`. */
export function healthCode(state: FileState): number {
  return HEALTHS.indexOf(state.state);
}

/** The health at a place in `HEALTHS`. */
export function healthAt(code: number): Health {
  return HEALTHS[code] ?? "unread";
}

/** Where a file belongs; null while nothing was read of it. */
export function filterOf(code: number): Exclude<Filter, "all"> | null {
  if (code === STORED) return "stored";
  if (code === ARRIVING) return "arriving";
  return code === 0 ? null : "attention";
}
