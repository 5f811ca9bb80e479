import { type Language, TAGS } from "./language";
import { saying, speak } from "./speak";

interface Forms {
  thisYear: Intl.DateTimeFormat;
  otherYear: Intl.DateTimeFormat;
}

/** Made once: a list asks for many days while it scrolls, and a format is dear to make. */
const made = new Map<Language, Forms>();

/** A day as a column of a list says it: today, the day of this year, or the month of another one. */
export function listDay(language: Language, at: number, now: number): string {
  const day = new Date(at);
  const today = new Date(now);
  if (day.toDateString() === today.toDateString()) return speak(language, saying("files.today"));
  const { thisYear, otherYear } = formsOf(language);
  return (day.getFullYear() === today.getFullYear() ? thisYear : otherYear).format(day);
}

function formsOf(language: Language): Forms {
  const known = made.get(language);
  if (known) return known;
  // British order: the day stands before its month.
  const tag = language === "en" ? "en-GB" : TAGS[language];
  const forms = {
    thisYear: new Intl.DateTimeFormat(tag, { month: "short", day: "numeric" }),
    otherYear: new Intl.DateTimeFormat(tag, { month: "short", year: "numeric" }),
  };
  made.set(language, forms);
  return forms;
}
