import type { Wordings } from "./wording";

/** Orders, jobs, and files on the network. */
export const stored: Wordings = {
  already_stored: {
    zh: "该文件已存储在此空间中。",
    remedy: { en: "Nothing needs to be done.", zh: "无需任何操作。" },
  },
  already_transferring: {
    zh: "已有传输正在处理这个文件。",
    remedy: { en: "Look for it in the list of transfers.", zh: "请在传输列表中查看。" },
  },
  content_inconsistent: {
    zh: "片段与声明一致，但无法组成所声明的分段。存储者的声明有误。",
    remedy: {
      en: "Ask whoever stored the file; trying again does not help.",
      zh: "请联系存储该文件的人；重试没有帮助。",
    },
  },
  fid_mismatch: {
    zh: "链上为该文件列出的分段与其 FID 不符。有人作了错误声明。",
    remedy: { en: "Ask whoever gave you the FID.", zh: "请联系给您 FID 的人。" },
  },
  fid_taken: {
    zh: "网络上以该 FID 保存的是其他内容。为避免买到别人的内容，未下单。",
    remedy: {
      en: "Store the file sealed: then its FID cannot be known beforehand.",
      zh: "请封存后存储：这样别人无法预知其 FID。",
    },
  },
  fid_taken_other_size: {
    zh: "已有人存储了仅末尾零字节不同的文件，网络会返回那个文件的长度。未下单。",
    remedy: { en: "Store the file sealed.", zh: "请封存后存储。" },
  },
  file_in_job: {
    zh: "仍有传输在存储该文件。",
    remedy: {
      en: "Cancel that transfer, or wait until it ends.",
      zh: "请取消该传输，或等待其结束。",
    },
  },
  file_not_active: {
    zh: "链上显示该文件尚不可读取。",
    remedy: { en: "Try again after a while.", zh: "请稍后重试。" },
  },
  file_not_listed: {
    zh: "本机目录中没有这个文件。",
    remedy: {
      en: "Look for it in the list; it may have been deleted.",
      zh: "请在列表中查找；它可能已被删除。",
    },
  },
  file_not_owned: {
    zh: "该文件不属于此账户。未签名任何内容。",
    remedy: {
      en: "Make the owning account the default one.",
      zh: "请将拥有该文件的账户设为默认账户。",
    },
  },
  file_pending: {
    zh: "该文件仍在存储中；链上无法删除未完成的订单。",
    remedy: {
      en: "Wait until it is stored, or cancel its transfer.",
      zh: "请等待存储完成，或取消其传输。",
    },
  },
  file_unknown: {
    zh: "网络和本机目录中都没有这个文件。",
    remedy: {
      en: "Check the FID and the network; the file may have been deleted.",
      zh: "请检查 FID 和网络；该文件可能已被删除。",
    },
  },
  job_finished: {
    zh: "该传输已结束。",
    remedy: { en: "Nothing needs to be done.", zh: "无需任何操作。" },
  },
  job_not_ended: {
    zh: "该传输尚未结束，保持原样。",
    remedy: { en: "Cancel it first.", zh: "请先取消它。" },
  },
  job_of_other_kind: {
    zh: "该传输属于另一种类型。",
    remedy: { en: "Please report this.", zh: "请报告此问题。" },
  },
  job_of_other_network: {
    zh: "该传输属于另一个网络，保持原样。",
    remedy: { en: "Change to its network in the settings.", zh: "请在设置中切换到其所属网络。" },
  },
  job_unknown: {
    zh: "没有这个传输。",
    remedy: { en: "Choose one from the list.", zh: "请从列表中选择。" },
  },
  order_by_other: {
    zh: "此刻有其他人正在存储相同的内容。现在下单会使其中一个订单失效。",
    remedy: {
      en: "Try again in some minutes: then the file is there and only needs to be joined.",
      zh: "请几分钟后重试：届时文件已在网络上，只需加入即可。",
    },
  },
  order_dropped: {
    zh: "链取消了该订单（空间过期时会如此）。您计算机上的文件完好。",
    remedy: { en: "Renew or rent space, then try again.", zh: "请续租或租用空间，然后重试。" },
  },
  order_malformed: {
    zh: "链认为订单格式有误。未下单。",
    remedy: { en: "Please report this with the details.", zh: "请附上详情报告此问题。" },
  },
  order_overwritten: {
    zh: "在您的订单未完成时，有人声明了相同的文件，链替换了您的订单。您计算机上的文件完好；第一个订单的空间仍被占用。",
    remedy: {
      en: "Try again once the other order has ended, or store the file sealed.",
      zh: "请在对方订单结束后重试，或封存后存储。",
    },
  },
  public_not_agreed: {
    zh: "未封存的文件及其名称任何人都能读取。未存储任何内容。",
    remedy: {
      en: "Agree to that once for this bucket, or seal the files.",
      zh: "请为该存储桶确认一次，或封存文件。",
    },
  },
  still_uploading: {
    zh: "该文件仍在存储中，尚有存储节点未报告。",
    remedy: { en: "Try again when its upload is over.", zh: "请在上传完成后重试。" },
  },
  too_many_files_at_once: {
    zh: "一次选择的文件过多。未执行任何操作。",
    remedy: { en: "Choose fewer and do it in several steps.", zh: "请减少数量，分几次进行。" },
  },
};
