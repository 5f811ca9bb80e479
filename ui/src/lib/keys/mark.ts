/** Letters of base 58: no zero, no capital o and i, no small l. */
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Bytes of a public key, and of the checksum behind it. */
const KEY_BYTES = 32;
const CHECKSUM_BYTES = 2;

/** Fragments of the motif: one bit for each. */
const BITS = 12;

/** The twelve signs of an account, drawn from the bytes of its public key; all unset for what is no address. */
export function accountMark(address: string): boolean[] {
  const bytes = decode(address);
  const key = bytes.slice(-KEY_BYTES - CHECKSUM_BYTES, -CHECKSUM_BYTES);
  const folded = key.reduce((sum, byte, at) => sum ^ (byte << (at % 2 === 0 ? 0 : 4)), 0);
  return Array.from({ length: BITS }, (_, bit) => ((folded >> bit) & 1) === 1);
}

function decode(text: string): number[] {
  let value = 0n;
  for (const letter of text) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return [];
    value = value * 58n + BigInt(digit);
  }
  const bytes: number[] = [];
  for (; value > 0n; value >>= 8n) bytes.unshift(Number(value & 255n));
  return bytes;
}
