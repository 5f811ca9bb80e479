/** The steps behind the door "Use CESS". */
export const setup = {
  "setup.title": { en: "Use CESS", zh: "使用 CESS" },
  "setup.back": { en: "Back to the start", zh: "返回起始页" },
  "setup.kept": {
    en: "You can stop after any step; Pileus finds it again.",
    zh: "您可以在任何一步停下，Pileus 会记住进度。",
  },
  "setup.steps": { en: "Steps", zh: "步骤" },
  "setup.stepDone": { en: "done", zh: "已完成" },
  "setup.network": { en: "Network", zh: "网络" },
  "setup.account": { en: "Account", zh: "账户" },
  "setup.tokens": { en: "Tokens", zh: "代币" },
  "setup.space": { en: "Space", zh: "空间" },
  "setup.done": { en: "Ready", zh: "就绪" },
  "setup.networkTitle": { en: "Which network?", zh: "选择哪个网络？" },
  "setup.networkExplained": {
    en: "The test network costs nothing and may be made anew at any time. The main network keeps what you pay for.",
    zh: "测试网络免费，但可能随时重建。主网络会保管您付费存储的内容。",
  },
  "setup.endpoints": {
    en: { one: "{count} address", other: "{count} addresses" },
    zh: "{count} 个地址",
  },
  "setup.own": { en: "Own RPC endpoints", zh: "自有 RPC 节点" },
  "setup.ownExplained": {
    en: "Reach a CESS network through addresses that you name.",
    zh: "通过您指定的地址连接 CESS 网络。",
  },
  "setup.ownName": { en: "Name of the network", zh: "网络名称" },
  "setup.ownAddresses": {
    en: "Addresses, one a line (wss://…)",
    zh: "地址，每行一个（wss://…）",
  },
  "setup.ownPrivate": {
    en: "Its storage nodes have private addresses (a network in your own house)",
    zh: "其存储节点使用私有地址（您自己的内部网络）",
  },
  "setup.needsName": { en: "Give the network a name.", zh: "请为网络命名。" },
  "setup.needsAddress": { en: "Give at least one address.", zh: "请至少输入一个地址。" },
  "setup.needsChoice": { en: "Choose a network.", zh: "请选择一个网络。" },
  "setup.connect": { en: "Connect", zh: "连接" },
  "setup.connecting": { en: "Connecting…", zh: "正在连接…" },
  "setup.accountTitle": { en: "Your account", zh: "您的账户" },
  "setup.accountExplained": {
    en: "An account pays for space and owns your files. Create one, or import one that you have, in the Keys window: secrets are shown and typed only there.",
    zh: "账户用于支付空间费用并拥有您的文件。请在“密钥”窗口中创建或导入账户：密语只在那里显示和输入。",
  },
  "setup.accountWaiting": {
    en: "Waiting for an account. This page goes on by itself.",
    zh: "正在等待账户。此页面会自动继续。",
  },
  "setup.accountHave": {
    en: "{name} pays and owns your files.",
    zh: "由“{name}”付款并拥有您的文件。",
  },
  "setup.openKeys": { en: "Open keys…", zh: "打开密钥…" },
  "setup.tokensTitle": { en: "Tokens for “{name}”", zh: "“{name}”的代币" },
  "setup.tokensTest": {
    en: "On the test network tokens are free: ask its faucet for some, with the address below. The CESS documentation says where the faucet is.",
    zh: "测试网络的代币免费：用下面的地址在其水龙头领取。CESS 文档中有水龙头的位置。",
  },
  "setup.tokensMain": {
    en: "On the main network buy tokens on an exchange that trades them, or let somebody send you some, to the same address.",
    zh: "主网络的代币请在交易所购买，或请他人转入同一地址。",
  },
  "setup.tokensNote": {
    en: "Compare both ends of the address. Tokens that are sent to another one cannot be brought back.",
    zh: "请核对地址的首尾。发送到其他地址的代币无法找回。",
  },
  "setup.qr": { en: "QR code of the address", zh: "地址的二维码" },
  "setup.balanceLooks": {
    en: "Read anew every few seconds.",
    zh: "每隔几秒重新读取。",
  },
  "setup.price": {
    en: "1 GiB for 30 days costs {amount} now.",
    zh: "目前 1 GiB 空间 30 天的价格为 {amount}。",
  },
  "setup.needsTokens": { en: "Waiting for the first tokens.", zh: "正在等待第一笔代币。" },
  "setup.goOn": { en: "Go on", zh: "继续" },
  "setup.spaceTitle": { en: "Rent space", zh: "租用空间" },
  "setup.spaceExplained": {
    en: "A territory is space on the network for a number of days. Files are kept threefold in it.",
    zh: "领地是网络上按天租用的空间。文件在其中以三倍空间保存。",
  },
  "setup.spaceHave": { en: "You have the territory “{name}”.", zh: "您已拥有领地“{name}”。" },
  "setup.doneTitle": { en: "Nearly there", zh: "即将完成" },
  "setup.doneExplained": {
    en: "A bucket and a data key are made, then you can drop the first file.",
    zh: "创建存储桶和数据密钥后，即可拖放第一个文件。",
  },
  "setup.finish": { en: "Finish", zh: "完成" },
  "setup.finishing": { en: "Finishing…", zh: "正在完成…" },
} as const;
