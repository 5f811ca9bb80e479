/** Gateways: where they are given power, and where it is offered to take that back. */
export const gateways = {
  "gateways.title": { en: "Gateways", zh: "网关" },
  "gateways.explained": {
    en: "A gateway takes a file once and stores it in your account's name. You need none: without one, files go straight to the storage nodes.",
    zh: "网关只需接收一次文件，并以您账户的名义存储。网关并非必需：不使用时，文件直接送到存储节点。",
  },
  "gateways.loading": { en: "Asking the gateways…", zh: "正在询问网关…" },
  "gateways.again": { en: "Ask again", zh: "重新询问" },
  "gateways.empty": {
    en: "No gateway is on the network's list.",
    zh: "网络列表中没有网关。",
  },
  "gateways.answers": { en: "Answers: {version}", zh: "有应答：{version}" },
  "gateways.silent": { en: "No usable answer: {reason}", zh: "没有可用的应答：{reason}" },
  "gateways.noAddress": { en: "It has no address.", zh: "没有地址。" },
  "gateways.unlisted": { en: "Not on the network's list", zh: "不在网络列表中" },
  "gateways.authorised": { en: "May act for {account}", zh: "可代表 {account} 操作" },
  "gateways.notAuthorised": { en: "May not act for {account}", zh: "不可代表 {account} 操作" },
  "gateways.authorise": { en: "Authorise…", zh: "授权…" },
  "gateways.authoriseName": { en: "Authorise {name}…", zh: "授权 {name}…" },
  "gateways.revoke": { en: "Revoke…", zh: "撤销…" },
  "gateways.revokeName": { en: "Revoke {name}…", zh: "撤销 {name} 的授权…" },
  "gateways.authoriseTitle": { en: "Authorise {name}?", zh: "授权 {name}？" },
  "gateways.authoriseExplained": {
    en: "It may then act for your account {account}:",
    zh: "授权后，它可以代表您的账户 {account}：",
  },
  "gateways.powerStore": {
    en: "Store files in its name, in all its territories, until they are full.",
    zh: "以其名义在所有领地中存储文件，直至用满。",
  },
  "gateways.powerMove": {
    en: "Charge stored files to another territory of it.",
    zh: "把已存储的文件改记到它的另一个领地。",
  },
  "gateways.powerDelete": {
    en: "Delete every file of it, also those that the gateway did not store.",
    zh: "删除它的任何文件，包括不是由该网关存储的文件。",
  },
  "gateways.powerUnending": {
    en: "All that until you revoke it: it does not end by itself.",
    zh: "以上权力不会自行结束，直到您撤销为止。",
  },
  "gateways.powerOpenToAnybody": {
    en: "While it lasts, anybody who knows your account's address can store files in its name by this gateway, without any proof, until your territories are full. Revoke it right after the upload.",
    zh: "授权期间，任何知道您账户地址的人都能通过该网关以其名义存储文件而无需任何证明，直至领地用满。请在上传后立即撤销。",
  },
  "gateways.powerSignedForGood": {
    en: "What your account signs to upload there never expires: whoever gets it can sign in as your account at every gateway of CD²N. Keep an account of its own for storage.",
    zh: "您的账户为上传而签署的内容永不过期：得到它的人可以在任何 CD²N 网关以您的账户登录。请为存储使用单独的账户。",
  },
  "gateways.powerNot": {
    en: "It cannot move money, nor rent, renew or give away territories. Authorise it for as long as you need it, and revoke it afterwards.",
    zh: "它不能转移资金，也不能租用、续租或转让领地。请只在需要期间授权，用完后撤销。",
  },
  "gateways.goAuthorise": { en: "Authorise for {price}", zh: "以 {price} 授权" },
  "gateways.doneAuthorise": {
    en: "{name} may act for your account until you revoke it.",
    zh: "在您撤销之前，{name} 可以代表您的账户操作。",
  },
  "gateways.revokeTitle": { en: "Revoke {name}?", zh: "撤销 {name} 的授权？" },
  "gateways.revokeExplained": {
    en: "It may then no longer act for your account {account}.",
    zh: "撤销后，它不能再代表您的账户 {account} 操作。",
  },
  "gateways.revokeLeaves": {
    en: "Files that are stored stay stored, and what it ordered before goes on.",
    zh: "已存储的文件保持不变，此前已下的订单会继续完成。",
  },
  "gateways.goRevoke": { en: "Revoke for {price}", zh: "以 {price} 撤销" },
  "gateways.doneRevoke": {
    en: "{name} may no longer act for your account.",
    zh: "{name} 不能再代表您的账户操作。",
  },
  "gateways.experimental": { en: "Experimental", zh: "实验性" },
  "gateways.experimentalSays": {
    en: "It runs CD²N, which Pileus supports in part only. Pileus never chooses it by itself.",
    zh: "它运行 CD²N，Pileus 仅部分支持，不会自行选择它。",
  },
  "gateways.silentUnreachable": { en: "it cannot be reached", zh: "无法连接" },
  "gateways.silentTimedOut": { en: "it took too long", zh: "应答超时" },
  "gateways.silentElsewhere": { en: "it wants to lead elsewhere", zh: "它试图转到别处" },
  "gateways.silentUnreadable": { en: "what it says cannot be read", zh: "应答内容无法读取" },
  "gateways.silentForbidden": {
    en: "its address is none that may be connected to",
    zh: "其地址不允许连接",
  },
  "gateways.silentBusy": { en: "it is too busy", zh: "它目前繁忙" },
  "gateways.silentFailed": { en: "it failed inside", zh: "其内部出错" },
  "gateways.silentRefused": { en: "it does not say what it is", zh: "它没有说明自己是什么" },
  "gateways.offer": {
    en: "{name} may still act for your account, and nothing of yours goes by it now.",
    zh: "{name} 仍可代表您的账户操作，而目前没有文件经它传输。",
  },
  "gateways.offerGo": { en: "Revoke it…", zh: "撤销授权…" },
  "gateways.offerHere": {
    en: "Your uploads by it are done. Revoke it until you need it again.",
    zh: "经它的上传已完成。可先撤销授权，需要时再授权。",
  },
  "gateways.offerKeep": { en: "Keep it", zh: "保留" },
  "gateways.offerKeepName": { en: "Keep {name} authorised", zh: "保留对 {name} 的授权" },
} as const;
