/** The languages of the catalogue. */
export const LANGUAGES = ["en", "zh"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The tags for the page, for screen readers, and for numbers and dates. */
export const TAGS: Record<Language, string> = { en: "en", zh: "zh-Hans" };

/** What each language calls itself. */
export const OWN_NAMES: Record<Language, string> = { en: "English", zh: "简体中文" };

/** The first language of `preferred` that there is, English otherwise. */
export function languageFor(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase();
    if (language.startsWith("en")) return "en";
    if (isSimplifiedChinese(language)) return "zh";
  }
  return "en";
}

function isSimplifiedChinese(language: string): boolean {
  if (language.includes("hant")) return false;
  return language.includes("hans") || ["zh", "zh-cn", "zh-sg"].includes(language);
}
