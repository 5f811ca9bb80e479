import type { SheetItem } from "../backend/types";

/** Bytes of a segment: the slice of a file that twelve fragments are made of. */
export const SEGMENT_BYTES = 32 * 1024 * 1024;

/** What a segment takes of a territory, for each byte of it. */
const REDUNDANCY = 3;

/** The space that a file of this size takes: whole segments, three times. */
export function spaceTaken(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / SEGMENT_BYTES)) * SEGMENT_BYTES * REDUNDANCY;
}

/** Bytes of a fragment, and fragments of a segment: those with data, and all. */
const FRAGMENT_BYTES = SEGMENT_BYTES / 4;
const DATA = 4;
const FRAGMENTS = 12;

/** How long a file is as it leaves: sealed it fills whole segments. */
export function lengthToSend({ bytes, segments }: SheetItem, sealed: boolean): number {
  return sealed ? segments * SEGMENT_BYTES : bytes;
}

/** What leaves this computer on the direct route: fragments that are no more than zeros stay here. */
export function sentDirectly(bytes: number): number {
  const rest = Math.ceil((bytes % SEGMENT_BYTES) / FRAGMENT_BYTES);
  const last = rest > 0 ? rest + (FRAGMENTS - DATA) : 0;
  return (Math.floor(bytes / SEGMENT_BYTES) * FRAGMENTS + last) * FRAGMENT_BYTES;
}

/** How much of its last segment a file fills, between 0 and 1. */
export function lastShare(bytes: number): number {
  const rest = bytes % SEGMENT_BYTES;
  return bytes > 0 && rest === 0 ? 1 : rest / SEGMENT_BYTES;
}
