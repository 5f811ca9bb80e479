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

/** The digits of fragments on their way: so many tenths have passed. */
export const LEVELS = 10;

/** What a fragment on its way shows while nobody says how far it is. */
const MIDDLE = 5;

const SENDING = STATES.indexOf("sending");

/** A square for data, a circle for parity. */
export function shapeOf(line: number): Shape {
  return line < DATA_LINES ? "data" : "parity";
}

/** The place of a letter's state in `STATES`; a letter nobody knows is still waiting. */
export function codeOf(letter: string | undefined): number {
  if (letter === undefined) return 0;
  return isDigit(letter) ? SENDING : Math.max(0, LETTERS.indexOf(letter));
}

/** How many tenths of its fragment a letter says have passed. */
export function levelOf(letter: string | undefined): number {
  return letter !== undefined && isDigit(letter) ? Number(letter) : MIDDLE;
}

/** Bytes of a fragment that have passed at a level. */
export function passedAt(level: number): number {
  return (level * FRAGMENT_BYTES) / LEVELS;
}

function isDigit(letter: string): boolean {
  return letter >= "0" && letter <= "9";
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
