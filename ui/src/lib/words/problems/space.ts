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
};
