import type { Door } from "../backend/door";
import type { Snapshot, Update } from "../backend/types";
import { meet } from "./fold";

/** What a stream tells. */
export interface Listener {
  snapshot(snapshot: Snapshot): void;
  update(update: Update): void;
  problem(reason: unknown): void;
}

/** Updates that may wait for their snapshot. */
const MOST_WAITING = 1_000;

/**
 * Follows the program: one snapshot, then updates without a gap.
 *
 * A missing number means that something was lost, so the stream begins again with a new snapshot. What an abandoned
 * stream still says is not heard.
 */
export class Stream {
  readonly #door: Door;
  readonly #listener: Listener;
  #turn = 0;
  #sequence: number | null = null;
  #waiting: Update[] = [];

  constructor(door: Door, listener: Listener) {
    this.#door = door;
    this.#listener = listener;
  }

  /** Begins, or begins again. */
  async begin(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#sequence = null;
    this.#waiting = [];
    try {
      const snapshot = await this.#door.follow((update) => {
        if (turn === this.#turn) this.#hear(update);
      });
      if (turn === this.#turn) this.#open(snapshot);
    } catch (reason) {
      if (turn === this.#turn) this.#listener.problem(reason);
    }
  }

  /** Stops listening. */
  end(): void {
    this.#turn += 1;
  }

  #open(snapshot: Snapshot): void {
    this.#sequence = snapshot.sequence;
    this.#listener.snapshot(snapshot);
    const waiting = this.#waiting;
    this.#waiting = [];
    const turn = this.#turn;
    for (const update of waiting) {
      if (turn === this.#turn) this.#hear(update);
    }
  }

  #hear(update: Update): void {
    if (this.#sequence === null) {
      if (this.#waiting.length < MOST_WAITING) this.#waiting.push(update);
      return;
    }
    const meeting = meet(this.#sequence, update);
    if (meeting === "gap") {
      void this.begin();
    } else if (meeting === "next") {
      this.#sequence = update.sequence;
      this.#listener.update(update);
    }
  }
}
