import type { Stop } from "./door-main";
import type { AccountCard, CreatedAccount, DataKeyRow, KeysView, SecretKind } from "./types";

/** What the keys window asks. Secrets pass through here and are kept nowhere on this side. */
export interface KeysDoor {
  keys(): Promise<KeysView>;
  /** Answers with the words of the new account, this once. */
  createAccount(name: string): Promise<CreatedAccount>;
  importAccount(name: string, secret: string, kind: SecretKind): Promise<AccountCard>;
  makeDefault(address: string): Promise<unknown>;
  renameAccount(address: string, name: string): Promise<unknown>;
  createDataKey(name: string): Promise<DataKeyRow>;
  renameDataKey(fingerprint: string, name: string): Promise<unknown>;
  lockKeys(): Promise<unknown>;
  unlockKeys(passphrase: string): Promise<unknown>;
  setKeysPassphrase(passphrase: string): Promise<unknown>;
  /** Calls `handler` whenever a window changed accounts or keys. */
  onKeysChanged(handler: () => void): Promise<Stop>;
}
