/** How well a text answers a query; null when it does not. Greater is better. */
export function score(text: string, query: string): number | null {
  const [where, what] = [plain(text), plain(query)];
  if (what === "") return 0;
  const at = where.indexOf(what);
  if (at === 0) return WHOLE_START;
  if (at > 0) return /\W/u.test(where[at - 1] ?? "") ? WORD_START - at : INSIDE - at;
  return scattered(where, what);
}

/** The best answers to a query, the best first; equals stay in their order. */
export function best<T>(items: readonly T[], query: string, text: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, score: score(text(item), query) }))
    .filter((each): each is { item: T; score: number } => each.score !== null)
    .sort((one, other) => other.score - one.score)
    .map(({ item }) => item);
}

const WHOLE_START = 4_000;
const WORD_START = 3_000;
const INSIDE = 2_000;
const SCATTERED = 1_000;

/** The letters of the query in order, with others between them: the fewer, the better. */
function scattered(where: string, what: string): number | null {
  let at = -1;
  let gaps = 0;
  for (const letter of what) {
    const next = where.indexOf(letter, at + 1);
    if (next < 0) return null;
    if (at >= 0) gaps += next - at - 1;
    at = next;
  }
  return SCATTERED - gaps;
}

/** Without case, accents and different spaces. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
}
