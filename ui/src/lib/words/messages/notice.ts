/** What is told outside the window about the space. */
export const notice = {
  "notice.endTitle": {
    en: { one: "Space “{name}” ends in {count} day", other: "Space “{name}” ends in {count} days" },
    zh: "空间“{name}”将在 {count} 天后到期",
  },
  "notice.endToday": { en: "Space “{name}” ends today", zh: "空间“{name}”今天到期" },
  "notice.endText": {
    en: "Renew it in the Space window to keep its files. The day is an estimate from blocks.",
    zh: "请在“空间”窗口中续租以保留其中的文件。日期根据区块估算。",
  },
  "notice.fullTitle": { en: "Space “{name}” is nearly full", zh: "空间“{name}”即将用满" },
  "notice.fullText": {
    en: "{free} is left. Expand it, or delete files.",
    zh: "剩余 {free}。请扩展空间或删除文件。",
  },
} as const;
