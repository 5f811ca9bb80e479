import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import type { Board, Fact, FactKind, Problem, Update } from "../backend/types";
import { Cells } from "../board/cells";
import { withFact } from "../transfers/steps";

/** After these the board has other nodes, another shape, or another state throughout. */
const RELOADING: ReadonlySet<FactKind> = new Set([
  "planned",
  "allocated",
  "nodeReplaced",
  "stored",
]);

const NOTHING: ReadonlySet<number> = new Set();

/** Hears which segments changed. */
export type Painter = (segments: ReadonlySet<number>) => void;

/** The fragments and the facts of one opened transfer. */
export class BoardStore {
  readonly job: string;
  readonly #door: Pick<Door, "jobBoard">;
  #painters: readonly Painter[] = [];
  /** Updates that arrived while the board was being read; null once it is there. */
  #waiting: Update[] | null = [];
  #turn = 0;

  cells = $state.raw<Cells | null>(null);
  /** Grows with each change of a cell, for what is derived from all of them. */
  version = $state(0);
  nodes = $state.raw<readonly (string | null)[]>([]);
  facts = $state.raw<readonly Fact[]>([]);
  problem = $state.raw<Problem | null>(null);

  constructor(door: Pick<Door, "jobBoard">, job: string) {
    this.#door = door;
    this.job = job;
  }

  /** Reads the board; cells say what they are, so what arrived meanwhile is put on top, in order. */
  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#waiting = [];
    try {
      const board = await this.#door.jobBoard(this.job);
      if (turn === this.#turn) this.#open(board);
    } catch (reason) {
      if (turn === this.#turn) this.problem = asProblem(reason);
    }
  }

  put(update: Update): void {
    if (this.#waiting) this.#waiting.push(update);
    else this.#fold(update);
  }

  /** Calls `painter` with each change until the answer is called. */
  onPaint(painter: Painter): () => void {
    this.#painters = [...this.#painters, painter];
    return () => {
      this.#painters = this.#painters.filter((other) => other !== painter);
    };
  }

  #open(board: Board): void {
    this.problem = null;
    this.cells = new Cells(board.segments, board.cells);
    this.nodes = board.nodes;
    this.facts = board.timeline;
    this.version += 1;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const update of waiting) this.#fold(update);
  }

  #fold(update: Update): void {
    for (const { job, cells } of update.cells) {
      if (job === this.job) this.#paint(this.cells?.apply(cells) ?? NOTHING);
    }
    for (const { job, fact } of update.facts) {
      if (job === this.job) this.#note(fact);
    }
  }

  #note(fact: Fact): void {
    this.facts = withFact(this.facts, fact);
    if (RELOADING.has(fact.kind)) void this.load();
  }

  #paint(segments: ReadonlySet<number>): void {
    if (segments.size === 0) return;
    this.version += 1;
    for (const painter of this.#painters) painter(segments);
  }
}
