import type { GatewaysDoor } from "../backend/door-gateways";
import { asProblem } from "../backend/problem";
import type { GatewayRow, IdleGateway, Problem } from "../backend/types";

/** The gateways of the network, as the account in use sees them. */
export class GatewaysStore {
  readonly #door: GatewaysDoor;
  #turn = 0;
  #idleTurn = 0;

  gateways = $state.raw<readonly GatewayRow[] | null>(null);
  /** Those that stored files and have nothing more to do; told before it is known which of all answer. */
  idle = $state.raw<readonly IdleGateway[]>([]);
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
    void this.#lookAtIdle();
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

  /** Asks which gateways have nothing to do; gives the one of this account, if it has nothing to do. */
  async findIdle(account: string): Promise<IdleGateway | null> {
    await this.#lookAtIdle();
    return this.idle.find((each) => each.account === account) ?? null;
  }

  async #lookAtIdle(): Promise<void> {
    this.#idleTurn += 1;
    const turn = this.#idleTurn;
    // An offer that cannot be made is left out; the list says what is wrong.
    const idle = await this.#door.idleGateways().catch(() => []);
    if (turn === this.#idleTurn) this.idle = idle;
  }
}
