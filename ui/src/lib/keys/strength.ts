/** How long a passphrase is, in words; its length is all that is judged. */
export const STRENGTHS = ["veryShort", "short", "fair", "long"] as const;
export type Strength = (typeof STRENGTHS)[number];

/** Characters from which on a passphrase is no longer very short, short, fair. */
const STEPS = [8, 12, 20] as const;

export function strengthOf(passphrase: string): Strength {
  const length = [...passphrase].length;
  const [short, fair, long] = STEPS;
  if (length >= long) return "long";
  if (length >= fair) return "fair";
  return length >= short ? "short" : "veryShort";
}
