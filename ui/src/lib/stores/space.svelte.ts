import type { SpaceDoor } from "../backend/door-space";
import { asProblem } from "../backend/problem";
import { STOPPED, toTheEnd } from "../backend/stopping";
import type { Problem, Space } from "../backend/types";

/** The territories of the account, as the chain tells them. */
export class SpaceStore {
  readonly #door: Pick<SpaceDoor, "space">;
  #turn = 0;

  space = $state.raw<Space | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Changes that were signed already when the person left them. */
  goingOn = $state(0);
  /** Why one of those came to nothing. */
  failed = $state.raw<Problem | null>(null);

  constructor(door: Pick<SpaceDoor, "space">) {
    this.#door = door;
  }

  /** Reads them; what is shown stays until there is newer. */
  async look(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const space = await this.#door.space();
      if (turn !== this.#turn) return;
      this.space = space;
      this.problem = null;
    } catch (reason) {
      if (turn === this.#turn) this.problem = asProblem(reason);
    }
  }

  /** Follows a change whose dialog was left while it was being signed; true once it came to pass all the same. */
  async follow(signing: Promise<unknown>): Promise<boolean> {
    let late = false;
    try {
      await toTheEnd(signing, () => {
        late = true;
        this.goingOn += 1;
      });
      return true;
    } catch (reason) {
      const problem = asProblem(reason);
      if (problem.code !== STOPPED) this.failed = problem;
      return false;
    } finally {
      if (late) this.goingOn -= 1;
    }
  }

  dismiss(): void {
    this.failed = null;
  }
}
