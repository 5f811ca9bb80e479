import type { SpaceDoor } from "../backend/door-space";
import { asProblem } from "../backend/problem";
import type { Problem, Space } from "../backend/types";

/** The territories of the account, as the chain tells them. */
export class SpaceStore {
  readonly #door: SpaceDoor;
  #turn = 0;

  space = $state.raw<Space | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(door: SpaceDoor) {
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
}
