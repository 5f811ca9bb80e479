import type { Seal } from "../backend/types";
import { type Language, LANGUAGES, languageFor, TAGS } from "../words/language";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export type SealKind = Seal["kind"];

const SEALS: readonly SealKind[] = ["dataKey", "passphrase", "none"];

/** Where choices are kept between two starts. */
export type Shelf = Pick<Storage, "getItem" | "setItem">;

/** What the person chose for this window. Keeps no secret. */
export class Preferences {
  readonly #shelf: Shelf | null;
  readonly #languages: readonly string[];
  language = $state<Language>("en");
  theme = $state<Theme>("system");

  constructor(shelf: Shelf | null, languages: readonly string[]) {
    this.#shelf = shelf;
    this.#languages = languages;
    this.reread();
  }

  /** Takes up what another window chose. */
  reread(): void {
    this.language = this.#read("language", LANGUAGES) ?? languageFor(this.#languages);
    this.theme = this.#read("theme", THEMES) ?? "system";
  }

  setLanguage(language: Language): void {
    this.language = language;
    this.#write("language", language);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.#write("theme", theme);
  }

  /** How files of a bucket were sealed last. */
  sealOf(bucket: string): SealKind {
    return this.#read(`seal.${bucket}`, SEALS) ?? "dataKey";
  }

  /** Was it said for this bucket that anyone can read it? */
  publicUnderstood(bucket: string): boolean {
    return this.#read(`public.${bucket}`, ["understood"]) !== null;
  }

  /** Remembers how files of a bucket were sealed. */
  rememberSeal(bucket: string, seal: SealKind): void {
    this.#write(`seal.${bucket}`, seal);
    if (seal === "none") this.#write(`public.${bucket}`, "understood");
  }

  get asksBeforeClosing(): boolean {
    return this.#read("closing", ["silent"]) === null;
  }

  closeWithoutAsking(): void {
    this.#write("closing", "silent");
  }

  /** Puts language and theme on the page. */
  dress(root: HTMLElement): void {
    root.lang = TAGS[this.language];
    if (this.theme === "system") delete root.dataset["theme"];
    else root.dataset["theme"] = this.theme;
  }

  #read<T extends string>(name: string, allowed: readonly T[]): T | null {
    const found = this.#shelf?.getItem(`pileus.${name}`);
    return allowed.find((value) => value === found) ?? null;
  }

  #write(name: string, value: string): void {
    this.#shelf?.setItem(`pileus.${name}`, value);
  }
}
