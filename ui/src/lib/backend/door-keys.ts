import type { Stop } from "./door-main";
import type {
  AccountCard,
  Copied,
  CreatedAccount,
  DataKeyRow,
  KeysView,
  LockQuestion,
  Resealing,
  SecretKind,
} from "./types";

/**
 * What the keys window asks. Secrets pass through here and are kept nowhere on this side.
 *
 * What has a signal can be stopped by it: it then rejects with `stopped` and nothing was changed, or as `GoesOn`.
 */
export interface KeysDoor {
  keys(): Promise<KeysView>;

  /** Answers with the words of the new account, this once. */
  createAccount(name: string, signal?: AbortSignal): Promise<CreatedAccount>;
  importAccount(
    name: string,
    secret: string,
    kind: SecretKind,
    signal?: AbortSignal,
  ): Promise<AccountCard>;
  /** Lets the person choose the file of another wallet; null when they think better of it. */
  chooseAccountFile(): Promise<string | null>;
  /** `account_file_locked` when the file has a passphrase and none was given. */
  importAccountFile(
    name: string,
    path: string,
    passphrase: string | null,
    signal?: AbortSignal,
  ): Promise<AccountCard>;
  /** Writes an account as a file that other wallets read, under a passphrase of its own. */
  exportAccount(
    address: string,
    target: string,
    passphrase: string,
    signal?: AbortSignal,
  ): Promise<unknown>;
  makeDefault(address: string, signal?: AbortSignal): Promise<unknown>;
  renameAccount(address: string, name: string, signal?: AbortSignal): Promise<unknown>;
  /** `typed` has to be the name of the account. */
  removeAccount(address: string, typed: string, signal?: AbortSignal): Promise<unknown>;

  createDataKey(name: string, signal?: AbortSignal): Promise<DataKeyRow>;
  /** The same name and passphrase give the same key on every computer. */
  deriveDataKey(name: string, passphrase: string, signal?: AbortSignal): Promise<DataKeyRow>;
  /** Takes what `revealDataKey` once showed. */
  importDataKey(name: string, secret: string, signal?: AbortSignal): Promise<DataKeyRow>;
  /** Answers with the text of a key, to be shown once. */
  revealDataKey(fingerprint: string, signal?: AbortSignal): Promise<string>;
  renameDataKey(fingerprint: string, name: string, signal?: AbortSignal): Promise<unknown>;
  /** What storing the files of a key anew takes, on the network that is open; only there it is known. */
  resealing(fingerprint: string, signal?: AbortSignal): Promise<Resealing>;
  /** A new key takes over the name; the old one is kept as `oldName`. Answers with the new one. */
  rotateDataKey(fingerprint: string, oldName: string, signal?: AbortSignal): Promise<DataKeyRow>;
  /** `data_key_needed` while files need the key, unless `typed` is its name. */
  removeDataKey(fingerprint: string, typed: string | null, signal?: AbortSignal): Promise<unknown>;

  /** What would go on with keys in use. */
  lockQuestion(): Promise<LockQuestion>;
  /** With `wipe`, running transfers pause and forget their keys too. */
  lockKeys(wipe: boolean): Promise<unknown>;
  /** Without a passphrase, from the system's keyring. */
  unlockKeys(passphrase: string | null, signal?: AbortSignal): Promise<unknown>;
  setKeysPassphrase(passphrase: string, signal?: AbortSignal): Promise<unknown>;
  moveKeysToKeyring(signal?: AbortSignal): Promise<unknown>;
  /** Minutes without a person, 1 to 720; null for never. */
  setAutoLock(minutes: number | null): Promise<unknown>;
  /** Copies a secret that is shown; the program takes it out of the clipboard again. */
  copySecret(text: string): Promise<Copied>;

  /** Calls `handler` whenever a window changed accounts or keys. */
  onKeysChanged(handler: () => void): Promise<Stop>;
}
