/** GiB at which the slider for space rests; in between any whole number can be typed. */
export const GIB_STOPS = [
  1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_024,
] as const;

/** Days that a new territory lasts at least. */
export const LEAST_TERM = 30;

/** Days that the slider reaches; more can be typed. */
export const LONGEST_SLIDE = 365;

/** Days that can be asked for at once. */
export const MOST_DAYS = 3_650;

/** Every day from the least term, or from one, to a year. */
export function dayStops(least: number): number[] {
  return Array.from({ length: LONGEST_SLIDE - least + 1 }, (_, at) => least + at);
}

/** The stop that is nearest to a value from below; the first one below all. */
export function stopAt(stops: readonly number[], value: number): number {
  const above = stops.findIndex((stop) => stop > value);
  return above < 0 ? stops.length - 1 : Math.max(0, above - 1);
}

/** What was typed as a whole number within bounds, else null. */
export function wholeNumber(text: string, least: number, most: number): number | null {
  const tidy = text.trim();
  if (!/^\d{1,9}$/.test(tidy)) return null;
  const number = Number(tidy);
  return number >= least && number <= most ? number : null;
}

/** Why a number of GiB cannot be rented; null when it can. */
export function gibProblem(text: string, most: number): "notWhole" | "tooMuch" | null {
  if (wholeNumber(text, 1, most) !== null) return null;
  return wholeNumber(text, 1, Number.MAX_SAFE_INTEGER) === null ? "notWhole" : "tooMuch";
}
