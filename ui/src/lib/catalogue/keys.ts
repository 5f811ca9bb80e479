import { type Picking, step } from "./selection";

/** What a key asks of the list. */
export type Asked =
  | { kind: "pick"; place: number; how: Picking }
  | { kind: "all" }
  | { kind: "open" }
  | { kind: "remove" };

export interface Ground {
  length: number;
  /** Files side by side. */
  across: number;
  /** Rows of files in view. */
  page: number;
}

/** What a key means at a place of the list; null when it means nothing there. */
export function askedBy(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
  place: number,
  ground: Ground,
): Asked | null {
  if (event.altKey) return null;
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key.toLowerCase() === "a") return { kind: "all" };
  if (event.key === "Enter") return { kind: "open" };
  if (event.key === "Delete") return { kind: "remove" };
  if (event.key === " ") return { kind: "pick", place: Math.max(place, 0), how: "toggle" };
  const to = place < 0 ? firstStep(event.key, ground) : step(event.key, place, ground);
  if (to === null) return null;
  return { kind: "pick", place: to, how: event.shiftKey ? "range" : control ? "focus" : "only" };
}

/** Without a place yet, any step leads to an end of the list. */
function firstStep(key: string, ground: Ground): number | null {
  const led = step(key, 0, ground);
  return led === null ? null : key === "End" ? led : 0;
}
