/** How many segments the window of a large board may hold. */
export const LEVELS = [10, 20, 40, 80, 160] as const;

/** The window that opens first, and the largest file that needs no strip. */
export const CELLS_WITHOUT_STRIP = 40;

/** A run of segments in view. */
export interface View {
  first: number;
  count: number;
}

/** A window of `count` segments around `centre`, kept inside the file. */
export function viewAround(centre: number, count: number, segments: number): View {
  const held = Math.min(count, segments);
  const first = Math.min(Math.max(0, Math.round(centre - held / 2)), segments - held);
  return { first, count: held };
}

/** The window moved no further than needed to show `segment`. */
export function viewShowing(segment: number, view: View, segments: number): View {
  if (segment < view.first) return { first: segment, count: view.count };
  const end = view.first + view.count;
  if (segment < end) return view;
  return { first: Math.min(segment - view.count + 1, segments - view.count), count: view.count };
}

/** The next level in a direction: fewer segments (1) or more of them (-1); null at the end. */
export function zoomed(count: number, direction: 1 | -1): number | null {
  if (direction === 1) return [...LEVELS].reverse().find((level) => level < count) ?? null;
  return LEVELS.find((level) => level > count) ?? null;
}
