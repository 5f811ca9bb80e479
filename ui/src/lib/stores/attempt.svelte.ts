import { asProblem } from "../backend/problem";
import { STOPPED } from "../backend/stopping";
import type { Problem } from "../backend/types";

/**
 * One thing that a dialog tries: whether it is under way, and why it did not work.
 *
 * Made while a component is; what is under way when that goes is stopped if it still can be.
 */
export class Attempt {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  #stop: AbortController | null = null;

  constructor() {
    $effect(() => () => {
      this.leave();
    });
  }

  /** Did the person leave what was tried last? */
  get left(): boolean {
    return this.#stop?.signal.aborted ?? false;
  }

  /** True once it worked; while one is under way a second is not begun. What was stopped in time is no failure. */
  async run(action: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    this.#stop = new AbortController();
    try {
      await action(this.#stop.signal);
      return true;
    } catch (reason) {
      const problem = asProblem(reason);
      if (problem.code !== STOPPED) this.problem = problem;
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Asks what is under way to stop; nobody has to wait for the answer. */
  leave(): void {
    if (this.busy) this.#stop?.abort();
  }

  dismiss(): void {
    this.problem = null;
  }
}
