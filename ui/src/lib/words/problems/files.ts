import type { Wordings } from "./wording";

/** The files of this computer, and what is dropped on the window. */
export const files: Wordings = {
  disk_full: {
    zh: "磁盘已满，因此下一步没有执行。网络上的内容未受影响。",
    remedy: { en: "Make room on the disk, then try again.", zh: "请腾出磁盘空间，然后重试。" },
  },
  file_too_large: {
    zh: "该文件超过网络单个文件的上限。未存储任何内容。",
    remedy: { en: "Split it into parts and store each.", zh: "请将其拆分为多个部分分别存储。" },
  },
  folder_not_shown: {
    zh: "无法显示该文件所在的文件夹。",
    remedy: { en: "Open it in your file manager.", zh: "请在文件管理器中打开它。" },
  },
  folder_too_deep: {
    zh: "该文件夹层级过深，已被略过。",
    remedy: { en: "Drop it by itself.", zh: "请单独拖放该文件夹。" },
  },
  folder_unreadable: {
    zh: "无法读取该文件夹。",
    remedy: { en: "Check your rights on it.", zh: "请检查您对它的访问权限。" },
  },
  link_not_followed: {
    zh: "这是文件夹中的链接。链接可能指向任何地方，因此未被读取。",
    remedy: { en: "Drop the file that it leads to.", zh: "请拖放链接所指向的文件。" },
  },
  source_changed: {
    zh: "文件在准备之后发生了变化。变化后的内容未发送。",
    remedy: {
      en: "Try again: the file is prepared anew, with a new key if it is sealed.",
      zh: "请重试：文件会重新准备；如已封存，将使用新的密钥。",
    },
  },
  source_empty: {
    zh: "该文件为空，网络无法存储零字节。",
    remedy: {
      en: "Store it sealed; then it has a header to store.",
      zh: "请封存后存储；封存的文件带有可存储的文件头。",
    },
  },
  source_forbidden: {
    zh: "您没有读取该文件的权限。网络上的内容未受影响。",
    remedy: {
      en: "Give yourself the right to read it, then try again.",
      zh: "请为自己授予读取权限，然后重试。",
    },
  },
  source_is_device: {
    zh: "这是设备或管道，不是文件。",
    remedy: { en: "Save its content as a file first.", zh: "请先将其内容保存为文件。" },
  },
  source_is_folder: {
    zh: "这是文件夹，不是文件。",
    remedy: { en: "Drop the folder on the window.", zh: "请将该文件夹拖放到窗口中。" },
  },
  source_link_loop: {
    zh: "这是一个循环指向自身的链接。网络上的内容未受影响。",
    remedy: { en: "Choose the real file.", zh: "请选择真正的文件。" },
  },
  source_missing: {
    zh: "找不到该文件。网络上的内容未受影响。",
    remedy: { en: "Put it back, then try again.", zh: "请将其放回原处，然后重试。" },
  },
  source_name_not_text: {
    zh: "该文件的名称不是可读的文本。",
    remedy: { en: "Rename the file, then try again.", zh: "请重命名该文件，然后重试。" },
  },
  source_not_codable: {
    zh: "无法为网络准备该文件。",
    remedy: { en: "Please report this with the details.", zh: "请附上详情报告此问题。" },
  },
  source_shrunk: {
    zh: "文件在准备之后变短了。变化后的内容未发送。",
    remedy: { en: "Try again when it is at rest.", zh: "请在文件不再变化后重试。" },
  },
  source_unreadable: {
    zh: "无法读取该文件。网络上的内容未受影响。",
    remedy: { en: "Check the disk, then try again.", zh: "请检查磁盘，然后重试。" },
  },
  target_exists: {
    zh: "目标位置已有同名文件，该文件保持原样。",
    remedy: {
      en: "Choose another place, or move what is there away.",
      zh: "请选择其他位置，或移走已有文件。",
    },
  },
  target_folder_missing: {
    zh: "目标文件夹不存在。未下载任何内容。",
    remedy: {
      en: "Make the folder first, or choose another place.",
      zh: "请先创建该文件夹，或选择其他位置。",
    },
  },
  target_unwritable: {
    zh: "无法写入目标文件。网络上的内容未受影响。",
    remedy: { en: "Choose a folder that you may write to.", zh: "请选择您有写入权限的文件夹。" },
  },
  too_many_files: {
    zh: "文件过多；超出上限的部分已被略过。",
    remedy: { en: "Store them in several steps.", zh: "请分几次存储。" },
  },
};
