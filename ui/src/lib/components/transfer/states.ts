import type { Shape, State } from "../../board/state";
import type { Key } from "../../words/catalogue";

/** The words of the fragment states. */
export const STATE_WORDS = {
  waiting: "board.waiting",
  encoded: "board.encoded",
  sending: "board.sending",
  onNode: "board.onNode",
  reported: "board.reported",
  stored: "board.stored",
  failed: "board.failed",
} as const satisfies Record<State, Key>;

/** The words of the two kinds of fragment. */
export const SHAPE_WORDS = {
  data: "board.data",
  parity: "board.parity",
} as const satisfies Record<Shape, Key>;
