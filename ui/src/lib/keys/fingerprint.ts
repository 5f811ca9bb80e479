/** A fingerprint in two groups, as people read it to each other. */
export function grouped(fingerprint: string): string {
  const half = Math.ceil(fingerprint.length / 2);
  const letters = fingerprint.toUpperCase();
  return `${letters.slice(0, half)} ${letters.slice(half)}`.trim();
}
