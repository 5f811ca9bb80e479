/** How many of the words are asked back. */
export const ASKED_BACK = 3;

/** A number from 0 up to, and not including, `below`. */
export type Random = (below: number) => number;

/** Random numbers that nobody can foretell. */
export const unforeseen: Random = (below) => {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number % below;
};

/** Different places among `count` words, in rising order. */
export function placesToAsk(count: number, random: Random): number[] {
  const left = Array.from({ length: count }, (_, at) => at);
  const chosen: number[] = [];
  while (chosen.length < ASKED_BACK && left.length > 0) {
    chosen.push(...left.splice(random(left.length), 1));
  }
  return chosen.sort((one, other) => one - other);
}

/** Is it the word that was shown? Spaces around it and capitals do not matter. */
export function sameWord(shown: string, typed: string): boolean {
  return shown === typed.trim().toLowerCase();
}
