import type { KeysDoor } from "../backend/door-keys";
import { asProblem } from "../backend/problem";
import type { Copied, CreatedAccount, KeysView, Problem, SecretKind } from "../backend/types";

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

  get accountNames(): string[] {
    return this.view?.accounts.map(({ name }) => name) ?? [];
  }

  get keyNames(): string[] {
    return this.view?.dataKeys.map(({ name }) => name) ?? [];
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

  importAccountFile(name: string, path: string, passphrase: string | null): Promise<unknown> {
    return this.#change(this.#door.importAccountFile(name, path, passphrase));
  }

  exportAccount(address: string, target: string, passphrase: string): Promise<unknown> {
    return this.#door.exportAccount(address, target, passphrase);
  }

  makeDefault(address: string): Promise<unknown> {
    return this.#change(this.#door.makeDefault(address));
  }

  renameAccount(address: string, name: string): Promise<unknown> {
    return this.#change(this.#door.renameAccount(address, name));
  }

  removeAccount(address: string, typed: string): Promise<unknown> {
    return this.#change(this.#door.removeAccount(address, typed));
  }

  createDataKey(name: string): Promise<unknown> {
    return this.#change(this.#door.createDataKey(name));
  }

  deriveDataKey(name: string, passphrase: string): Promise<unknown> {
    return this.#change(this.#door.deriveDataKey(name, passphrase));
  }

  importDataKey(name: string, secret: string): Promise<unknown> {
    return this.#change(this.#door.importDataKey(name, secret));
  }

  revealDataKey(fingerprint: string): Promise<string> {
    return this.#door.revealDataKey(fingerprint);
  }

  renameDataKey(fingerprint: string, name: string): Promise<unknown> {
    return this.#change(this.#door.renameDataKey(fingerprint, name));
  }

  rotateDataKey(fingerprint: string, oldName: string): Promise<unknown> {
    return this.#change(this.#door.rotateDataKey(fingerprint, oldName));
  }

  removeDataKey(fingerprint: string, typed: string | null): Promise<unknown> {
    return this.#change(this.#door.removeDataKey(fingerprint, typed));
  }

  /** How many transfers would keep the keys of their files. */
  async running(): Promise<number> {
    return (await this.#door.lockQuestion()).running;
  }

  lock(wipe: boolean): Promise<unknown> {
    return this.#change(this.#door.lockKeys(wipe));
  }

  unlock(passphrase: string | null): Promise<unknown> {
    return this.#change(this.#door.unlockKeys(passphrase));
  }

  setPassphrase(passphrase: string): Promise<unknown> {
    return this.#change(this.#door.setKeysPassphrase(passphrase));
  }

  moveToKeyring(): Promise<unknown> {
    return this.#change(this.#door.moveKeysToKeyring());
  }

  setAutoLock(minutes: number | null): Promise<unknown> {
    return this.#change(this.#door.setAutoLock(minutes));
  }

  copySecret = (secret: string): Promise<Copied> => this.#door.copySecret(secret);

  async #change<T>(request: Promise<T>): Promise<T> {
    const answer = await request;
    await this.look();
    return answer;
  }
}
