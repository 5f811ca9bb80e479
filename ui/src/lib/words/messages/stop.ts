/** Cancelling, passphrases asked again, and closing the window. */
export const stop = {
  "cancel.title": { en: "Cancel “{name}”?", zh: "取消“{name}”？" },
  "cancel.signed": {
    en: "The order is already on the chain, and the chain has no way to take it back.",
    zh: "订单已在链上，链上无法撤回订单。",
  },
  "cancel.locked": {
    en: "It keeps {size} of your space reserved until block {block}.",
    zh: "在区块 {block} 之前，它会占用您 {size} 的空间。",
  },
  "cancel.lockedOpen": {
    en: "It keeps {size} of your space reserved until the chain drops it.",
    zh: "在链上清除之前，它会占用您 {size} 的空间。",
  },
  "cancel.finish": { en: "Finish, then delete", zh: "完成后删除" },
  "cancel.finishExplained": {
    en: "Sends the rest, waits until the file is stored, deletes it. The space is free at once after that.",
    zh: "发送其余部分，等待存储完成后删除。之后空间立即释放。",
  },
  "cancel.stop": { en: "Stop here", zh: "就此停止" },
  "cancel.stopExplained": {
    en: "Sends nothing more. The space stays reserved until the chain drops the order.",
    zh: "不再发送。空间会保留到链上清除订单为止。",
  },
  "cancel.keep": { en: "Keep the transfer", zh: "继续传输" },
  "passphrase.title": { en: "Passphrase of “{name}”", zh: "“{name}”的口令" },
  "passphrase.explained": {
    en: "The passphrase is never kept, so it is asked for again to go on.",
    zh: "口令不会被保存，因此需要再次输入才能继续。",
  },
  "passphrase.label": { en: "Passphrase", zh: "口令" },
  "passphrase.goOn": { en: "Go on", zh: "继续" },
  "passphrase.cancel": { en: "Not now", zh: "暂不" },
  "quit.title": {
    en: { one: "{count} transfer is running", other: "{count} transfers are running" },
    zh: "{count} 个传输正在进行",
  },
  "quit.explained": {
    en: "If you close Pileus now, nothing is lost: they go on from here at the next start.",
    zh: "现在关闭 Pileus 不会丢失任何内容：下次启动时会从这里继续。",
  },
  "quit.remember": { en: "Do not ask again", zh: "不再询问" },
  "tray.open": { en: "Show Pileus", zh: "显示 Pileus" },
  "tray.quit": { en: "Quit Pileus", zh: "退出 Pileus" },
  "quit.stay": { en: "Keep it open", zh: "保持打开" },
  "quit.leave": { en: "Close Pileus", zh: "关闭 Pileus" },
} as const;
