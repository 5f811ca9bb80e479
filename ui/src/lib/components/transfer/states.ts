import { passedAt, FRAGMENT_BYTES, type Shape, type State } from "../../board/state";
import type { Cells } from "../../board/cells";
import type { Job } from "../../backend/types";
import type { Key } from "../../words/catalogue";
import { saying, type Saying } from "../../words/speak";

const SENT = {
  waiting: "board.waiting",
  encoded: "board.encoded",
  sending: "board.sending",
  onNode: "board.onNode",
  reported: "board.reported",
  stored: "board.stored",
  failed: "board.failed",
} as const satisfies Record<State, Key>;

/** Of a download: its fragments come from their nodes, and four of twelve are enough. */
const FETCHED = {
  ...SENT,
  waiting: "board.notAsked",
  sending: "board.arriving",
  onNode: "board.fetched",
  failed: "board.refused",
} as const satisfies Record<State, Key>;

/** The words of the fragment states. */
export function stateWords(kind: Job["kind"]): Record<State, Key> {
  return kind === "download" ? FETCHED : SENT;
}

/** The states that a fragment can be in, as far as a legend needs them. */
export function statesOf(kind: Job["kind"]): State[] {
  const states: State[] = [
    "waiting",
    "encoded",
    "sending",
    "onNode",
    "reported",
    "stored",
    "failed",
  ];
  const ofUploads: readonly State[] = ["encoded", "reported", "stored"];
  return kind === "download" ? states.filter((state) => !ofUploads.includes(state)) : states;
}

/** What a cell says; of a fragment on its way, how much of it has passed. */
export function cellSaying(
  cells: Cells,
  kind: Job["kind"],
  line: number,
  segment: number,
  size: (bytes: number) => string,
): Saying {
  const state = cells.state(line, segment);
  if (state !== "sending") return { key: stateWords(kind)[state], values: {} };
  const [done, total] = [size(passedAt(cells.level(line, segment))), size(FRAGMENT_BYTES)];
  return kind === "download"
    ? saying("board.arrivingSome", { done, total })
    : saying("board.sendingSome", { done, total });
}

/** The words of the two kinds of fragment. */
export const SHAPE_WORDS = {
  data: "board.data",
  parity: "board.parity",
} as const satisfies Record<Shape, Key>;
