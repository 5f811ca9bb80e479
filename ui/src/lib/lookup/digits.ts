/** Is this a hash of a transaction or a FID, as a person copies it? */
export function isDigits(text: string): boolean {
  return /^(?:0x)?[0-9a-f]{64}$/i.test(text.trim());
}

/** The same digits, meant as those of a transaction. */
export function asTransaction(digits: string): string {
  const text = digits.trim().toLowerCase();
  return text.startsWith("0x") ? text : `0x${text}`;
}

/** The greatest number that a block can have. */
const LAST_BLOCK = 2 ** 32 - 1;

/** The block that a person names; null for none, undefined for what is no block. */
export function blockOf(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const number = Number(trimmed);
  return /^\d+$/.test(trimmed) && number <= LAST_BLOCK ? number : undefined;
}
