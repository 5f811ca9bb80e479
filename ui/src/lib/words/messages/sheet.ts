/** The upload sheet. */
export const sheet = {
  "sheet.title": {
    en: { one: "Store {count} file", other: "Store {count} files" },
    zh: "存储 {count} 个文件",
  },
  "sheet.total": { en: "{size} in all", zh: "共 {size}" },
  "sheet.file": { en: "File", zh: "文件" },
  "sheet.size": { en: "Size", zh: "大小" },
  "sheet.taken": { en: "Space taken", zh: "占用空间" },
  "sheet.segments": {
    en: { one: "{count} segment", other: "{count} segments" },
    zh: "{count} 个分段",
  },
  "sheet.oneSegment": {
    en: "1 segment, {share} of it used",
    zh: "1 个分段，已用 {share}",
  },
  "sheet.files": { en: { one: "{count} file", other: "{count} files" }, zh: "{count} 个文件" },
  "sheet.showFiles": { en: "Show the files", zh: "显示文件" },
  "sheet.hideFiles": { en: "Hide the files", zh: "隐藏文件" },
  "sheet.why": {
    en: "Files are cut into 32 MiB segments, and the last one is filled up. Each is kept as 12 fragments on 12 storage nodes and takes 96 MiB; any 4 fragments bring it back.",
    zh: "文件被切分为 32 MiB 的分段，最后一段会补满。每个分段以 12 个片段保存在 12 个存储节点上，占用 96 MiB；任意 4 个片段即可还原。",
  },
  "sheet.refused": {
    en: { one: "{count} item cannot be stored", other: "{count} items cannot be stored" },
    zh: "{count} 项无法存储",
  },
  "sheet.nothing": { en: "There is nothing here to store.", zh: "没有可存储的内容。" },
  "sheet.bucket": { en: "Bucket", zh: "存储桶" },
  "sheet.seal": { en: "Seal with", zh: "封存方式" },
  "sheet.sealKey": { en: "A key", zh: "密钥" },
  "sheet.sealPassphrase": { en: "Passphrase", zh: "口令" },
  "sheet.sealNone": { en: "Nothing", zh: "不封存" },
  "sheet.sealKeyExplained": {
    en: "Names and contents are readable only with the key of this computer. The chain still shows the size and that it is yours.",
    zh: "只有这台计算机的密钥才能读取名称和内容。链上仍会显示大小以及它属于您。",
  },
  "sheet.sealKeysExplained": {
    en: "Names and contents are readable with any one of these keys. The chain still shows the size and that it is yours.",
    zh: "其中任何一个密钥都能读取名称和内容。链上仍会显示大小以及它属于您。",
  },
  "sheet.keys": { en: "Data keys", zh: "数据密钥" },
  "sheet.keysFull": {
    en: "{most} keys are as many as a file can have.",
    zh: "一个文件最多可有 {most} 个密钥。",
  },
  "sheet.passphrase": { en: "Passphrase", zh: "口令" },
  "sheet.passphraseAgain": { en: "The same again", zh: "再次输入" },
  "sheet.passphraseExplained": {
    en: "Whoever knows it can open the file. Pileus does not keep it: a forgotten passphrase cannot be brought back.",
    zh: "知道口令的人都能打开文件。Pileus 不保存口令：忘记后无法找回。",
  },
  "sheet.publicUnderstood": {
    en: "I understand that anyone can read these files, for ever.",
    zh: "我明白任何人都可以永久读取这些文件。",
  },
  "sheet.sealNoneExplained": {
    en: "In “{bucket}” anyone who knows a file's FID can read it.",
    zh: "在“{bucket}”中，知道文件 FID 的任何人都能读取它。",
  },
  "sheet.after": { en: "After this: {free} of {whole} free", zh: "完成后：{whole} 中剩余 {free}" },
  "sheet.fee": {
    en: { one: "network fee, {count} order", other: "network fee, {count} orders" },
    zh: "网络费用，{count} 个订单",
  },
  "sheet.feeUnknown": { en: "Fee not known yet", zh: "费用未知" },
  "sheet.taken2": { en: "space taken", zh: "占用空间" },
  "sheet.cancel": { en: "Cancel", zh: "取消" },
  "sheet.needsSpace": {
    en: "This does not fit: {missing} more space is needed.",
    zh: "空间不足：还需要 {missing}。",
  },
  "sheet.needsKey": { en: "Choose at least one data key.", zh: "请至少选择一个数据密钥。" },
  "sheet.needsPassphrase": { en: "Type the passphrase.", zh: "请输入口令。" },
  "sheet.needsSame": { en: "The two passphrases differ.", zh: "两次输入的口令不一致。" },
  "sheet.needsUnderstanding": {
    en: "Confirm that anyone can read these files.",
    zh: "请确认任何人都可以读取这些文件。",
  },
  "sheet.storing": { en: "Starting…", zh: "正在开始…" },
} as const;
