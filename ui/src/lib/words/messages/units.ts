/** Sizes, speeds, durations, amounts. */
export const units = {
  "units.bytes": { en: { one: "{count} byte", other: "{count} bytes" }, zh: "{count} 字节" },
  "units.speed": { en: "{size}/s", zh: "{size}/秒" },
  "units.of": { en: "{part} of {whole}", zh: "{part} / {whole}" },
  "units.seconds": { en: "{count} s", zh: "{count} 秒" },
  "units.minutes": { en: "{count} min", zh: "{count} 分钟" },
  "units.minutesSeconds": { en: "{minutes} min {seconds} s", zh: "{minutes} 分 {seconds} 秒" },
  "units.hoursMinutes": { en: "{hours} h {minutes} min", zh: "{hours} 小时 {minutes} 分" },
  "units.today": { en: "Today, {time}", zh: "今天 {time}" },
  "units.and": { en: "{first} · {second}", zh: "{first} · {second}" },
} as const;
