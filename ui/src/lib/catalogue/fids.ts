import type { FileRow } from "../backend/catalogue-types";

/** The FIDs of rows, each once: the same content may lie in two buckets. */
export function fidsOf(rows: readonly FileRow[]): string[] {
  return [...new Set(rows.map(({ fid }) => fid))];
}
