/** Around problems; their own sentences come with them from the program. */
export const problem = {
  "problem.details": { en: "Details", zh: "详情" },
  "problem.code": { en: "Code", zh: "代码" },
  "problem.dismiss": { en: "Close", zh: "关闭" },
  "problem.again": { en: "Try again", zh: "重试" },
} as const;
