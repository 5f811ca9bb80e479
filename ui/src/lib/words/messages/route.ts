/** The routes of an upload: on the sheet, in the row, and what Pileus would choose. */
export const route = {
  "route.label": { en: "Route", zh: "路线" },
  "route.direct": { en: "Straight to storage nodes", zh: "直接送到存储节点" },
  "route.directSays": {
    en: "Sends {size}: about three times the files, more for small ones. Your account signs; nobody else acts for you.",
    zh: "发送 {size}：约为文件的三倍，小文件更多。由您的账户签署，没有他人代表您操作。",
  },
  "route.gateway": { en: "By gateway {name}", zh: "经网关 {name}" },
  "route.gatewayAny": { en: "By a gateway", zh: "经网关" },
  "route.which": { en: "Which gateway", zh: "选择网关" },
  "route.gatewaySays": {
    en: "Sends {size}, once. The gateway signs for you. It learns your account, your network address, public names, and whatever is not sealed.",
    zh: "只发送一次，共 {size}。由网关代您签署。它会知道您的账户、网络地址、公开名称，以及未封存的内容。",
  },
  "route.gatewayChecked": {
    en: "Pileus compares its orders with your files. Where it fails, another gateway or the direct route takes over.",
    zh: "Pileus 会将其订单与您的文件比对。如果它失败，由另一个网关或直接路线接手。",
  },
  "route.experimentalName": { en: "{name} (experimental)", zh: "{name}（实验性）" },
  "route.experimentalSealed": {
    en: "Sealed files do not go by it: Pileus sends them straight.",
    zh: "已封存的文件不经过它：Pileus 会直接发送。",
  },
  "route.auto": { en: "Let Pileus choose", zh: "由 Pileus 选择" },
  "route.autoAsking": { en: "Looking at what is quicker now…", zh: "正在比较当前哪条更快…" },
  "route.autoNoGateway": {
    en: "Now straight: it uses no experimental gateway by itself.",
    zh: "目前为直接路线：Pileus 不会自行使用实验性网关。",
  },
  "route.autoNoneAnswers": {
    en: "Now straight: no gateway answers.",
    zh: "目前为直接路线：没有网关应答。",
  },
  "route.autoUplinkUnknown": {
    en: "Now straight: how fast this connection sends is not known yet. This upload measures it.",
    zh: "目前为直接路线：尚不清楚此连接的发送速度，本次上传会进行测量。",
  },
  "route.autoSoonEnough": {
    en: "Now straight: at {speed} that takes about {direct}, and by a gateway {gateway}.",
    zh: "目前为直接路线：按 {speed} 计算约需 {direct}，经网关约需 {gateway}。",
  },
  "route.autoSaves": {
    en: "Now by {name}: at {speed} that takes about {gateway} instead of {direct}.",
    zh: "目前经 {name}：按 {speed} 计算约需 {gateway}，而直接路线需要 {direct}。",
  },
  "route.autoFewNodes": {
    en: "Now by {name}: from here {reachable} storage nodes answer, and straight wants {needed}.",
    zh: "目前经 {name}：从这里有 {reachable} 个存储节点应答，而直接路线需要 {needed} 个。",
  },
  "route.autoUnknown": {
    en: "What it would choose now is not known. It looks again when you store.",
    zh: "目前无法确定会选择哪条路线，存储时会再次判断。",
  },
  "route.fee": {
    en: "Only if the direct route takes over",
    zh: "仅在改用直接路线时支付",
  },
} as const;
