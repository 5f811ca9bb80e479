import type { Space } from "../backend/types";

/** Bytes of a GiB. */
export const GIB = 1024 ** 3;

/** The most that can be rented now, in whole GiB; one at least, so that the chain's own refusal is heard. */
export function mostGib({ availableBytes }: Space): number {
  return Math.max(1, Math.floor(availableBytes / GIB));
}
