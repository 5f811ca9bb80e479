import type { Wordings } from "./wording";

/** Recovery kits: their words, shares and codes. */
export const kit: Wordings = {
  kit_code: {
    zh: "该恢复包的第 {part} 个二维码内容不完整。没有更改任何内容。",
    remedy: {
      en: "Read this code again, and paste its whole text.",
      zh: "请重新读取该二维码，并粘贴全部文字。",
    },
  },
  kit_codes: {
    zh: "这段文字中没有恢复包的二维码内容。没有更改任何内容。",
    remedy: {
      en: "Paste the text that a camera reads from the codes on the page.",
      zh: "请粘贴用相机从页面二维码读出的文字。",
    },
  },
  kit_codes_missing: {
    zh: "该恢复包共有 {parts} 个二维码，缺少：{missing}。没有更改任何内容。",
    remedy: {
      en: "Read the missing codes as well; their order does not matter.",
      zh: "请把缺少的二维码也读进来；顺序无关紧要。",
    },
  },
  kit_codes_mixed: {
    zh: "这些二维码来自不同的恢复包。没有更改任何内容。",
    remedy: {
      en: "Take all codes from pages that show the same kit number.",
      zh: "请使用印有同一恢复包编号的页面上的二维码。",
    },
  },
  kit_damaged: {
    zh: "该恢复包已损坏：与写入时不同。没有更改任何内容。",
    remedy: {
      en: "Use another copy of the kit, or the codes on its page.",
      zh: "请使用恢复包的其他副本，或其页面上的二维码。",
    },
  },
  kit_drill_differs: {
    zh: "恢复包打开了该文件，但其长度与恢复包中的记录不同。",
    remedy: { en: "Make a new kit.", zh: "请制作新的恢复包。" },
  },
  kit_empty: {
    zh: "还没有账户，也没有数据密钥，恢复包没有可带回的内容。没有写入任何内容。",
    remedy: {
      en: "Make an account or a data key first.",
      zh: "请先创建账户或数据密钥。",
    },
  },
  kit_mismatch: {
    zh: "这些词本身完整，但属于另一个恢复包。没有更改任何内容。",
    remedy: {
      en: "Take the page that shows the same kit number and date.",
      zh: "请使用印有同一编号和日期的页面。",
    },
  },
  kit_newer: {
    zh: "该恢复包的格式版本为 {version}，此程序不认识。没有更改任何内容。",
    remedy: {
      en: "Use a newer version of this program.",
      zh: "请使用更新版本的程序。",
    },
  },
  kit_not_proven: {
    zh: "恢复包已写入，但读回时无法打开。写入的内容已移除。",
    remedy: {
      en: "Make it again, on another disk if this happens twice.",
      zh: "请重新制作；若再次发生，请换一个磁盘。",
    },
  },
  kit_nothing_to_drill: {
    zh: "此网络上没有该恢复包能打开的已存储文件，无法试验。",
    remedy: {
      en: "Store a sealed file and make a new kit; then try again.",
      zh: "请先存储一个加密文件并制作新的恢复包，然后重试。",
    },
  },
  kit_share: {
    zh: "第 {share} 份恢复份额有误。没有更改任何内容。",
    remedy: {
      en: "Compare the words of this share with its page, one by one, and try again.",
      zh: "请将这份的词与其页面逐一核对，然后重试。",
    },
  },
  kit_share_word: {
    zh: "第 {share} 份恢复份额的第 {place} 个词有误。没有更改任何内容。",
    remedy: {
      en: "Compare this word with the page, and try again.",
      zh: "请将该词与页面核对，然后重试。",
    },
  },
  kit_shares_few: {
    zh: "打开该恢复包需要 {needed} 份不同的份额，目前有 {given} 份。没有更改任何内容。",
    remedy: {
      en: "Find another share of the same kit.",
      zh: "请再找一份同一恢复包的份额。",
    },
  },
  kit_shares_mixed: {
    zh: "这些份额不是一起制作的，来自不同的恢复包。没有更改任何内容。",
    remedy: {
      en: "Take shares whose pages show the same kit number.",
      zh: "请使用页面上印有同一恢复包编号的份额。",
    },
  },
  kit_split: {
    zh: "恢复包不能这样拆分。没有写入任何内容。",
    remedy: {
      en: "Ask for 2 to 16 shares, of which at least 2 are needed.",
      zh: "请选择 2 到 16 份，其中至少需要 2 份才能打开。",
    },
  },
  kit_too_large: {
    zh: "要保存的内容超出恢复包的容量。没有写入任何内容。",
    remedy: {
      en: "Remove what is no longer needed, and make the kit again.",
      zh: "请删除不再需要的内容，然后重新制作。",
    },
  },
  kit_unreadable: {
    zh: "这不是恢复包。没有更改任何内容。",
    remedy: {
      en: "Choose the file whose name ends in .pileus-kit.",
      zh: "请选择名称以 .pileus-kit 结尾的文件。",
    },
  },
  kit_word: {
    zh: "第 {place} 个词有误。没有更改任何内容。",
    remedy: {
      en: "Compare this word with the page, and try again.",
      zh: "请将该词与页面核对，然后重试。",
    },
  },
  kit_words: {
    zh: "这些词有误，无法打开恢复包。没有更改任何内容。",
    remedy: {
      en: "Compare the words with the page, one by one, and try again.",
      zh: "请将这些词与页面逐一核对，然后重试。",
    },
  },
  kit_work_failed: {
    zh: "恢复包的处理中断。之前的内容未受影响。",
    remedy: { en: "Try again.", zh: "请重试。" },
  },
};
