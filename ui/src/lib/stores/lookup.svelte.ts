import type { MainDoor } from "../backend/door-main";
import { asProblem } from "../backend/problem";
import type { FoundTransaction, LookedUp, LookUpUpdate, Problem } from "../backend/types";

/** The code of a look-up that the person stopped. */
const STOPPED = "look_up_stopped";

/** How far a search of the chain is. */
export interface Search {
  block: number;
  left: number;
  /** Blocks that are searched in all. */
  total: number;
}

/** Looks up one hash after another. */
export class LookUpStore {
  readonly #door: Pick<MainDoor, "lookUp" | "stopLookUp">;
  #turn = 0;

  busy = $state(false);
  stopping = $state(false);
  stopped = $state(false);
  /** What was asked about last. */
  asked = $state("");
  search = $state.raw<Search | null>(null);
  /** One of our own, before the chain has told more. */
  known = $state.raw<FoundTransaction | null>(null);
  found = $state.raw<LookedUp | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(door: Pick<MainDoor, "lookUp" | "stopLookUp">) {
    this.#door = door;
  }

  /** Looks something up; what was looked up before is given up. */
  async look(text: string, from: number | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#clear();
    this.busy = true;
    this.asked = text;
    try {
      const found = await this.#door.lookUp(text, from, (update) => {
        if (turn === this.#turn) this.#hear(update);
      });
      if (turn === this.#turn) this.found = found;
    } catch (reason) {
      if (turn === this.#turn) this.#refuse(asProblem(reason));
    } finally {
      if (turn === this.#turn) this.#rest();
    }
  }

  async stop(): Promise<void> {
    if (!this.busy) return;
    this.stopping = true;
    try {
      await this.#door.stopLookUp();
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  /** Ends what runs for a dialog that closes. */
  end(): void {
    this.#turn += 1;
    if (this.busy) void this.stop();
  }

  #clear(): void {
    this.stopped = false;
    this.stopping = false;
    this.search = null;
    this.known = null;
    this.found = null;
    this.problem = null;
  }

  #hear(update: LookUpUpdate): void {
    if (update.kind === "known") {
      this.known = update.transaction;
      return;
    }
    const { block, left } = update;
    this.search = { block, left, total: this.search?.total ?? left + 1 };
  }

  #refuse(problem: Problem): void {
    if (problem.code === STOPPED) this.stopped = true;
    else this.problem = problem;
  }

  #rest(): void {
    this.busy = false;
    this.stopping = false;
    this.search = null;
  }
}
