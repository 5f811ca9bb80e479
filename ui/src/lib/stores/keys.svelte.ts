import type { KeysDoor } from "../backend/door-keys";
import { asProblem } from "../backend/problem";
import { GoesOn, toTheEnd } from "../backend/stopping";
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

  /** Its words are told this once, so what can no longer be stopped is waited for. */
  createAccount(name: string, signal?: AbortSignal): Promise<CreatedAccount> {
    return this.#change(toTheEnd(this.#door.createAccount(name, signal)));
  }

  importAccount(
    name: string,
    secret: string,
    kind: SecretKind,
    signal?: AbortSignal,
  ): Promise<unknown> {
    return this.#change(this.#door.importAccount(name, secret, kind, signal));
  }

  importAccountFile(
    name: string,
    path: string,
    passphrase: string | null,
    signal?: AbortSignal,
  ): Promise<unknown> {
    return this.#change(this.#door.importAccountFile(name, path, passphrase, signal));
  }

  exportAccount(
    address: string,
    target: string,
    passphrase: string,
    signal?: AbortSignal,
  ): Promise<unknown> {
    return this.#change(this.#door.exportAccount(address, target, passphrase, signal));
  }

  makeDefault(address: string, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.makeDefault(address, signal));
  }

  renameAccount(address: string, name: string, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.renameAccount(address, name, signal));
  }

  removeAccount(address: string, typed: string, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.removeAccount(address, typed, signal));
  }

  createDataKey(name: string, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.createDataKey(name, signal));
  }

  deriveDataKey(name: string, passphrase: string, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.deriveDataKey(name, passphrase, signal));
  }

  importDataKey(name: string, secret: string, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.importDataKey(name, secret, signal));
  }

  revealDataKey(fingerprint: string, signal?: AbortSignal): Promise<string> {
    return this.#door.revealDataKey(fingerprint, signal);
  }

  renameDataKey(fingerprint: string, name: string, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.renameDataKey(fingerprint, name, signal));
  }

  rotateDataKey(fingerprint: string, oldName: string, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.rotateDataKey(fingerprint, oldName, signal));
  }

  removeDataKey(fingerprint: string, typed: string | null, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.removeDataKey(fingerprint, typed, signal));
  }

  /** How many transfers would keep the keys of their files. */
  async running(): Promise<number> {
    return (await this.#door.lockQuestion()).running;
  }

  lock(wipe: boolean): Promise<unknown> {
    return this.#change(this.#door.lockKeys(wipe));
  }

  unlock(passphrase: string | null, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.unlockKeys(passphrase, signal));
  }

  setPassphrase(passphrase: string, signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.setKeysPassphrase(passphrase, signal));
  }

  moveToKeyring(signal?: AbortSignal): Promise<unknown> {
    return this.#change(this.#door.moveKeysToKeyring(signal));
  }

  setAutoLock(minutes: number | null): Promise<unknown> {
    return this.#change(this.#door.setAutoLock(minutes));
  }

  copySecret = (secret: string): Promise<Copied> => this.#door.copySecret(secret);

  async #change<T>(request: Promise<T>): Promise<T> {
    try {
      const answer = await request;
      await this.look();
      return answer;
    } catch (reason) {
      if (reason instanceof GoesOn) void this.#follow(reason.end);
      throw reason;
    }
  }

  /** What goes on after the person left it: nobody else would hear that it came to nothing. */
  async #follow(end: Promise<unknown>): Promise<void> {
    try {
      await end;
      await this.look();
    } catch (late) {
      this.problem = asProblem(late);
    }
  }
}
