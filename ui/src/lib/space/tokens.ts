/** Digits behind the point of an amount in tokens. */
const DIGITS = 18;
/** More digits than any supply has. */
const LONGEST = 20;

/** An amount in tokens as a person types it, in plancks; null when it is none. */
export function planckOf(text: string): string | null {
  const found = /^(\d+)(?:[.,](\d*))?$/.exec(text.trim());
  if (!found) return null;
  const [, whole = "", rest = ""] = found;
  if (whole.length > LONGEST || rest.length > DIGITS) return null;
  return String(BigInt(whole + rest.padEnd(DIGITS, "0")));
}
