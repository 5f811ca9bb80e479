/** Links from outside, and receipts that are opened. */
export const link = {
  "link.title": { en: "A link to a file", zh: "指向文件的链接" },
  "link.explained": {
    en: "Something outside Pileus opened this link. Nothing happens unless you say so.",
    zh: "此链接由 Pileus 之外的程序打开。在您确认之前不会执行任何操作。",
  },
  "link.badTitle": { en: "This link cannot be read", zh: "无法读取此链接" },
  "link.badExplained": {
    en: "It has another form than a link to a file. Nothing was done.",
    zh: "其格式不是文件链接。未执行任何操作。",
  },
  "link.network": { en: "Network", zh: "网络" },
  "link.same": { en: "{name}, the one that is open", zh: "{name}，即当前打开的网络" },
  "link.other": {
    en: "{name}, not the one that is open. Change to it in the settings first.",
    zh: "{name}，不是当前打开的网络。请先在设置中切换。",
  },
  "link.unknown": {
    en: "A network that is not known here: {genesis}",
    zh: "未知的网络：{genesis}",
  },
  "link.unnamed": { en: "The link does not say which.", zh: "链接中没有说明。" },
  "link.notOpen": {
    en: "No network is open yet. Set one up first, then open the link again.",
    zh: "尚未打开任何网络。请先设置网络，然后再次打开链接。",
  },
  "link.looking": { en: "Looking…", zh: "正在查看…" },
  "link.download": { en: "Download…", zh: "下载…" },
  "link.cipher": { en: "A gateway encrypted this file", zh: "此文件由网关加密" },
  "link.cipherNote": {
    en: "In the old way called Cipher. Pileus cannot tell by itself, and asks for the passphrase next.",
    zh: "即旧的 Cipher 方式。Pileus 无法自行识别，随后会询问口令。",
  },
  "link.nothing": { en: "Do nothing", zh: "不执行操作" },
  "receipt.open": { en: "Open a receipt…", zh: "打开回执…" },
  "receipt.title": { en: "Receipt of “{name}”", zh: "“{name}”的回执" },
  "receipt.titleNameless": { en: "Receipt of a file", zh: "文件回执" },
  "receipt.explained": {
    en: "What the receipt says, and whether it holds.",
    zh: "回执的内容及其核验结果。",
  },
  "receipt.hashesHold": { en: "Its hashes hold together.", zh: "其中的哈希相互吻合。" },
  "receipt.hashesBroken": {
    en: "Its hashes do not hold together: it was changed.",
    zh: "其中的哈希不吻合：内容被改动过。",
  },
  "receipt.signatureHolds": { en: "The account signed it.", zh: "由该账户签名。" },
  "receipt.signatureBroken": {
    en: "The account did not sign this.",
    zh: "该账户没有签署此内容。",
  },
  "receipt.chainAgrees": { en: "The chain says the same.", zh: "链上内容与之一致。" },
  "receipt.chainDiffers": { en: "The chain says something else.", zh: "链上内容与之不符。" },
  "receipt.chainOther": {
    en: "It is of another network; the chain was not asked.",
    zh: "它属于另一个网络；未查询链。",
  },
  "receipt.chainNotAsked": { en: "The chain was not asked.", zh: "未查询链。" },
  "receipt.size": { en: "Size", zh: "大小" },
  "receipt.account": { en: "Account", zh: "账户" },
  "receipt.network": { en: "Network", zh: "网络" },
  "receipt.stored": { en: "Stored in block", zh: "存储于区块" },
  "receipt.made": { en: "Made", zh: "生成时间" },
  "receipt.unread": { en: "It could not be read.", zh: "无法读取。" },
  "receipt.close": { en: "Close", zh: "关闭" },
} as const;
