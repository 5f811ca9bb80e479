import type { Cells } from "./cells";
import { DATA_LINES, LINES, STATES } from "./state";

/** Pixels of one line of the strip, of the step to the next, and of the gap before the parity. */
export const STRIP_LINE = 7;
export const STRIP_PITCH = 8;
export const STRIP_GAP = 8;
export const STRIP_HEIGHT = LINES * STRIP_PITCH + STRIP_GAP;

/** A failed fragment is at least this many pixels wide. */
export const FAILED_WIDTH = 3;

const FAILED = STATES.indexOf("failed");

/** A run of pixels of one colour. */
export interface Run {
  x: number;
  width: number;
  code: number;
}

/** The upper edge of a line of the strip. */
export function stripTop(line: number): number {
  return line * STRIP_PITCH + (line < DATA_LINES ? 0 : STRIP_GAP);
}

/**
 * One line of the strip as runs of pixels.
 *
 * A pixel may hold several segments: a failed one always wins, else the one that is least far, so that nothing looks
 * further than it is.
 */
export function stripRuns(cells: Cells, line: number, width: number): Run[] {
  const runs: Run[] = [];
  const failures: Run[] = [];
  for (let x = 0; x < width; x += 1) {
    const code = pixel(cells, line, x, width);
    if (code === FAILED) {
      failures.push({ x: Math.min(x, width - FAILED_WIDTH), width: FAILED_WIDTH, code });
    }
    const last = runs.at(-1);
    if (last?.code === code) last.width += 1;
    else runs.push({ x, width: 1, code });
  }
  return [...runs, ...failures];
}

function pixel(cells: Cells, line: number, x: number, width: number): number {
  const from = Math.floor((x * cells.segments) / width);
  const to = Math.max(from + 1, Math.floor(((x + 1) * cells.segments) / width));
  let least = FAILED;
  for (let segment = from; segment < to; segment += 1) {
    const code = cells.code(line, segment);
    if (code === FAILED) return FAILED;
    least = Math.min(least, code);
  }
  return least;
}
