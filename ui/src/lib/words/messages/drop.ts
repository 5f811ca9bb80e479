/** Dropping, choosing and pasting files. */
export const drop = {
  "drop.anywhere": {
    en: "Drop files or folders anywhere in this window.",
    zh: "将文件或文件夹拖放到此窗口的任意位置。",
  },
  "drop.paste": { en: "Pasting them works too.", zh: "也可以直接粘贴。" },
  "drop.files": { en: "Choose files…", zh: "选择文件…" },
  "drop.folder": { en: "Choose folder…", zh: "选择文件夹…" },
  "drop.over": {
    en: { one: "Store {count} item", other: "Store {count} items" },
    zh: "存储 {count} 项",
  },
  "drop.overExplained": {
    en: "Let go to see size, space and cost. Nothing is stored before you say so.",
    zh: "松开即可查看大小、空间和费用。在您确认之前不会存储任何内容。",
  },
  "drop.looking": { en: "Looking at what you chose…", zh: "正在查看所选内容…" },
} as const;
