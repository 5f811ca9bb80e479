import type { NetworkBar } from "../backend/types";

/** Days before the end of a term at which the person is reminded. */
export const END_MARKS = [30, 7, 1] as const;

export type EndMark = (typeof END_MARKS)[number];

/** Share of a territory in use above which it counts as nearly full. */
const NEARLY_FULL = 0.9;
/** Share below which it may be said again: a little room that comes and goes is no news. */
const ROOM_AGAIN = 0.8;

/** What was said of a territory before. */
export interface Reminded {
  /** The last mark before the end of its term. */
  end: EndMark | null;
  full: boolean;
}

/** What is to be said now, and what to remember. */
export interface Reminders {
  end: EndMark | null;
  full: boolean;
  remember: Reminded;
}

/** Each mark is said once; a renewed or expanded territory begins anew. */
export function remindersOf(bar: NetworkBar, before: Reminded): Reminders {
  const mark = markOf(bar.daysLeft);
  const share = shareOf(bar);
  const end = mark !== null && (before.end === null || mark < before.end) ? mark : null;
  const full = share >= NEARLY_FULL && !before.full;
  const remember = { end: mark, full: before.full ? share >= ROOM_AGAIN : full };
  return { end, full, remember };
}

/** The demo inside this computer ends with it, and without a territory nothing ends. */
export function canEnd(bar: NetworkBar): boolean {
  return !bar.isLocal && bar.connected && bar.territory !== "";
}

function markOf(daysLeft: number): EndMark | null {
  return END_MARKS.findLast((mark) => daysLeft <= mark) ?? null;
}

function shareOf(bar: NetworkBar): number {
  const taken = bar.usedBytes + bar.lockedBytes;
  const whole = taken + bar.freeBytes;
  return whole > 0 ? taken / whole : 0;
}
