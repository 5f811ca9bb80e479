/** The state of one fragment, in the order it passes through them. */
export const STATES = [
  "waiting",
  "encoded",
  "sending",
  "onNode",
  "reported",
  "stored",
  "failed",
] as const;

export type State = (typeof STATES)[number];

/** Node lines of a board: one for each fragment of a segment. */
export const LINES = 12;

/** The first lines hold the data, the others the parity. */
export const DATA_LINES = 4;

/** Bytes of one fragment. */
export const FRAGMENT_BYTES = 8 * 1024 * 1024;

export type Shape = "data" | "parity";

/** The letter that stands for each state on the wire, in the order of `STATES`. */
const LETTERS = "wesnrof";

/** A square for data, a circle for parity. */
export function shapeOf(line: number): Shape {
  return line < DATA_LINES ? "data" : "parity";
}

/** The place of a letter's state in `STATES`; a letter nobody knows is still waiting. */
export function codeOf(letter: string | undefined): number {
  return letter === undefined ? 0 : Math.max(0, LETTERS.indexOf(letter));
}

/** The state at a place in `STATES`. */
export function stateAt(code: number): State {
  return STATES[code] ?? "waiting";
}

/** The states of a row's marks. */
export function marksOf(lines: string): State[] {
  return Array.from({ length: LINES }, (_, line) => stateAt(codeOf(lines[line])));
}

/** How many lines of a row have their fragments on their nodes. */
export function linesOnNodes(lines: string): number {
  return [...lines].filter((letter) => "nro".includes(letter)).length;
}
