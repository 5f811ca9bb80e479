/** What the buttons of all dialogs are called. */
export const dialog = {
  "dialog.cancel": { en: "Cancel", zh: "取消" },
  "dialog.done": { en: "Done", zh: "完成" },
  "dialog.save": { en: "Save", zh: "保存" },
} as const;
