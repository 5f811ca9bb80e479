import type { Stop } from "./door-main";
import type {
  AccountCard,
  Copied,
  CreatedAccount,
  DataKeyRow,
  KeysView,
  LockQuestion,
  SecretKind,
} from "./types";

/** What the keys window asks. Secrets pass through here and are kept nowhere on this side. */
export interface KeysDoor {
  keys(): Promise<KeysView>;

  /** Answers with the words of the new account, this once. */
  createAccount(name: string): Promise<CreatedAccount>;
  importAccount(name: string, secret: string, kind: SecretKind): Promise<AccountCard>;
  /** Lets the person choose the file of another wallet; null when they think better of it. */
  chooseAccountFile(): Promise<string | null>;
  /** `account_file_locked` when the file has a passphrase and none was given. */
  importAccountFile(name: string, path: string, passphrase: string | null): Promise<AccountCard>;
  /** Writes an account as a file that other wallets read, under a passphrase of its own. */
  exportAccount(address: string, target: string, passphrase: string): Promise<unknown>;
  makeDefault(address: string): Promise<unknown>;
  renameAccount(address: string, name: string): Promise<unknown>;
  /** `typed` has to be the name of the account. */
  removeAccount(address: string, typed: string): Promise<unknown>;

  createDataKey(name: string): Promise<DataKeyRow>;
  /** The same name and passphrase give the same key on every computer. */
  deriveDataKey(name: string, passphrase: string): Promise<DataKeyRow>;
  /** Takes what `revealDataKey` once showed. */
  importDataKey(name: string, secret: string): Promise<DataKeyRow>;
  /** Answers with the text of a key, to be shown once. */
  revealDataKey(fingerprint: string): Promise<string>;
  renameDataKey(fingerprint: string, name: string): Promise<unknown>;
  /** A new key takes over the name; the old one is kept as `oldName`. Answers with the new one. */
  rotateDataKey(fingerprint: string, oldName: string): Promise<DataKeyRow>;
  /** `data_key_needed` while files need the key, unless `typed` is its name. */
  removeDataKey(fingerprint: string, typed: string | null): Promise<unknown>;

  /** What would go on with keys in use. */
  lockQuestion(): Promise<LockQuestion>;
  /** With `wipe`, running transfers pause and forget their keys too. */
  lockKeys(wipe: boolean): Promise<unknown>;
  /** Without a passphrase, from the system's keyring. */
  unlockKeys(passphrase: string | null): Promise<unknown>;
  setKeysPassphrase(passphrase: string): Promise<unknown>;
  moveKeysToKeyring(): Promise<unknown>;
  /** Minutes without a person, 1 to 720; null for never. */
  setAutoLock(minutes: number | null): Promise<unknown>;
  /** Copies a secret that is shown; the program takes it out of the clipboard again. */
  copySecret(text: string): Promise<Copied>;

  /** Calls `handler` whenever a window changed accounts or keys. */
  onKeysChanged(handler: () => void): Promise<Stop>;
}
