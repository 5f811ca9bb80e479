import type { Wordings } from "./wording";

/** The network, its storage nodes, and the profiles that lead to it. */
export const network: Wordings = {
  chain_refused: {
    zh: "链拒绝了该交易（{pallet}.{error}）。仅支付了手续费。",
    remedy: {
      en: "Check the account and the space, then try again.",
      zh: "请检查账户和空间，然后重试。",
    },
  },
  fragments_missing: {
    zh: "有一个分段能取得的片段不足 4 个，无法还原。网络可能正在修复。",
    remedy: { en: "Try again after a while.", zh: "请稍后重试。" },
  },
  funds_missing: {
    zh: "本地网络的账户尚未收到代币。",
    remedy: {
      en: "Try again; if it does not help, start Pileus anew.",
      zh: "请重试；如仍不行，请重新启动 Pileus。",
    },
  },
  http_unavailable: {
    zh: "无法初始化这台计算机的 HTTP 功能。未发送任何内容。",
    remedy: {
      en: "Check the system's certificates and libraries.",
      zh: "请检查系统的证书和程序库。",
    },
  },
  local_network_failed: {
    zh: "本地网络未能完成操作。已存储的内容未受影响。",
    remedy: {
      en: "Try again; if it fails again, start Pileus anew.",
      zh: "请重试；如再次失败，请重新启动 Pileus。",
    },
  },
  local_network_stopped: {
    zh: "本地网络被外部停止。已存储的内容仍在。",
    remedy: { en: "Start it again to go on.", zh: "请重新启动它以继续。" },
  },
  network_address: {
    zh: "这不是 WebSocket 地址。",
    remedy: {
      en: "Give an address that begins with ws:// or wss:// and names a host.",
      zh: "请输入以 ws:// 或 wss:// 开头并包含主机名的地址。",
    },
  },
  network_busy: {
    zh: "网络的区块已满。未丢失任何内容。",
    remedy: { en: "Try again in a few minutes.", zh: "请几分钟后重试。" },
  },
  network_changed: {
    zh: "此地址后面是另一条链，与先前记录的网络不同。未向其发送任何内容。",
    remedy: {
      en: "Check the address. If the network was made anew on purpose, add it under a new name.",
      zh: "请检查地址。如果该网络是有意重建的，请以新名称添加。",
    },
  },
  network_exists: {
    zh: "已有同名的网络。",
    remedy: { en: "Choose another name.", zh: "请换一个名称。" },
  },
  network_in_use: {
    zh: "该网络正在使用中，保持原样。",
    remedy: { en: "Use another network first.", zh: "请先切换到其他网络。" },
  },
  network_lacks_feature: {
    zh: "该网络的运行时缺少所需的功能。",
    remedy: {
      en: "Choose another network, or update Pileus.",
      zh: "请选择其他网络，或更新 Pileus。",
    },
  },
  network_missing: {
    zh: "没有这个名称的网络。",
    remedy: {
      en: "Choose one in the settings, or add it there.",
      zh: "请在设置中选择网络，或在那里添加。",
    },
  },
  network_name: {
    zh: "该名称不能用作网络名称。",
    remedy: {
      en: "Choose a short name of letters, digits, dots and dashes.",
      zh: "请使用由字母、数字、点和连字符组成的短名称。",
    },
  },
  network_not_open: {
    zh: "尚未打开任何网络。未执行任何操作。",
    remedy: { en: "Wait until one is open, then try again.", zh: "请等待网络打开后重试。" },
  },
  network_paused_call: {
    zh: "网络目前不接受此类交易。",
    remedy: { en: "Try again after a while.", zh: "请稍后重试。" },
  },
  network_preset: {
    zh: "该网络随程序提供，无法移除。",
    remedy: {
      en: "Use another one; those that are not in use are never contacted.",
      zh: "请使用其他网络；未使用的网络不会被连接。",
    },
  },
  network_private_addresses: {
    zh: "只有自身地址全部为私有地址的网络才能允许私有地址。",
    remedy: {
      en: "Do not allow private addresses for this network.",
      zh: "请不要为该网络允许私有地址。",
    },
  },
  network_unreachable: {
    zh: "网络没有响应。未丢失任何内容；传输停留在原处。",
    remedy: { en: "Check the connection, then try again.", zh: "请检查网络连接，然后重试。" },
  },
  node_address_forbidden: {
    zh: "有存储节点公布的地址不被允许。",
    remedy: { en: "Try again; another node is chosen.", zh: "请重试；将选用其他节点。" },
  },
  node_lacks_fragment: {
    zh: "有存储节点没有应保存的片段。",
    remedy: { en: "Try again; another node is chosen.", zh: "请重试；将选用其他节点。" },
  },
  node_lied: {
    zh: "有存储节点给出的内容与声明不符，已被丢弃。",
    remedy: { en: "Try again; another node is chosen.", zh: "请重试；将选用其他节点。" },
  },
  node_refused: {
    zh: "有存储节点拒绝了请求。",
    remedy: { en: "Try again; another node is chosen.", zh: "请重试；将选用其他节点。" },
  },
  node_unreachable: {
    zh: "无法连接某个存储节点。",
    remedy: { en: "Try again; another node is chosen.", zh: "请重试；将选用其他节点。" },
  },
  too_few_nodes: {
    zh: "目前只有 {usable} 个存储节点可接收片段，需要 {needed} 个。订单仍然有效并保留空间；未丢失任何内容。",
    remedy: {
      en: "Try again later; more nodes may be reachable then.",
      zh: "请稍后重试；届时可能有更多节点可用。",
    },
  },
  transaction_missing: {
    zh: "在区块 {from} 至 {to} 和本机记录中都没有找到该交易。",
    remedy: {
      en: "Check its hash and the network. If it is older, name the block to search backwards from.",
      zh: "请检查交易哈希和网络。若交易更早，请指定从哪个区块向前搜索。",
    },
  },
  transaction_never_included: {
    zh: "网络让该交易的每次签名都过期了。它不会再被纳入区块。",
    remedy: { en: "Try again when the network is well again.", zh: "请在网络恢复后重试。" },
  },
  transaction_not_understood: {
    zh: "网络不接受该交易的签名方式。",
    remedy: {
      en: "Update Pileus; the network may run a newer version.",
      zh: "请更新 Pileus；网络可能运行着更新的版本。",
    },
  },
  transaction_out_of_turn: {
    zh: "该账户的另一笔交易抢先进入。未丢失任何内容。",
    remedy: { en: "Try again to sign it anew.", zh: "请重试以重新签名。" },
  },
};
