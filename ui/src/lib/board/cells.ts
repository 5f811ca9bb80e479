import type { CellChange } from "../backend/types";
import { codeOf, levelOf, LINES, stateAt, STATES, type State } from "./state";

/** A cell: node line and segment, both counted from 0. */
export interface Place {
  line: number;
  segment: number;
}

const FAILED = STATES.indexOf("failed");

/** The states of all fragments of one file, and how far those on their way are; one byte each, line after line. */
export class Cells {
  readonly segments: number;
  readonly #codes: Uint8Array;
  readonly #levels: Uint8Array;

  /** Reads one letter for each cell; lines too short for `segments` are waiting. */
  constructor(segments: number, letters: string) {
    this.segments = segments;
    const length = LINES * segments;
    this.#codes = Uint8Array.from({ length }, (_, at) => codeOf(letters[at]));
    this.#levels = Uint8Array.from({ length }, (_, at) => levelOf(letters[at]));
  }

  /** Puts changes in, and gives the segments whose column changed. */
  apply(changes: readonly CellChange[]): Set<number> {
    const touched = new Set<number>();
    for (const [line, segment, letter] of changes) {
      if (line < 0 || line >= LINES || segment < 0 || segment >= this.segments) continue;
      const at = line * this.segments + segment;
      const [code, level] = [codeOf(letter), levelOf(letter)];
      if (this.#codes[at] === code && this.#levels[at] === level) continue;
      this.#codes[at] = code;
      this.#levels[at] = level;
      touched.add(segment);
    }
    return touched;
  }

  code(line: number, segment: number): number {
    return this.#codes[line * this.segments + segment] ?? 0;
  }

  state(line: number, segment: number): State {
    return stateAt(this.code(line, segment));
  }

  /** Tenths of a fragment on its way. */
  level(line: number, segment: number): number {
    return this.#levels[line * this.segments + segment] ?? 0;
  }

  /** How many cells are in each state, in one line or in all of them. */
  counts(line?: number): Record<State, number> {
    const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>;
    const [from, to] = line === undefined ? [0, LINES] : [line, line + 1];
    for (let at = from * this.segments; at < to * this.segments; at += 1) {
      counts[stateAt(this.#codes[at] ?? 0)] += 1;
    }
    return counts;
  }

  /** The first failed fragment of each run of segments that have one, in order. */
  problems(): Place[] {
    const begins: Place[] = [];
    let inside = false;
    for (let segment = 0; segment < this.segments; segment += 1) {
      const line = this.#failedLine(segment);
      if (line !== null && !inside) begins.push({ line, segment });
      inside = line !== null;
    }
    return begins;
  }

  #failedLine(segment: number): number | null {
    for (let line = 0; line < LINES; line += 1) {
      if (this.code(line, segment) === FAILED) return line;
    }
    return null;
  }
}
