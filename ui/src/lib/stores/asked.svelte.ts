import { asProblem } from "../backend/problem";
import type { Problem } from "../backend/types";

/**
 * One question to the program: what it answered, or why it did not.
 *
 * Only the newest one counts, and only while the component is there that asks: the others are stopped.
 */
export class Asked<T> {
  #stop = new AbortController();

  answer = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor() {
    $effect(() => () => {
      this.#stop.abort();
    });
  }

  /** Forgets what was answered before, and waits for this. */
  async wait(ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#stop.abort();
    const { signal } = (this.#stop = new AbortController());
    this.answer = null;
    this.problem = null;
    try {
      const answer = await ask(signal);
      if (!signal.aborted) this.answer = answer;
    } catch (reason) {
      if (!signal.aborted) this.problem = asProblem(reason);
    }
  }
}
