import { CELL, lineTop, PITCH } from "../../board/drawing";
import type { Place } from "../../board/cells";
import type { View } from "../../board/zoom";

/** Where the card goes, in pixels of the board. */
export interface Box {
  left: number;
  top: number;
}

/** The size of the card in rem; its height is the usual one, for keeping it on its line. */
const WIDTH = 17.5;
const HEIGHT = 10.5;

/** Pixels between a card and what it tells about. */
const DISTANCE = 14;

/** Pixels that a card may hang over the edge of the board. */
const OVERHANG = 24;

/** At the end of the line, so that the card hides no cell; beside the cell where there is no room. */
export function cardPlace(
  root: Element,
  field: Element,
  place: Place,
  view: View,
  unit: number,
  rem: number,
): Box {
  const outer = root.getBoundingClientRect();
  const inner = field.getBoundingClientRect();
  const width = Math.min(WIDTH * rem, outer.width);
  const cellLeft = inner.left - outer.left + (place.segment - view.first) * PITCH * unit;
  const cellRight = cellLeft + CELL * unit;
  const middle = inner.top - outer.top + (lineTop(place.line) + CELL / 2) * unit;
  const top = Math.max(0, Math.min(middle - (HEIGHT * rem) / 2, outer.height - HEIGHT * rem));
  const end = inner.right - outer.left + DISTANCE;
  if (end + width <= outer.width + OVERHANG) return { left: end, top };
  const right = cellRight + DISTANCE;
  if (right + width <= outer.width) return { left: right, top };
  return { left: Math.max(0, cellLeft - DISTANCE - width), top };
}
