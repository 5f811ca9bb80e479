import type { Wordings } from "./wording";

/** Accounts, keys, seals and the vault. */
export const keys: Wordings = {
  account_file_damaged: {
    zh: "这不是 Polkadot 账户文件，或文件已损坏。没有导入任何内容。",
    remedy: {
      en: "Export the account from its wallet again, or use another copy of the file.",
      zh: "请从其钱包重新导出账户，或使用该文件的其他副本。",
    },
  },
  account_file_hostile: {
    zh: "该账户文件要求的内存或运算量是任何钱包都不会写入的。没有导入任何内容。",
    remedy: {
      en: "Export the account from its wallet again; do not trust this file.",
      zh: "请从其钱包重新导出账户；不要信任此文件。",
    },
  },
  account_file_locked: {
    zh: "该账户文件有自己的口令。",
    remedy: {
      en: "Type the passphrase that was chosen in the wallet that exported it.",
      zh: "请输入在导出它的钱包中设置的口令。",
    },
  },
  account_file_mismatch: {
    zh: "该账户文件中的地址与其中的密钥不符。没有导入任何内容。",
    remedy: {
      en: "Use another copy of the file; do not trust this one.",
      zh: "请使用其他副本；不要信任此文件。",
    },
  },
  account_file_passphrase: {
    zh: "该口令无法打开此账户文件。没有导入任何内容。",
    remedy: {
      en: "Try again; when you are sure of it, the file was changed, so use another copy.",
      zh: "请重试；若确信口令无误，则文件已被改动，请使用其他副本。",
    },
  },
  account_file_unsupported: {
    zh: "Pileus 不支持这类账户文件。没有导入任何内容。",
    remedy: {
      en: "Choose the file of one sr25519 account, exported by a recent version of its wallet.",
      zh: "请选择单个 sr25519 账户的文件，并由较新版本的钱包导出。",
    },
  },
  account_missing: {
    zh: "没有这个名称的账户。",
    remedy: { en: "Choose another one in the Keys window.", zh: "请在“密钥”窗口中选择其他账户。" },
  },
  account_none: {
    zh: "还没有账户。",
    remedy: {
      en: "Create or import one in the Keys window.",
      zh: "请在“密钥”窗口中创建或导入账户。",
    },
  },
  key_exists: {
    zh: "已有同名的密钥或账户。",
    remedy: { en: "Choose another name.", zh: "请换一个名称。" },
  },
  key_name: {
    zh: "该名称不能用作账户或数据密钥的名称。没有任何变化。",
    remedy: {
      en: "Choose a name of 1 to 64 letters, digits and signs.",
      zh: "请使用 1 至 64 个字符的名称。",
    },
  },
  key_unknown: {
    zh: "没有这个名称的密钥或账户。",
    remedy: { en: "Choose another one in the Keys window.", zh: "请在“密钥”窗口中选择其他项。" },
  },
  passphrase_empty: {
    zh: "空口令起不到保护作用。密钥库没有变化。",
    remedy: { en: "Choose a passphrase of some words.", zh: "请使用由几个词组成的口令。" },
  },
  passphrase_needed: {
    zh: "该文件以口令封存，需要口令才能打开。",
    remedy: { en: "Type its passphrase.", zh: "请输入其口令。" },
  },
  seal_refused: {
    zh: "无法按要求封存该文件；其名称可能过长。",
    remedy: { en: "Give it a shorter name.", zh: "请使用更短的名称。" },
  },
  sealed_by_newer: {
    zh: "该文件由更新版本的 Pileus 封存。",
    remedy: { en: "Update Pileus.", zh: "请更新 Pileus。" },
  },
  sealed_file_damaged: {
    zh: "该文件的封存内容已损坏，与当初封存的不同。",
    remedy: {
      en: "Ask whoever stored the file; another copy may be whole.",
      zh: "请联系存储该文件的人；其他副本可能完好。",
    },
  },
  sealed_header_hostile: {
    zh: "该文件的文件头要求过多的内存或时间，未予执行。",
    remedy: { en: "Ask whoever stored the file.", zh: "请联系存储该文件的人。" },
  },
  secret_not_understood: {
    zh: "这不是助记词、种子或派生路径。",
    remedy: { en: "Check the words and their order.", zh: "请检查各个词及其顺序。" },
  },
  vault_damaged: {
    zh: "密钥库文件已损坏，保持原样。",
    remedy: {
      en: "Put a copy of it back, or import your accounts again.",
      zh: "请恢复其副本，或重新导入您的账户。",
    },
  },
  vault_locked: {
    zh: "您的密钥库已锁定。",
    remedy: { en: "Unlock it in the Keys window.", zh: "请在“密钥”窗口中解锁。" },
  },
  vault_newer: {
    zh: "密钥库由更新版本的 Pileus 写入。",
    remedy: { en: "Update Pileus.", zh: "请更新 Pileus。" },
  },
  vault_unwritable: {
    zh: "无法读取或写入密钥库文件。",
    remedy: { en: "Check the rights of the data folder.", zh: "请检查数据文件夹的权限。" },
  },
  file_passphrase_wrong: {
    zh: "该口令打不开此文件。文件本身完好。",
    remedy: {
      en: "Type it again, as it was when the file was stored.",
      zh: "请重新输入存入该文件时所用的口令。",
    },
  },
  wrong_key: {
    zh: "现有的密钥都打不开该文件。文件本身完好。",
    remedy: {
      en: "Give its passphrase, or bring its data key into Pileus.",
      zh: "请输入其口令，或将其数据密钥导入 Pileus。",
    },
  },
  wrong_passphrase: {
    zh: "口令错误。密钥库没有变化。",
    remedy: { en: "Try again.", zh: "请重试。" },
  },
};
