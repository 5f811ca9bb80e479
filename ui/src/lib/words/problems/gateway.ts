import type { Wordings } from "./wording";

const direct = {
  en: "Store the file by the direct route, or by another gateway.",
  zh: "请使用直接路线存储文件，或换一个网关。",
};

const revoke = {
  en: "Revoke the gateway, and store the file by the direct route.",
  zh: "请撤销该网关的授权，并使用直接路线存储文件。",
};

/** Gateways: who may act for an account, and what they did. */
export const gateway: Wordings = {
  gateway_address_forbidden: {
    zh: "网关 {gateway} 没有可以连接的地址。",
    remedy: direct,
  },
  gateway_ambiguous: {
    zh: "网络列表中有多个网关声称使用这个地址。没有签署任何内容。",
    remedy: {
      en: "Ask whoever runs the gateway for its account, and name that account instead of the address.",
      zh: "请向网关的运营者询问其账户，并用账户代替地址。",
    },
  },
  gateway_authorised: {
    zh: "该网关已获授权代表此账户操作。没有签署任何内容。",
    remedy: { en: "Revoke it if it shall no longer.", zh: "如不再需要，请撤销授权。" },
  },
  gateway_busy: {
    zh: "网关 {gateway} 目前无法接收文件。",
    remedy: {
      en: "Try again later, or store the file by the direct route.",
      zh: "请稍后重试，或使用直接路线存储文件。",
    },
  },
  gateway_changed: {
    zh: "网关 {gateway} 在下单前更改或加密了文件。本机上的文件没有变化。",
    remedy: revoke,
  },
  gateway_clock: {
    zh: "本机与网关 {gateway} 的时钟相差太大，签名被拒绝。",
    remedy: { en: "Set this computer's clock.", zh: "请校准本机的时钟。" },
  },
  gateway_disagrees: {
    zh: "网关 {gateway} 自报的地址或存储池与它在网络列表中的条目不一致。",
    remedy: {
      en: "Use another gateway: somebody else may stand behind this entry.",
      zh: "请换一个网关：该条目背后可能是别人。",
    },
  },
  gateway_fid_rule: {
    zh: "网关 {gateway} 会用与计划不同的标识存储该文件。",
    remedy: direct,
  },
  gateway_last_segment: {
    zh: "CD²N 网关无法把封存的文件，或在最后一个 32 MiB 分段中超过 8 MiB 的文件完整送达存储节点。",
    remedy: direct,
  },
  gateway_limit: {
    zh: "此账户授权的网关数量已达上限。没有签署任何内容。",
    remedy: { en: "Revoke a gateway that is no longer used.", zh: "请先撤销不再使用的网关。" },
  },
  capsule_missing: {
    zh: "该网关没有此文件的胶囊。存储的内容完好。",
    remedy: {
      en: "Ask the gateway that encrypted it, within three days.",
      zh: "请在三天内向当初加密它的网关索取。",
    },
  },
  gateway_none_answers: {
    zh: "网络上没有网关作出应答，因此没有可复制的链接。文件和之前一样安全。",
    remedy: {
      en: "Give the FID instead: whoever has it can fetch the file from the storage nodes.",
      zh: "请改为提供 FID：拥有它的人可以从存储节点获取文件。",
    },
  },
  gateway_no_order: {
    zh: "网关 {gateway} 声称已下单，但链上没有。本机上的文件没有变化。",
    remedy: revoke,
  },
  gateway_not_encrypted: {
    zh: "网关 {gateway} 没有使用 TLS 加密连接：途中的其他人可以看到并使用发送的内容。",
    remedy: direct,
  },
  gateway_not_authorised: {
    zh: "该网关未获授权代表此账户操作。",
    remedy: { en: "Authorise it first.", zh: "请先授权该网关。" },
  },
  gateway_other_bytes: {
    zh: "网关 {gateway} 给出的内容与文件不符，已丢弃。",
    remedy: {
      en: "Get the file from the storage nodes; what they give is checked as well.",
      zh: "请从存储节点获取文件，其内容同样会被校验。",
    },
  },
  gateway_other_name: {
    zh: "网关 {gateway} 用另一个名称下单。本机上的文件没有变化。",
    remedy: revoke,
  },
  gateway_other_owner: {
    zh: "网关 {gateway} 为另一个账户下单。本机上的文件没有变化。",
    remedy: revoke,
  },
  gateway_other_territory: {
    zh: "网关 {gateway} 使用了另一个领地。本机上的文件没有变化。",
    remedy: {
      en: "Revoke the gateway, and move the file to its territory once it is stored.",
      zh: "请撤销该网关的授权，待文件存储完成后再移动到所需领地。",
    },
  },
  gateway_refused: {
    zh: "网关 {gateway} 没有接收文件。",
    remedy: direct,
  },
  gateway_repeats: {
    zh: "文件中有两个相同的 32 MiB 分段，网关无法存储。",
    remedy: {
      en: "Store the file by the direct route, or sealed.",
      zh: "请使用直接路线存储，或加密后存储。",
    },
  },
  gateway_signature: {
    zh: "网关 {gateway} 拒绝了此账户的签名。",
    remedy: direct,
  },
  gateway_space: {
    zh: "网关 {gateway} 认为领地空间不足或已到期。",
    remedy: {
      en: "Look at the territory, and expand or renew it.",
      zh: "请检查领地，并扩容或续期。",
    },
  },
  gateway_stalled: {
    zh: "网关 {gateway} 已下单，但没有把文件送到存储节点。本机上的文件没有变化。",
    remedy: {
      en: "Store the file by the direct route, or wait.",
      zh: "请使用直接路线存储文件，或继续等待。",
    },
  },
  gateway_swapped: {
    zh: "网关 {gateway} 在此文件的编号下存入了其他内容，该编号不能再用于此文件。本机上的文件没有变化。",
    remedy: {
      en: "Revoke the gateway. Store the file by the direct route, sealed: each time it is sealed it has another id.",
      zh: "请撤销该网关的授权，并使用直接路线加密存储文件：每次加密都会得到新的编号。",
    },
  },
  gateway_tells_nothing: {
    zh: "网关 {gateway} 所用的程序不提供文件信息。",
    remedy: {
      en: "Look the file up by its FID: the chain knows it.",
      zh: "请用 FID 查询该文件：链上有它的记录。",
    },
  },
  gateway_truncated: {
    zh: "网关 {gateway} 只为文件的一部分下单。本机上的文件没有变化。",
    remedy: revoke,
  },
  gateway_unknown: {
    zh: "网络列表中没有这个网关。没有签署任何内容。",
    remedy: { en: "Choose a gateway from the list.", zh: "请从列表中选择网关。" },
  },
  gateway_unreachable: {
    zh: "网关 {gateway} 没有应答，或连接中断。",
    remedy: {
      en: "Try again later, or store the file by the direct route.",
      zh: "请稍后重试，或使用直接路线存储文件。",
    },
  },
  gateway_unusable: {
    zh: "网关 {gateway} 的应答无法使用。",
    remedy: direct,
  },
};
