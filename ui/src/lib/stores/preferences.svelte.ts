import type { Seal } from "../backend/types";
import { END_MARKS, type Reminded } from "../transfers/reminders";
import { type Language, LANGUAGES, languageFor, TAGS } from "../words/language";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export type SealKind = Seal["kind"];

/** What the person may be told outside the window. */
export const NOTICES = ["stored", "failed", "spaceEnding"] as const;
export type Notice = (typeof NOTICES)[number];

/** Commands that the palette remembers. */
const MOST_RECENT = 5;

const SEALS: readonly SealKind[] = ["dataKey", "passphrase", "none"];

/** Where choices are kept between two starts. */
export type Shelf = Pick<Storage, "getItem" | "setItem">;

/** What the person chose for this window. Keeps no secret. */
export class Preferences {
  readonly #shelf: Shelf | null;
  readonly #languages: readonly string[];
  language = $state<Language>("en");
  theme = $state<Theme>("system");
  /** Is the person asked before the main window closes while transfers run? */
  asksBeforeClosing = $state(true);
  #notices = $state<Record<Notice, boolean>>({ stored: true, failed: true, spaceEnding: true });

  constructor(shelf: Shelf | null, languages: readonly string[]) {
    this.#shelf = shelf;
    this.#languages = languages;
    this.reread();
  }

  /** Takes up what another window chose. */
  reread(): void {
    this.language = this.#read("language", LANGUAGES) ?? languageFor(this.#languages);
    this.theme = this.#read("theme", THEMES) ?? "system";
    this.asksBeforeClosing = this.#read("closing", ["silent"]) === null;
    for (const notice of NOTICES) {
      this.#notices[notice] = this.#read(`notice.${notice}`, ["off"]) === null;
    }
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

  setAsksBeforeClosing(asks: boolean): void {
    this.asksBeforeClosing = asks;
    this.#write("closing", asks ? "ask" : "silent");
  }

  closeWithoutAsking(): void {
    this.setAsksBeforeClosing(false);
  }

  /** Is the person told of this outside the window? */
  notifies(notice: Notice): boolean {
    return this.#notices[notice];
  }

  setNotifies(notice: Notice, on: boolean): void {
    this.#notices[notice] = on;
    this.#write(`notice.${notice}`, on ? "on" : "off");
  }

  /** What was said of a territory before. */
  remindedOf(space: string): Reminded {
    const said = this.#read(`end.${space}`, END_MARKS.map(String));
    return {
      end: END_MARKS.find((mark) => String(mark) === said) ?? null,
      full: this.#read(`full.${space}`, ["said"]) !== null,
    };
  }

  rememberReminded(space: string, reminded: Reminded): void {
    this.#write(`end.${space}`, reminded.end === null ? "" : String(reminded.end));
    this.#write(`full.${space}`, reminded.full ? "said" : "");
  }

  /** The commands that the person used last, the latest first. */
  get recentCommands(): string[] {
    const kept = this.#shelf?.getItem("pileus.recent") ?? "";
    return kept.split(" ").filter((id) => id !== "");
  }

  rememberCommand(id: string): void {
    const others = this.recentCommands.filter((other) => other !== id);
    this.#write("recent", [id, ...others].slice(0, MOST_RECENT).join(" "));
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
