/** What is chosen in the list: slots, and the one that has the focus. */
export interface Selection {
  chosen: ReadonlySet<number>;
  /** The row that keys act on. */
  active: number | null;
  /** Where a range begins. */
  anchor: number | null;
}

/** How a row is picked: alone, beside the others, up to here, or not at all but for the focus. */
export type Picking = "only" | "toggle" | "range" | "focus";

export const NOTHING_CHOSEN: Selection = { chosen: new Set(), active: null, anchor: null };

/** Picks the row at a place of the list. */
export function pick(
  selection: Selection,
  slots: Int32Array,
  place: number,
  how: Picking,
): Selection {
  const slot = slots[place];
  if (slot === undefined) return selection;
  switch (how) {
    case "only":
      return { chosen: new Set([slot]), active: slot, anchor: slot };
    case "toggle":
      return { chosen: toggled(selection.chosen, slot), active: slot, anchor: slot };
    case "focus":
      return { ...selection, active: slot };
    case "range": {
      const anchor = selection.anchor ?? selection.active ?? slot;
      return { chosen: between(slots, anchor, place), active: slot, anchor };
    }
  }
}

export function pickAll(selection: Selection, slots: Int32Array): Selection {
  return { ...selection, chosen: new Set(slots), active: selection.active ?? slots[0] ?? null };
}

/** Lets go of the rows that are not in the list any more, so that nothing unseen is chosen. */
export function keepSeen(selection: Selection, slots: Int32Array): Selection {
  if (selection.chosen.size === 0 && selection.active === null) return selection;
  const seen = new Set(slots);
  const held = (slot: number | null) => (slot !== null && seen.has(slot) ? slot : null);
  const chosen = [...selection.chosen].filter((slot) => seen.has(slot));
  const same = chosen.length === selection.chosen.size;
  const active = held(selection.active);
  const anchor = held(selection.anchor);
  if (same && active === selection.active && anchor === selection.anchor) return selection;
  return { chosen: same ? selection.chosen : new Set(chosen), active, anchor };
}

/** Where a key leads from a place in a list of `length` rows, `across` of them side by side; null when it does not. */
export function step(
  key: string,
  place: number,
  ground: { length: number; across: number; page: number },
): number | null {
  const last = ground.length - 1;
  if (last < 0) return null;
  const to = (next: number) => Math.min(Math.max(next, 0), last);
  switch (key) {
    case "ArrowDown":
      return to(place + ground.across);
    case "ArrowUp":
      return to(place < ground.across ? place : place - ground.across);
    case "ArrowRight":
      return ground.across > 1 ? to(place + 1) : null;
    case "ArrowLeft":
      return ground.across > 1 ? to(place - 1) : null;
    case "Home":
      return 0;
    case "End":
      return last;
    case "PageDown":
      return to(place + ground.page * ground.across);
    case "PageUp":
      return to(place - ground.page * ground.across);
    default:
      return null;
  }
}

function toggled(chosen: ReadonlySet<number>, slot: number): ReadonlySet<number> {
  const next = new Set(chosen);
  if (!next.delete(slot)) next.add(slot);
  return next;
}

function between(slots: Int32Array, anchor: number, place: number): ReadonlySet<number> {
  const from = Math.max(0, slots.indexOf(anchor));
  return new Set(slots.subarray(Math.min(from, place), Math.max(from, place) + 1));
}
