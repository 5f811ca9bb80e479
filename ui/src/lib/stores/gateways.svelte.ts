import type { GatewaysDoor } from "../backend/door-gateways";
import { asProblem } from "../backend/problem";
import type { GatewayRow, Problem } from "../backend/types";

/** The gateways of the network, as the account in use sees them. */
export class GatewaysStore {
  readonly #door: GatewaysDoor;
  #turn = 0;

  gateways = $state.raw<readonly GatewayRow[] | null>(null);
  /** Are they being asked whether they answer? What is shown until then is of an earlier look. */
  looking = $state(false);
  problem = $state.raw<Problem | null>(null);

  constructor(door: GatewaysDoor) {
    this.#door = door;
  }

  /** Reads them; what is shown stays until there is newer. */
  async look(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.looking = true;
    try {
      const gateways = await this.#door.gateways();
      if (turn !== this.#turn) return;
      this.gateways = gateways;
      this.problem = null;
    } catch (reason) {
      if (turn === this.#turn) this.problem = asProblem(reason);
    } finally {
      if (turn === this.#turn) this.looking = false;
    }
  }
}
