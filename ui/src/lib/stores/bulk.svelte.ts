import type { CheckProgress, RefusedFile } from "../backend/catalogue-types";
import type { Door } from "../backend/door";
import { Attempt } from "./attempt.svelte";

/** What came of work on many files. */
export interface BulkOutcome {
  done: number;
  refused: readonly RefusedFile[];
  /** Files that were not begun before the stop. */
  left: number;
}

/** Work on many files that a dialog began: how far it is, whether it was asked to end, what came of it. */
export class BulkWork {
  readonly #door: Door;
  readonly attempt = new Attempt();

  progress = $state.raw<CheckProgress>({ done: 0, total: 0 });
  stopping = $state(false);
  outcome = $state.raw<BulkOutcome | null>(null);

  constructor(door: Door) {
    this.#door = door;
  }

  /** What a dialog shows: the question before, how far it is, or what came of it. */
  get stage(): "asking" | "running" | "ended" {
    if (this.attempt.busy) return "running";
    return this.outcome ? "ended" : "asking";
  }

  /** Was everything done, so that nobody needs to hear of it? */
  get complete(): boolean {
    return this.outcome?.refused.length === 0 && this.outcome.left === 0;
  }

  /** True once the work came to its end, also to an early one. */
  run(
    total: number,
    work: (tell: (progress: CheckProgress) => void) => Promise<BulkOutcome>,
  ): Promise<boolean> {
    this.progress = { done: 0, total };
    this.stopping = false;
    return this.attempt.run(async () => {
      this.outcome = await work((progress) => (this.progress = progress));
    });
  }

  /** Lets it end after the files at hand. */
  async stop(): Promise<void> {
    if (!this.attempt.busy || this.stopping) return;
    this.stopping = true;
    try {
      await this.#door.stopBulk();
    } catch {
      // It goes on: the person may ask once more.
      this.stopping = false;
    }
  }
}
