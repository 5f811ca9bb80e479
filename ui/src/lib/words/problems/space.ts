import type { Wordings } from "./wording";

/** Money, territories and buckets. */
export const space: Wordings = {
  balance_too_low: {
    zh: "账户余额不足。",
    remedy: {
      en: "Put more tokens on the account, or ask for less.",
      zh: "请向账户转入更多代币，或减少用量。",
    },
  },
  bucket_ambiguous: {
    zh: "多个领地中都有这个名称的存储桶。",
    remedy: { en: "Choose the bucket in its territory.", zh: "请在所属领地中选择该存储桶。" },
  },
  bucket_exists: {
    zh: "该领地中已有同名的存储桶。",
    remedy: { en: "Choose another name.", zh: "请换一个名称。" },
  },
  bucket_gone: {
    zh: "该存储桶已不存在。没有任何变化。",
    remedy: { en: "Choose another bucket.", zh: "请选择其他存储桶。" },
  },
  bucket_in_use: {
    zh: "该存储桶中仍有文件，保持原样。",
    remedy: { en: "Remove its files first.", zh: "请先删除其中的文件。" },
  },
  bucket_missing: {
    zh: "没有这个名称的存储桶。",
    remedy: { en: "Choose another bucket, or make one.", zh: "请选择其他存储桶，或新建一个。" },
  },
  bucket_refused: {
    zh: "该存储桶不接受此操作。",
    remedy: { en: "Choose another bucket.", zh: "请选择其他存储桶。" },
  },
  network_sold_out: {
    zh: "网络可出售的空间不足。未支付任何费用（手续费除外）。",
    remedy: {
      en: "Ask for less, or wait until more space is for sale.",
      zh: "请减少用量，或等待更多空间出售。",
    },
  },
  no_permission: {
    zh: "此账户无权代文件所有者执行该操作。",
    remedy: { en: "Use the owner's account.", zh: "请使用所有者的账户。" },
  },
  price_changed: {
    zh: "在您签名之前价格已变化。未签名任何内容。",
    remedy: { en: "Look at the new price and decide again.", zh: "请查看新价格后再决定。" },
  },
  price_overflow: {
    zh: "价格超出了链上数值的范围。未签名任何内容。",
    remedy: { en: "Ask for less space or fewer days.", zh: "请减少空间或天数。" },
  },
  quote_expired: {
    zh: "此报价已失效。未签名任何内容。",
    remedy: { en: "Ask for the price again.", zh: "请重新查询价格。" },
  },
  term_too_short: {
    zh: "新领地的最短租期为 30 天。未签名任何内容。",
    remedy: { en: "Choose 30 days or more.", zh: "请选择 30 天或更长。" },
  },
  territory_expired: {
    zh: "空间“{territory}”已过期，其中的文件也随之失效。",
    remedy: {
      en: "Revive it or choose another one, then try again.",
      zh: "请恢复该空间或选择其他空间，然后重试。",
    },
  },
  territory_frozen: {
    zh: "空间“{territory}”的租期已结束，不接受上传。其中的文件仍在。",
    remedy: { en: "Renew it, then try again.", zh: "请续租，然后重试。" },
  },
  territory_full: {
    zh: "领地剩余空间不足。未下单。",
    remedy: {
      en: "Expand the space or delete files, then try again.",
      zh: "请扩展空间或删除文件，然后重试。",
    },
  },
  territory_missing: {
    zh: "该账户没有这个名称的领地。",
    remedy: {
      en: "Rent space first, or choose another territory.",
      zh: "请先租用空间，或选择其他领地。",
    },
  },
  territory_name_taken: {
    zh: "该账户已有同名的领地。未签名任何内容。",
    remedy: {
      en: "Choose another name, or expand the one that is there.",
      zh: "请换一个名称，或扩展已有的领地。",
    },
  },
  territory_none: {
    zh: "该账户还没有领地。未存储任何内容。",
    remedy: { en: "Rent space first.", zh: "请先租用空间。" },
  },
  territory_not_active: {
    zh: "该空间目前不接受上传。",
    remedy: { en: "Renew it, or choose another one.", zh: "请续租，或选择其他空间。" },
  },
  territory_not_empty: {
    zh: "该领地不是空的。未签名任何内容。",
    remedy: {
      en: "Delete or move its files first, and let open orders finish.",
      zh: "请先删除或移走其中的文件，并等待未完成的订单结束。",
    },
  },
  territory_on_sale: {
    zh: "空间“{territory}”正在出售，不接受上传。",
    remedy: { en: "Cancel the sale, or choose another one.", zh: "请取消出售，或选择其他空间。" },
  },
  territory_size: {
    zh: "领地至少需要 1 GiB。未签名任何内容。",
    remedy: { en: "Ask for 1 GiB or more.", zh: "请选择 1 GiB 或更大的空间。" },
  },
  territory_term: {
    zh: "租期至少为 1 天。未签名任何内容。",
    remedy: { en: "Ask for 1 day or more.", zh: "请选择 1 天或更长。" },
  },
  territory_wrong_state: {
    zh: "领地当前的状态不允许此操作。未签名任何内容。",
    remedy: {
      en: "Renew it if its term has ended, or use another territory.",
      zh: "如果租期已结束请续租，或使用其他领地。",
    },
  },
  grant_to_owner: {
    zh: "该领地已属于此账户。未签名任何内容。",
    remedy: {
      en: "Name another account, or rename the territory.",
      zh: "请指定其他账户，或重命名该领地。",
    },
  },
  price_missing: {
    zh: "价格为零等于送给第一个看到的人。未签名任何内容。",
    remedy: {
      en: "Name a price, or give the territory away with a grant.",
      zh: "请填写价格，或直接赠送该领地。",
    },
  },
  term_too_near: {
    zh: "该领地的租期将在一天内结束，无法出售。未签名任何内容。",
    remedy: { en: "Renew it first.", zh: "请先续租。" },
  },
  offer_missing: {
    zh: "没有此令牌的领地在出售。未签名任何内容。",
    remedy: {
      en: "Ask the seller for the token, and whether it is still on sale.",
      zh: "请向卖家确认令牌，以及是否仍在出售。",
    },
  },
  offer_taken: {
    zh: "该领地已被他人购买。未签名任何内容。",
    remedy: { en: "Buy another one, or rent space.", zh: "请购买其他领地，或租用空间。" },
  },
  offer_own: {
    zh: "该领地是此账户自己的。未签名任何内容。",
    remedy: { en: "Take it off sale to use it again.", zh: "如需继续使用，请取消出售。" },
  },
  offer_ending: {
    zh: "所售领地的租期即将结束，款项可能永远无法取回。未签名任何内容。",
    remedy: { en: "Buy another one, or rent space.", zh: "请购买其他领地，或租用空间。" },
  },
  price_twice: {
    zh: "网络会先冻结价款，之后还需要同等金额；余额不足时被冻结的款项将无法取回。未签名任何内容。",
    remedy: { en: "Put more tokens on the account first.", zh: "请先向账户转入更多代币。" },
  },
  purchase_missing: {
    zh: "此账户没有正在购买该领地。未签名任何内容。",
    remedy: { en: "Look at the territories of the account.", zh: "请查看该账户的领地。" },
  },
  space_order_missing: {
    zh: "没有这个空间订单。未签名任何内容。",
    remedy: { en: "Check the number of the order, and the network.", zh: "请核对订单编号和网络。" },
  },
  space_order_over: {
    zh: "该空间订单已无法支付。未签名任何内容。",
    remedy: { en: "Ask for a new order.", zh: "请索取新的订单。" },
  },
  space_order_price_changed: {
    zh: "该空间订单的价格与今日不同。未签名任何内容。",
    remedy: { en: "Ask for a new order.", zh: "请索取新的订单。" },
  },
  space_order_too_late: {
    zh: "订单中的领地已过期，付款也无法找回其中的文件。未签名任何内容。",
    remedy: {
      en: "Its owner can revive it, or rent a new one.",
      zh: "所有者可以重新启用它，或租用新的领地。",
    },
  },
};
