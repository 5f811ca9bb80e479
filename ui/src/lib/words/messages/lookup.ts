/** Looking up a transaction or a file by its digits. */
export const lookUp = {
  "lookUp.command": { en: "Look up a hash…", zh: "查询哈希…" },
  "lookUp.typed": { en: "Look it up on the chain", zh: "在链上查询" },
  "lookUp.title": { en: "Look up a hash", zh: "查询哈希" },
  "lookUp.explained": {
    en: "The hash of a transaction or the FID of a file, to see what became of it.",
    zh: "输入交易哈希或文件的 FID，查看其情况。",
  },
  "lookUp.field": { en: "Transaction hash or FID", zh: "交易哈希或 FID" },
  "lookUp.fieldNote": {
    en: "64 digits from 0 to f. With 0x in front they are always those of a transaction.",
    zh: "64 位十六进制数字。以 0x 开头时始终视为交易哈希。",
  },
  "lookUp.older": { en: "Older transactions", zh: "更早的交易" },
  "lookUp.from": { en: "Search backwards from block", zh: "从此区块向前搜索" },
  "lookUp.fromNote": {
    en: "Somebody else’s transaction is looked for in 2,400 final blocks: the newest ones, unless a block is named.",
    zh: "他人的交易在 2,400 个已最终确认的区块中查找：未指定区块时为最新的区块。",
  },
  "lookUp.needsDigits": {
    en: "A hash has 64 digits from 0 to f.",
    zh: "哈希为 64 位十六进制数字。",
  },
  "lookUp.needsBlock": { en: "A block is a whole number.", zh: "区块必须是整数。" },
  "lookUp.go": { en: "Look up", zh: "查询" },
  "lookUp.asking": { en: "Asking…", zh: "正在查询…" },
  "lookUp.searching": {
    en: "Searching the chain: block {block}, {left} left",
    zh: "正在搜索链：区块 {block}，剩余 {left}",
  },
  "lookUp.search": { en: "Search of the chain", zh: "链上搜索" },
  "lookUp.stop": { en: "Stop the search", zh: "停止搜索" },
  "lookUp.stopped": {
    en: "The search was stopped. Nothing was changed.",
    zh: "搜索已停止。没有任何变化。",
  },
  "lookUp.again": { en: "Look again", zh: "再次查询" },
  "lookUp.close": { en: "Close", zh: "关闭" },

  "lookUp.transaction": { en: "Transaction", zh: "交易" },
  "lookUp.order": { en: "Order to store a file", zh: "存储文件的订单" },
  "lookUp.deletion": { en: "Deletion of a file", zh: "删除文件" },
  "lookUp.move": { en: "Move of a file to another territory", zh: "将文件移至另一领地" },
  "lookUp.report": {
    en: "A storage node’s report that it holds its fragments",
    zh: "存储节点报告其已持有片段",
  },
  "lookUp.territoryAct": { en: "Change of rented space", zh: "租用空间的变更" },
  "lookUp.gateway": { en: "Change of who may act for an account", zh: "账户授权的变更" },
  "lookUp.payment": { en: "Payment from one account to another", zh: "账户之间的转账" },
  "lookUp.other": {
    en: "Something that has nothing to do with files or space, as far as can be told",
    zh: "据目前所知，与文件或空间无关的操作",
  },
  "lookUp.signed": { en: "Signed, and not yet seen in a block", zh: "已签名，尚未出现在区块中" },
  "lookUp.inBlock": {
    en: "In block {number}, which is not final yet",
    zh: "在区块 {number} 中，尚未最终确认",
  },
  "lookUp.final": {
    en: "Successful, and final in block {number}",
    zh: "成功，已在区块 {number} 中最终确认",
  },
  "lookUp.failed": {
    en: "Refused by the chain in block {number}: {failure}",
    zh: "在区块 {number} 中被链拒绝：{failure}",
  },
  "lookUp.expired": {
    en: "Expired without getting into a block: it did nothing and cost nothing",
    zh: "未进入区块即已过期：没有任何效果，也没有费用",
  },
  "lookUp.eventsGone": {
    en: "In block {number}; the network no longer keeps what it did",
    zh: "在区块 {number} 中；网络已不再保留其执行结果",
  },
  "lookUp.own": { en: "Signed on this computer, {moment}", zh: "在此计算机上签名，{moment}" },
  "lookUp.foreign": { en: "Not signed on this computer", zh: "不是在此计算机上签名" },
  "lookUp.elsewhere": {
    en: "It was signed for another network than the one that is open.",
    zh: "它是为另一个网络签名的，而非当前打开的网络。",
  },
  "lookUp.by": { en: "Signed by", zh: "签名账户" },
  "lookUp.where": { en: "Where", zh: "来源" },
  "lookUp.block": { en: "Block", zh: "区块" },
  "lookUp.territory": { en: "Territory", zh: "领地" },
  "lookUp.note": { en: "Noted as", zh: "备注" },
  "lookUp.events": { en: "Events", zh: "事件" },

  "lookUp.file": { en: "File", zh: "文件" },
  "lookUp.fileUnknown": {
    en: "The network does not know a file of this FID.",
    zh: "网络上没有此 FID 的文件。",
  },
  "lookUp.perhapsTransaction": {
    en: "These digits may be the hash of somebody else’s transaction.",
    zh: "这些数字也可能是他人交易的哈希。",
  },
  "lookUp.searchTransactions": { en: "Search the transactions", zh: "搜索交易" },
  "lookUp.size": { en: "Size", zh: "大小" },
  "lookUp.segments": {
    en: { one: "{size}, {count} segment", other: "{size}, {count} segments" },
    zh: "{size}，{count} 个分段",
  },
  "lookUp.inTerritory": { en: "in the territory “{name}”", zh: "位于领地“{name}”" },
  "lookUp.asOf": { en: "Read at block", zh: "读取于区块" },
} as const;
