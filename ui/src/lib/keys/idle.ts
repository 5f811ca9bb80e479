import { type Language, TAGS } from "../words/language";

/** Minutes of an hour. */
const HOUR = 60;

/** An idle time in the unit that fits: "15 minutes", "2 hours". */
export function idleTime(language: Language, minutes: number): string {
  const hours = minutes % HOUR === 0;
  return new Intl.NumberFormat(TAGS[language], {
    style: "unit",
    unit: hours ? "hour" : "minute",
    unitDisplay: "long",
  }).format(hours ? minutes / HOUR : minutes);
}
