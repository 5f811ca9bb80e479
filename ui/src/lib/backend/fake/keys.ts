import type { KeysDoor } from "../door-keys";
import type { AccountCard, KeysView } from "../types";
import type { Desk } from "./desk";

/** What is in the vault, and what the next account's words and address are. */
export interface KeysRecording {
  view: KeysView;
  passphrase: string;
  words: string;
  addresses: string[];
  now: number;
}

/** The part of a fake door for the vault. It writes down that a secret came, never the secret. */
export class FakeKeys implements Omit<KeysDoor, "onKeysChanged"> {
  readonly #desk: Desk;
  readonly #said: KeysRecording;

  constructor(desk: Desk, said: KeysRecording) {
    this.#desk = desk;
    this.#said = said;
  }

  keys = () => this.#desk.answer("keys", structuredClone(this.#said.view));

  createAccount: KeysDoor["createAccount"] = async (name) => {
    await this.#desk.answer("createAccount", undefined, name);
    return { account: this.#add(name, "created"), words: this.#said.words };
  };

  importAccount: KeysDoor["importAccount"] = async (name, secret, kind) => {
    await this.#desk.answer("importAccount", undefined, name, secret.length, kind);
    return this.#add(name, "imported");
  };

  makeDefault: KeysDoor["makeDefault"] = async (address) => {
    await this.#desk.answer("makeDefault", undefined, address);
    for (const account of this.#said.view.accounts) account.isDefault = account.address === address;
  };

  renameAccount: KeysDoor["renameAccount"] = async (address, name) => {
    await this.#desk.answer("renameAccount", undefined, address, name);
    for (const account of this.#said.view.accounts) {
      if (account.address === address) account.name = name;
    }
  };

  createDataKey: KeysDoor["createDataKey"] = async (name) => {
    await this.#desk.answer("createDataKey", undefined, name);
    const key = { name, fingerprint: "51c0e2aa907b3d14", files: 0, created: this.#said.now };
    this.#said.view.dataKeys.push(key);
    return key;
  };

  renameDataKey: KeysDoor["renameDataKey"] = async (fingerprint, name) => {
    await this.#desk.answer("renameDataKey", undefined, fingerprint, name);
    for (const key of this.#said.view.dataKeys)
      if (key.fingerprint === fingerprint) key.name = name;
  };

  lockKeys: KeysDoor["lockKeys"] = async () => {
    await this.#desk.answer("lockKeys", undefined);
    this.#said.view.locked = true;
  };

  unlockKeys: KeysDoor["unlockKeys"] = async (passphrase) => {
    await this.#desk.answer("unlockKeys", undefined, passphrase.length);
    // A problem crosses as a plain value, as it does over the bridge.
    if (passphrase !== this.#said.passphrase) throw wrong();
    this.#said.view.locked = false;
  };

  setKeysPassphrase: KeysDoor["setKeysPassphrase"] = async (passphrase) => {
    await this.#desk.answer("setKeysPassphrase", undefined, passphrase.length);
    this.#said.passphrase = passphrase;
    this.#said.view.protection = "passphrase";
  };

  #add(name: string, origin: AccountCard["origin"]): AccountCard {
    const { view, addresses, now } = this.#said;
    const address = addresses.shift() ?? "";
    const isDefault = view.accounts.length === 0;
    const account = { name, address, isDefault, origin, balance: "0", created: now };
    view.accounts.push(account);
    return account;
  }
}

function wrong() {
  const message = "Wrong passphrase. The vault is unchanged.";
  return { code: "wrong_passphrase", message, remedy: "Try again.", retry: true, context: {} };
}
