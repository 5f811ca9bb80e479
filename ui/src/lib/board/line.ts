import type { Fact, Job } from "../backend/types";
import { saying, type Saying } from "../words/speak";
import type { Cells } from "./cells";
import type { State } from "./state";

/** What a line of the board says about its storage node. */
export interface LineWords {
  state: State;
  saying: Saying;
}

/** The report of a line's storage node, if there is one. */
export function reportOf(facts: readonly Fact[], line: number): Fact | undefined {
  return facts.findLast(({ kind, data }) => kind === "reported" && data.column === line);
}

/** Sums up one line; null while there is nothing to say. */
export function lineWords(
  cells: Cells,
  facts: readonly Fact[],
  line: number,
  kind: Job["kind"] = "upload",
): LineWords | null {
  return kind === "download" ? sourceWords(cells, line) : targetWords(cells, facts, line);
}

/** A line of a download: what came from its node. */
function sourceWords(cells: Cells, line: number): LineWords | null {
  const counts = cells.counts(line);
  if (counts.failed > 0) return { state: "failed", saying: saying("board.saysRefused") };
  if (counts.onNode === 0 && counts.sending === 0) return null;
  const state = counts.onNode > 0 ? "onNode" : "sending";
  return {
    state,
    saying: saying("board.saysFetched", { done: counts.onNode, count: cells.segments }),
  };
}

/** A line of an upload: what its node has. */
function targetWords(cells: Cells, facts: readonly Fact[], line: number): LineWords | null {
  const counts = cells.counts(line);
  const onNode = counts.onNode + counts.reported + counts.stored;
  if (counts.failed > 0) return { state: "failed", saying: saying("board.saysFailed") };
  if (counts.stored === cells.segments || counts.reported === cells.segments) {
    const state = counts.stored > 0 ? "stored" : "reported";
    const number = reportOf(facts, line)?.data.block?.number;
    const words =
      number === undefined
        ? saying(state === "stored" ? "board.stored" : "board.reported")
        : saying("board.saysReported", { number });
    return { state, saying: words };
  }
  if (onNode === cells.segments) return { state: "onNode", saying: saying("board.saysOnNode") };
  if (onNode > 0 || counts.sending > 0) {
    return {
      state: "sending",
      saying: saying("board.saysSome", { done: onNode, count: cells.segments }),
    };
  }
  if (counts.encoded > 0) return { state: "encoded", saying: saying("board.saysNext") };
  return null;
}
