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
  account_name_needed: {
    zh: "账户保持原样。没有其助记词或备份文件，它所拥有的一切将永远丢失。",
    remedy: {
      en: "Export it first, then type its name to remove it.",
      zh: "请先导出，然后输入其名称以移除。",
    },
  },
  account_none: {
    zh: "还没有账户。",
    remedy: {
      en: "Create or import one in the Keys window.",
      zh: "请在“密钥”窗口中创建或导入账户。",
    },
  },
  capsule_unreadable: {
    zh: "这不是网关生成的胶囊，或已被改动。没有用它获取任何内容。",
    remedy: {
      en: "Use the capsule as the gateway gave it.",
      zh: "请使用网关提供的原始胶囊。",
    },
  },
  capsule_wrong: {
    zh: "您的任何账户都无法用此胶囊打开该文件。存储的内容完好。",
    remedy: {
      en: "Use the capsule of this very file, and the account that the gateway stored it for.",
      zh: "请使用此文件自己的胶囊，以及网关存储它时所用的账户。",
    },
  },
  data_key_needed: {
    zh: "有 {files} 个文件依赖这个数据密钥，没有它就再也无法打开。密钥保持原样。",
    remedy: {
      en: "Export it first, or type its name to remove it all the same.",
      zh: "请先导出，或输入其名称以强制移除。",
    },
  },
  data_key_unreadable: {
    zh: "这不是数据密钥的文本，或其中有一位错误。没有导入任何内容。",
    remedy: {
      en: "Copy the whole text again, as Pileus showed it.",
      zh: "请重新复制 Pileus 显示的完整文本。",
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
  keyring_entry_missing: {
    zh: "此计算机的密钥环中没有该密钥库的密钥，密钥库无法打开。其文件保持原样。",
    remedy: {
      en: "Log in as the person whose keyring it was, or bring your keys back from a recovery kit.",
      zh: "请以该密钥环所属的用户登录，或用恢复包找回您的密钥。",
    },
  },
  keyring_locked: {
    zh: "此计算机的密钥环已锁定。您的密钥安全地存放其中。",
    remedy: {
      en: "Unlock the keyring, then try again.",
      zh: "请解锁密钥环，然后重试。",
    },
  },
  keyring_missing: {
    zh: "此计算机没有 Pileus 可用的密钥环。您的密钥没有变化。",
    remedy: {
      en: "Start the keyring service of your desktop, or protect the vault with a passphrase.",
      zh: "请启动桌面环境的密钥环服务，或用口令保护密钥库。",
    },
  },
  not_cipher: {
    zh: "该文件不可能由网关加密：其长度与分段不符。",
    remedy: { en: "Fetch it as it is stored.", zh: "请按存储的原样获取。" },
  },
  not_pieces: {
    zh: "该文件不可能由 CD²N 网关加密：其长度不符。",
    remedy: { en: "Fetch it as it is stored.", zh: "请按存储的原样获取。" },
  },
  passphrase_empty: {
    zh: "空口令起不到保护作用。密钥库没有变化。",
    remedy: { en: "Choose a passphrase of some words.", zh: "请使用由几个词组成的口令。" },
  },
  piece_damaged: {
    zh: "该文件的一部分与网关当初加密的不同。这部分没有写入任何内容。",
    remedy: {
      en: "Ask whoever stored the file; another copy may be whole.",
      zh: "请联系存储该文件的人；其他副本可能完好。",
    },
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
  too_many_keys: {
    zh: "一个封存文件最多可由 16 个数据密钥打开。没有存储任何内容。",
    remedy: { en: "Name fewer keys.", zh: "请减少密钥数量。" },
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
  auto_lock_minutes: {
    zh: "自动锁定的时间可为 1 至 720 分钟，或从不。没有任何更改。",
    remedy: { en: "Choose a time in between.", zh: "请在此范围内选择。" },
  },
  clipboard_unavailable: {
    zh: "无法访问此桌面的剪贴板。没有复制任何内容。",
    remedy: { en: "Write it down, or try again.", zh: "请抄写下来，或重试。" },
  },
  keys_still_in_use: {
    zh: "密钥已锁定，但有些传输尚未暂停；暂停后它们会忘记各自的密钥。",
    remedy: { en: "Wait a moment and look at your transfers.", zh: "请稍候，然后查看您的传输。" },
  },
  vault_newer: {
    zh: "密钥库由更新版本的 Pileus 写入。",
    remedy: { en: "Update Pileus.", zh: "请更新 Pileus。" },
  },
  vault_read_only: {
    zh: "密钥库所在的文件夹是只读的。您的密钥安全，没有任何变化。",
    remedy: {
      en: "Give yourself the right to write into the data folder, or choose another data folder.",
      zh: "请为自己授予数据文件夹的写入权限，或选择其他数据文件夹。",
    },
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
  wrong_cipher: {
    zh: "该口令无法打开此文件。存储的内容完好。",
    remedy: {
      en: "Type the passphrase as the gateway was given it.",
      zh: "请输入当初提供给网关的口令。",
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
