/** What was made for the first use. */
export const made = {
  "made.account": { en: "An account, “{name}”: {address}", zh: "账户“{name}”：{address}" },
  "made.tokens": {
    en: "{amount} {symbol} of the local network on it",
    zh: "其中有本地网络的 {amount} {symbol}",
  },
  "made.territory": {
    en: "A territory, “{name}”: {gib} GiB for {days} days",
    zh: "领地“{name}”：{gib} GiB，为期 {days} 天",
  },
  "made.bucket": {
    en: "A bucket, “{name}”, in territory “{territory}”",
    zh: "领地“{territory}”中的存储桶“{name}”",
  },
  "made.dataKey": {
    en: "A data key, “{name}” ({fingerprint}); only this computer can open what it seals",
    zh: "数据密钥“{name}”（{fingerprint}）；只有这台计算机能打开它封存的内容",
  },
} as const;
