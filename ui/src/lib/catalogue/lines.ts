import type { FileDetails } from "../backend/catalogue-types";
import { LINES } from "../board/state";

/**
 * One letter for each line of a file, as the marks read them: a line that lost one fragment is failed, one that holds
 * all of them stored, any other waits.
 */
export function marksOfLines({ cells, segments }: Pick<FileDetails, "cells" | "segments">): string {
  return Array.from({ length: LINES }, (_, line) => {
    const letters = cells.slice(line * segments, (line + 1) * segments);
    if (letters.includes("f")) return "f";
    return letters !== "" && /^o+$/.test(letters) ? "o" : "w";
  }).join("");
}
