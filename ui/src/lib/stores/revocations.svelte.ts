import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import type { IdleGateway, Job, Problem } from "../backend/types";
import { isBusy } from "../transfers/revocation";
import type { Preferences } from "./preferences.svelte";

/** Gateways that keep their power although nothing goes by them any more, and the offer to take it back. */
export class Revocations {
  readonly #door: Pick<Door, "idleGateways" | "openWindow">;
  readonly #preferences: Preferences;
  #turn = 0;
  #idle = $state.raw<readonly IdleGateway[]>([]);
  /** Why the space window did not open. */
  problem = $state.raw<Problem | null>(null);

  constructor(door: Pick<Door, "idleGateways" | "openWindow">, preferences: Preferences) {
    this.#door = door;
    this.#preferences = preferences;
  }

  /** Asks which gateways have nothing to do. */
  async look(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    // An offer that cannot be made is left out; the space window says what is wrong.
    const idle = await this.#door.idleGateways().catch(() => []);
    if (turn === this.#turn) this.#idle = idle;
  }

  /** The gateway that stored a file, if it is offered to revoke it. */
  offerFor(job: Job, jobs: readonly Job[]): IdleGateway | null {
    if (job.kind !== "upload" || job.condition !== "finished" || !job.gateway) return null;
    const { account } = job.gateway;
    const idle = this.#idle.find((each) => each.account === account);
    if (!idle || isBusy(account, jobs)) return null;
    return this.#preferences.keepsGateway(account, idle.usedAt) ? null : idle;
  }

  /** Opens the space window where the gateway is revoked. */
  async open({ account }: IdleGateway): Promise<void> {
    this.problem = null;
    this.#preferences.sendSpaceTo(account);
    try {
      await this.#door.openWindow("space");
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  /** Leaves a gateway its power; it is offered again once it was used again. */
  keep({ account, usedAt }: IdleGateway): void {
    this.#preferences.rememberKept(account, usedAt);
  }
}
