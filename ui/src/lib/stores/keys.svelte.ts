import type { KeysDoor } from "../backend/door-keys";
import { asProblem } from "../backend/problem";
import type { CreatedAccount, KeysView, Problem, SecretKind } from "../backend/types";

/**
 * Accounts and data keys: names, public keys, numbers.
 *
 * Secrets only pass through on their way; none is kept here. A refusal is thrown to whoever asked.
 */
export class KeysStore {
  readonly #door: KeysDoor;
  #turn = 0;

  view = $state.raw<KeysView | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(door: KeysDoor) {
    this.#door = door;
  }

  /** Reads all of it; what is shown stays until there is newer. */
  async look(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const view = await this.#door.keys();
      if (turn !== this.#turn) return;
      this.view = view;
      this.problem = null;
    } catch (reason) {
      if (turn === this.#turn) this.problem = asProblem(reason);
    }
  }

  createAccount(name: string): Promise<CreatedAccount> {
    return this.#change(this.#door.createAccount(name));
  }

  importAccount(name: string, secret: string, kind: SecretKind): Promise<unknown> {
    return this.#change(this.#door.importAccount(name, secret, kind));
  }

  makeDefault(address: string): Promise<unknown> {
    return this.#change(this.#door.makeDefault(address));
  }

  renameAccount(address: string, name: string): Promise<unknown> {
    return this.#change(this.#door.renameAccount(address, name));
  }

  createDataKey(name: string): Promise<unknown> {
    return this.#change(this.#door.createDataKey(name));
  }

  renameDataKey(fingerprint: string, name: string): Promise<unknown> {
    return this.#change(this.#door.renameDataKey(fingerprint, name));
  }

  lock(): Promise<unknown> {
    return this.#change(this.#door.lockKeys());
  }

  unlock(passphrase: string): Promise<unknown> {
    return this.#change(this.#door.unlockKeys(passphrase));
  }

  setPassphrase(passphrase: string): Promise<unknown> {
    return this.#change(this.#door.setKeysPassphrase(passphrase));
  }

  async #change<T>(request: Promise<T>): Promise<T> {
    const answer = await request;
    await this.look();
    return answer;
  }
}
