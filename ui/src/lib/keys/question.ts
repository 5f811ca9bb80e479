import type { AccountCard, DataKeyRow } from "../backend/types";

/** What a kit is opened for. */
export type KitPurpose = "check" | "drill" | "restore";

/** What the keys window asks in front of everything else. */
export type KeysQuestion =
  | { kind: "createAccount" | "importAccount" | "newDataKey" | "importDataKey" }
  | { kind: "unlock" | "passphrase" | "moveToKeyring" | "makeKit" }
  | { kind: "renameAccount" | "exportAccount" | "removeAccount"; account: AccountCard }
  | {
      kind: "renameDataKey" | "revealDataKey" | "rotateDataKey" | "removeDataKey";
      key: DataKeyRow;
    }
  | { kind: "lock"; running: number }
  | { kind: "useKit"; purpose: KitPurpose };
