import type { Wordings } from "./wording";

/** The program itself: its data folder, its journal, its windows. */
export const program: Wordings = {
  check_stopped: {
    zh: "检查已停止。文件没有变化。",
    remedy: { en: "Start it again at any time.", zh: "可随时重新开始。" },
  },
  stopped: {
    zh: "已及时停止。没有任何变化。",
    remedy: { en: "Start it again at any time.", zh: "可随时重新开始。" },
  },
  data_folder_unknown: {
    zh: "无法确定数据应保存在何处：XDG_DATA_HOME 和 HOME 均未设置。",
    remedy: {
      en: "Set PILEUS_DATA_DIR to a folder of yours and start Pileus again.",
      zh: "请将 PILEUS_DATA_DIR 设为您的文件夹，然后重新启动 Pileus。",
    },
  },
  look_up_stopped: {
    zh: "搜索已停止。没有任何变化。",
    remedy: { en: "Start it again at any time.", zh: "可随时重新开始。" },
  },
  diagnostics_not_shown: {
    zh: "诊断信息尚未显示，因此没有保存。",
    remedy: { en: "Look at it first, then save it.", zh: "请先查看，然后保存。" },
  },
  file_not_saved: {
    zh: "无法写入该文件。",
    remedy: { en: "Choose a folder that you may write to.", zh: "请选择您有写入权限的文件夹。" },
  },
  file_unusable: {
    zh: "无法读取或写入该文件。没有任何变化。",
    remedy: {
      en: "Check the path and your rights on it.",
      zh: "请检查路径以及您对该文件的权限。",
    },
  },
  internal: {
    zh: "Pileus 的某个部分发生故障。未丢失任何内容。",
    remedy: { en: "Try again, and please report this.", zh: "请重试，并报告此问题。" },
  },
  journal_damaged: {
    zh: "日志的一部分无法读取。网络上的文件未受影响。",
    remedy: { en: "Keep the data folder and report this.", zh: "请保留数据文件夹并报告此问题。" },
  },
  journal_failed: {
    zh: "无法读取或写入日志，因此下一步没有执行。",
    remedy: {
      en: "Check the disk and the rights of the data folder, then try again.",
      zh: "请检查磁盘和数据文件夹的权限，然后重试。",
    },
  },
  journal_newer: {
    zh: "日志由更新版本的 Pileus 写入，保持原样。",
    remedy: { en: "Update Pileus.", zh: "请更新 Pileus。" },
  },
  preview_too_large: {
    zh: "该文件超过可预览的大小。文件本身完好。",
    remedy: { en: "Save it, then open it with its own program.", zh: "请保存后用相应的程序打开。" },
  },
  preview_unknown_kind: {
    zh: "此类文件无法预览。",
    remedy: { en: "Download it and open it in another program.", zh: "请下载后用其他程序打开。" },
  },
  setting_damaged: {
    zh: "无法读取已保存的网络设置。",
    remedy: {
      en: "Restore the data folder from a copy, or start with a new one.",
      zh: "请从副本恢复数据文件夹，或使用新的数据文件夹。",
    },
  },
  restore_stopped: {
    zh: "恢复已停止。此前已恢复的内容会保留；恢复包保持原样。",
    remedy: {
      en: "Use the kit again to bring back the rest.",
      zh: "请再次使用恢复包以恢复其余内容。",
    },
  },
  value_refused: {
    zh: "输入的值不被接受。",
    remedy: { en: "Correct it and try again.", zh: "请更正后重试。" },
  },
  work_interrupted: {
    zh: "程序在处理时中断。已存储的内容仍在。",
    remedy: {
      en: "Try again; if it happens again, start Pileus anew.",
      zh: "请重试；如再次发生，请重新启动 Pileus。",
    },
  },
  too_many_windows: {
    zh: "已打开的存储桶窗口过多。未打开新的窗口。",
    remedy: { en: "Close one of them first.", zh: "请先关闭其中一个。" },
  },
  window_not_opened: {
    zh: "无法打开该窗口。",
    remedy: {
      en: "Try again; if it happens again, start Pileus anew.",
      zh: "请重试；如再次发生，请重新启动 Pileus。",
    },
  },
};
