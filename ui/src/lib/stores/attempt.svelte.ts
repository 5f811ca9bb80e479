import { asProblem } from "../backend/problem";
import type { Problem } from "../backend/types";

/** One thing that a dialog tries: whether it is under way, and why it did not work. */
export class Attempt {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** True once it worked; while one is under way a second is not begun. */
  async run(action: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await action();
      return true;
    } catch (reason) {
      this.problem = asProblem(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }

  dismiss(): void {
    this.problem = null;
  }
}
