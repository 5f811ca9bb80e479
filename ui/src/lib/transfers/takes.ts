/** Bytes of a segment: the slice of a file that twelve fragments are made of. */
export const SEGMENT_BYTES = 32 * 1024 * 1024;

/** What a segment takes of a territory, for each byte of it. */
const REDUNDANCY = 3;

/** The space that a file of this size takes: whole segments, three times. */
export function spaceTaken(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / SEGMENT_BYTES)) * SEGMENT_BYTES * REDUNDANCY;
}

/** How much of its last segment a file fills, between 0 and 1. */
export function lastShare(bytes: number): number {
  const rest = bytes % SEGMENT_BYTES;
  return bytes > 0 && rest === 0 ? 1 : rest / SEGMENT_BYTES;
}
