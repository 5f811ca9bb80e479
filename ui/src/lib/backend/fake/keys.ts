import type { KeysDoor } from "../door-keys";
import type { AccountCard, DataKeyRow, KeysView, Problem, Resealing } from "../types";
import type { Desk } from "./desk";
import type { KitRecording } from "./kit";

/** What is in the vault, and what comes into it next. */
export interface KeysRecording {
  view: KeysView;
  passphrase: string;
  words: string;
  addresses: string[];
  /** What the next data keys are called by the program. */
  fingerprints: string[];
  /** The file of another wallet that is chosen, and its passphrase. */
  accountFile: { path: string | null; passphrase: string | null };
  /** What a data key looks like when it is shown. */
  keyText: string;
  /** What a new upload of the files of a key takes, by its fingerprint; no answer for the others. */
  resealing: Record<string, Resealing>;
  /** Transfers that keep their keys when the vault is locked. */
  running: number;
  kit: KitRecording;
  now: number;
}

/** How long a secret stays in the clipboard, in milliseconds. */
const CLIPBOARD = 60_000;

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
    return { account: this.#addAccount(name, "created"), words: this.#said.words };
  };

  importAccount: KeysDoor["importAccount"] = async (name, secret, kind) => {
    await this.#desk.answer("importAccount", undefined, name, secret.length, kind);
    return this.#addAccount(name, "imported");
  };

  chooseAccountFile = () => this.#desk.answer("chooseAccountFile", this.#said.accountFile.path);

  importAccountFile: KeysDoor["importAccountFile"] = async (name, path, passphrase) => {
    await this.#desk.answer("importAccountFile", undefined, name, path, passphrase?.length ?? null);
    const wanted = this.#said.accountFile.passphrase;
    if (wanted !== null && passphrase === null) {
      throw refused("account_file_locked", "This account file has a passphrase of its own.");
    }
    if (wanted !== passphrase) {
      throw refused("account_file_passphrase", "The passphrase does not open this account file.");
    }
    return this.#addAccount(name, "imported");
  };

  exportAccount: KeysDoor["exportAccount"] = (address, target, passphrase) =>
    this.#desk.answer("exportAccount", undefined, address, target, passphrase.length);

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

  removeAccount: KeysDoor["removeAccount"] = async (address, typed) => {
    await this.#desk.answer("removeAccount", undefined, address, typed);
    const { view } = this.#said;
    const account = view.accounts.find((each) => each.address === address);
    if (account?.name !== typed) {
      throw refused(
        "account_name_needed",
        "This is not the name of the account. Nothing was removed.",
      );
    }
    view.accounts = view.accounts.filter((each) => each !== account);
    if (account.isDefault && view.accounts[0]) view.accounts[0].isDefault = true;
  };

  createDataKey: KeysDoor["createDataKey"] = async (name) => {
    await this.#desk.answer("createDataKey", undefined, name);
    return this.#addKey(name);
  };

  deriveDataKey: KeysDoor["deriveDataKey"] = async (name, passphrase) => {
    await this.#desk.answer("deriveDataKey", undefined, name, passphrase.length);
    return this.#addKey(name);
  };

  importDataKey: KeysDoor["importDataKey"] = async (name, secret) => {
    await this.#desk.answer("importDataKey", undefined, name, secret.length);
    if (secret !== this.#said.keyText) {
      throw refused("data_key_unreadable", "This is not a data key. Nothing was imported.");
    }
    return this.#addKey(name);
  };

  revealDataKey: KeysDoor["revealDataKey"] = (fingerprint) =>
    this.#desk.answer("revealDataKey", this.#said.keyText, fingerprint);

  renameDataKey: KeysDoor["renameDataKey"] = async (fingerprint, name) => {
    await this.#desk.answer("renameDataKey", undefined, fingerprint, name);
    for (const key of this.#said.view.dataKeys) {
      if (key.fingerprint === fingerprint) key.name = name;
    }
  };

  resealing: KeysDoor["resealing"] = async (fingerprint) => {
    const told = this.#said.resealing[fingerprint];
    await this.#desk.answer("resealing", undefined, fingerprint);
    if (!told) throw refused("network_unreachable", "The network does not answer.");
    return structuredClone(told);
  };

  rotateDataKey: KeysDoor["rotateDataKey"] = async (fingerprint, oldName) => {
    await this.#desk.answer("rotateDataKey", undefined, fingerprint, oldName);
    const old = this.#said.view.dataKeys.find((each) => each.fingerprint === fingerprint);
    const name = old?.name ?? "";
    if (old) old.name = oldName;
    return this.#addKey(name);
  };

  removeDataKey: KeysDoor["removeDataKey"] = async (fingerprint, typed) => {
    await this.#desk.answer("removeDataKey", undefined, fingerprint, typed);
    const { view } = this.#said;
    const key = view.dataKeys.find((each) => each.fingerprint === fingerprint);
    if (key && key.files > 0 && typed !== key.name) {
      const files = String(key.files);
      throw refused("data_key_needed", `${files} files can be opened with this key only.`, {
        files,
      });
    }
    view.dataKeys = view.dataKeys.filter((each) => each !== key);
  };

  lockQuestion = () => this.#desk.answer("lockQuestion", { running: this.#said.running });

  lockKeys: KeysDoor["lockKeys"] = async (wipe) => {
    await this.#desk.answer("lockKeys", undefined, wipe);
    this.#said.view.locked = true;
  };

  unlockKeys: KeysDoor["unlockKeys"] = async (passphrase) => {
    await this.#desk.answer("unlockKeys", undefined, passphrase?.length ?? null);
    const fromKeyring = this.#said.view.protection === "keyring" && passphrase === null;
    if (!fromKeyring && passphrase !== this.#said.passphrase) {
      throw refused("wrong_passphrase", "Wrong passphrase. The vault is unchanged.");
    }
    this.#said.view.locked = false;
  };

  setKeysPassphrase: KeysDoor["setKeysPassphrase"] = async (passphrase) => {
    await this.#desk.answer("setKeysPassphrase", undefined, passphrase.length);
    this.#said.passphrase = passphrase;
    this.#said.view.protection = "passphrase";
  };

  moveKeysToKeyring = async () => {
    await this.#desk.answer("moveKeysToKeyring", undefined);
    const { view } = this.#said;
    if (view.keyring === "missing") {
      throw refused("keyring_missing", "This computer has no keyring. The vault is unchanged.");
    }
    if (view.keyring === "locked") {
      throw refused("keyring_locked", "The keyring is locked. The vault is unchanged.");
    }
    view.protection = "keyring";
  };

  setAutoLock: KeysDoor["setAutoLock"] = async (minutes) => {
    await this.#desk.answer("setAutoLock", undefined, minutes);
    this.#said.view.autoLockMinutes = minutes;
  };

  copySecret: KeysDoor["copySecret"] = (text) =>
    this.#desk.answer("copySecret", { clearsAt: Date.now() + CLIPBOARD }, text.length);

  #addAccount(name: string, origin: AccountCard["origin"]): AccountCard {
    const { view, addresses, now } = this.#said;
    const address = addresses.shift() ?? "";
    const isDefault = view.accounts.length === 0;
    const account = { name, address, isDefault, origin, balance: "0", created: now };
    view.accounts.push(account);
    return account;
  }

  #addKey(name: string): DataKeyRow {
    const { view, fingerprints, now } = this.#said;
    const key = { name, fingerprint: fingerprints.shift() ?? "", files: 0, created: now };
    view.dataKeys.push(key);
    return key;
  }
}

/** A problem crosses as a plain value, as it does over the bridge. */
export function refused(
  code: string,
  message: string,
  context: Record<string, string> = {},
): Problem {
  return { code, message, remedy: "Try again.", retry: true, context };
}
