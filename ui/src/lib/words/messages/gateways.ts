/** Gateways: in the space window, where they are given power, and on the upload sheet, where they are used. */
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
  "route.label": { en: "Route", zh: "路线" },
  "route.direct": { en: "Straight to storage nodes", zh: "直接送到存储节点" },
  "route.gateway": { en: "Gateway {name}", zh: "网关 {name}" },
  "route.directSends": {
    en: "Sends about three times the size of the files.",
    zh: "发送量约为文件大小的三倍。",
  },
  "route.directSigns": {
    en: "Your account signs the orders and pays their fees.",
    zh: "由您的账户签署订单并支付费用。",
  },
  "route.directLearns": { en: "Nobody else acts for you.", zh: "没有他人代表您操作。" },
  "route.gatewaySends": { en: "Sends the files once.", zh: "文件只发送一次。" },
  "route.gatewaySigns": {
    en: "The gateway signs the orders and pays their fees. Pileus compares each with the file; where the gateway fails, the direct route takes over.",
    zh: "由网关签署订单并支付费用。Pileus 会将每个订单与文件比对；网关失败时改用直接路线。",
  },
  "route.gatewayLearns": {
    en: "It learns your account, your network address, public names, and whatever is not sealed.",
    zh: "它会知道您的账户、网络地址、公开名称，以及未封存的内容。",
  },
  "route.fee": {
    en: "Only if the direct route takes over",
    zh: "仅在改用直接路线时支付",
  },
} as const;
