import { type Language, TAGS } from "./language";
import { saying, speak } from "./speak";

const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Decimal places of the token: one token is 10^18 planck. */
const TOKEN_DECIMALS = 18;

/** Decimal places of an amount on the surface; the plancks are one click away. */
const SHOWN_DECIMALS = 4;

/** Days are said the way the texts are written: "22 June 2027". */
const DAY_TAGS: Record<Language, string> = { en: "en-GB", zh: "zh-Hans" };

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Made once: a long list asks for many sizes while it scrolls, and a format is dear to make. */
const sizeFormats = new Map<string, Intl.NumberFormat>();

function sizeFormat(language: Language, digits: number): Intl.NumberFormat {
  const name = `${language} ${String(digits)}`;
  const known = sizeFormats.get(name);
  if (known) return known;
  const made = new Intl.NumberFormat(TAGS[language], { maximumFractionDigits: digits });
  sizeFormats.set(name, made);
  return made;
}

/** A size in binary units: three digits at most, whole below ten KiB. */
export function size(language: Language, bytes: number): string {
  if (bytes < 1024) return speak(language, saying("units.bytes", { count: bytes }));
  let value = bytes / 1024;
  let unit = 0;
  while (Math.round(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = value < 100 && !Number.isInteger(value) ? 1 : 0;
  return `${sizeFormat(language, digits).format(value)} ${UNITS[unit] ?? ""}`;
}

export function speed(language: Language, bytesPerSecond: number): string {
  return speak(language, saying("units.speed", { size: size(language, bytesPerSecond) }));
}

/** A share between 0 and 1, rounded down so that only everything is 100 %. */
export function share(language: Language, part: number, whole: number): string {
  const percent = whole > 0 ? Math.floor((Math.min(part, whole) * 100) / whole) : 0;
  return new Intl.NumberFormat(TAGS[language], { style: "percent" }).format(percent / 100);
}

/** A duration in at most two units. */
export function duration(language: Language, seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return speak(language, saying("units.seconds", { count: whole }));
  if (whole >= HOUR) {
    const minutes = Math.floor((whole % HOUR) / MINUTE);
    return speak(
      language,
      saying("units.hoursMinutes", { hours: Math.floor(whole / HOUR), minutes }),
    );
  }
  const minutes = Math.floor(whole / MINUTE);
  if (whole % MINUTE === 0) return speak(language, saying("units.minutes", { count: minutes }));
  return speak(language, saying("units.minutesSeconds", { minutes, seconds: whole % MINUTE }));
}

/** A time of day, to the second. */
export function clock(language: Language, at: number): string {
  return new Intl.DateTimeFormat(TAGS[language], {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

interface MomentFormats {
  time: Intl.DateTimeFormat;
  dayAndTime: Intl.DateTimeFormat;
}

/** Made once, as those of sizes are. */
const momentFormats = new Map<Language, MomentFormats>();

function momentFormatsOf(language: Language): MomentFormats {
  const known = momentFormats.get(language);
  if (known) return known;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const made = {
    time: new Intl.DateTimeFormat(TAGS[language], time),
    dayAndTime: new Intl.DateTimeFormat(TAGS[language], {
      month: "short",
      day: "numeric",
      ...time,
    }),
  };
  momentFormats.set(language, made);
  return made;
}

/** A moment as said in a list: the time today, else day and time. */
export function moment(language: Language, at: number, now: number): string {
  const { time, dayAndTime } = momentFormatsOf(language);
  if (new Date(at).toDateString() !== new Date(now).toDateString()) return dayAndTime.format(at);
  return speak(language, saying("units.today", { time: time.format(at) }));
}

/** A day, with its month in letters: both orders of numbers are read wrongly somewhere. */
export function day(language: Language, at: number): string {
  return new Intl.DateTimeFormat(DAY_TAGS[language], {
    year: "numeric",
    month: "long",
    day: "numeric",
  }).format(at);
}

/** A day without its year, for the axis of a chart. */
export function shortDay(language: Language, at: number): string {
  return new Intl.DateTimeFormat(DAY_TAGS[language], { month: "short", day: "numeric" }).format(at);
}

/** An amount in tokens, cut (never rounded up) after four decimals; a smaller one says so. */
export function amount(language: Language, planck: string, symbol: string): string {
  const digits = planck.padStart(TOKEN_DECIMALS + 1, "0");
  const whole = digits.slice(0, -TOKEN_DECIMALS);
  const fraction = digits.slice(-TOKEN_DECIMALS).slice(0, SHOWN_DECIMALS).replace(/0+$/, "");
  const grouped = new Intl.NumberFormat(TAGS[language]).format(BigInt(whole));
  if (whole === "0" && fraction === "" && /[1-9]/.test(planck)) return `< 0.0001 ${symbol}`;
  return `${grouped}${fraction && `.${fraction}`} ${symbol}`;
}

/** An amount in planck, grouped. */
export function planck(language: Language, amount: string): string {
  return new Intl.NumberFormat(TAGS[language]).format(BigInt(amount));
}

/** An address or hash with its middle cut: both ends stay, because people compare both. */
export function shortened(address: string, head = 6, tail = 4): string {
  return address.length <= head + tail + 1
    ? address
    : `${address.slice(0, head)}…${address.slice(-tail)}`;
}
