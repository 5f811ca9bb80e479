import type { Column } from "../../catalogue/table";
import type { Key } from "../../words/catalogue";

/** The words of the columns. */
export const COLUMN_WORDS = {
  name: "files.name",
  size: "files.size",
  takes: "files.takes",
  health: "files.health",
  sealed: "files.sealed",
  added: "files.added",
} as const satisfies Record<Column, Key>;
