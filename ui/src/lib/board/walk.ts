import type { Place } from "./cells";
import { LINES } from "./state";

export interface Ground {
  segments: number;
  /** Segments that are in view, for Page Up and Page Down. */
  window: number;
  /** The first failed fragment of each run, in order. */
  problems: readonly Place[];
}

/** Where a key leads from `at`; null when the key does not move. */
export function walk(
  at: Place,
  key: { key: string; ctrlKey: boolean },
  ground: Ground,
): Place | null {
  const last = ground.segments - 1;
  const { line, segment } = at;
  switch (key.key) {
    case "ArrowLeft":
      return bounded({ line, segment: segment - 1 }, last);
    case "ArrowRight":
      return bounded({ line, segment: segment + 1 }, last);
    case "ArrowUp":
      return bounded({ line: line - 1, segment }, last);
    case "ArrowDown":
      return bounded({ line: line + 1, segment }, last);
    case "Home":
      return { line: key.ctrlKey ? 0 : line, segment: 0 };
    case "End":
      return { line: key.ctrlKey ? LINES - 1 : line, segment: last };
    case "PageUp":
      return bounded({ line, segment: segment - ground.window }, last);
    case "PageDown":
      return bounded({ line, segment: segment + ground.window }, last);
    case "n":
    case "N":
      return nextProblem(at, ground.problems);
    default:
      return null;
  }
}

/** The next problem after `at`, the first one again after the last. */
function nextProblem(at: Place, problems: readonly Place[]): Place | null {
  return problems.find(({ segment }) => segment > at.segment) ?? problems[0] ?? null;
}

function bounded(place: Place, last: number): Place {
  return {
    line: Math.min(Math.max(place.line, 0), LINES - 1),
    segment: Math.min(Math.max(place.segment, 0), last),
  };
}
