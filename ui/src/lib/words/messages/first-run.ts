/** The first screen, and the moments until the window is ready. */
export const firstRun = {
  "firstRun.headline": {
    en: "Kept by twelve computers, opened only by you",
    zh: "由十二台计算机保管，只有您能打开",
  },
  "firstRun.introduction": {
    en: "Pileus seals a file with a key only you hold, cuts it into fragments, and gives them to storage nodes of the CESS network. Any four of the twelve bring it back.",
    zh: "Pileus 用只有您持有的密钥封存文件，将其切分为片段，交给 CESS 网络的存储节点保管。十二个片段中任意四个即可还原文件。",
  },
  "firstRun.try": { en: "Try it now", zh: "立即试用" },
  "firstRun.tryExplained": {
    en: "Starts a small CESS network inside this app, with an account, space, a bucket and a key ready. Nothing leaves this computer.",
    zh: "在本应用内启动一个小型 CESS 网络，并备好账户、空间、存储桶和密钥。任何数据都不会离开这台计算机。",
  },
  "firstRun.tryTime": { en: "Under ten seconds, no questions", zh: "不到十秒，无需回答任何问题" },
  "firstRun.start": { en: "Start", zh: "开始" },
  "firstRun.starting": { en: "Starting the local network…", zh: "正在启动本地网络…" },
  "firstRun.opening": { en: "Opening your network…", zh: "正在打开您的网络…" },
  "firstRun.giveUp": { en: "Stop", zh: "停止" },
  "firstRun.givingUp": { en: "Stopping…", zh: "正在停止…" },
  "firstRun.startAgain": { en: "Start again", zh: "重新启动" },
  "firstRun.use": { en: "Use CESS", zh: "使用 CESS" },
  "firstRun.useExplained": {
    en: "Pick a network, create or bring an account, rent space. You can stop after any step and find it again later.",
    zh: "选择网络、创建或导入账户、租用空间。您可以在任何一步停下，之后再继续。",
  },
  "firstRun.useTime": {
    en: "About five minutes; needs some tokens",
    zh: "约五分钟；需要一些代币",
  },
  "firstRun.setUp": { en: "Set up", zh: "设置" },
  "firstRun.goOn": { en: "Go on", zh: "继续设置" },
  "firstRun.manners": {
    en: "No telemetry. English and Simplified Chinese.",
    zh: "不收集任何使用数据。支持英语和简体中文。",
  },
  "firstRun.loading": { en: "Opening…", zh: "正在打开…" },
  "firstRun.made": { en: "Ready. This is what was made for you:", zh: "已就绪。已为您创建：" },
  "firstRun.madeClose": { en: "Close this note", zh: "关闭此提示" },
} as const;
