import type { Route, Seal } from "../backend/types";
import { END_MARKS, type Reminded } from "../transfers/reminders";
import { keepable, keptAs, keptRoute } from "../transfers/route";
import { type Language, LANGUAGES, languageFor, TAGS } from "../words/language";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export type SealKind = Seal["kind"];

/** What the person may be told outside the window. */
export const NOTICES = ["stored", "failed", "spaceEnding"] as const;
export type Notice = (typeof NOTICES)[number];

/** Where another window wants the keys window to open. */
export const KEYS_PLACES = ["kit", "restore"] as const;
export type KeysPlace = (typeof KEYS_PLACES)[number];

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

  #onlyHereRead = $state(false);
  /** Counts what was remembered here or in another window, for what is read anew each time. */
  #turn = $state(0);

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
    this.#onlyHereRead = this.#read("kit.hint", ["read"]) !== null;
    this.#turn += 1;
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

  /** The way that files of a bucket took last; the direct one where a gateway can no longer be used. */
  routeOf(bucket: string, gateways: readonly string[]): Route {
    return keptRoute(this.#read(`route.${bucket}`, keepable(gateways)));
  }

  /** Remembers which way files of a bucket took. */
  rememberRoute(bucket: string, route: Route): void {
    this.#write(`route.${bucket}`, keptAs(route));
  }

  /** Was the offer to revoke a gateway declined since it was used last, at this time? */
  keepsGateway(account: string, usedAt: number): boolean {
    void this.#turn;
    return this.#read(`kept.${account}`, [String(usedAt)]) !== null;
  }

  /** Remembers that a gateway that was used last at this time needs no offer. */
  rememberKept(account: string, usedAt: number): void {
    this.#write(`kept.${account}`, String(usedAt));
    this.#turn += 1;
  }

  /** Leaves word for the space window which gateway is to be revoked, whether that window is open already or not. */
  sendSpaceTo(gateway: string): void {
    this.#write("space.revoke", gateway);
  }

  /** Which gateway the space window shall revoke, said once. */
  takeRevocation(): string | null {
    const gateway = this.#shelf?.getItem("pileus.space.revoke") ?? "";
    if (gateway !== "") this.#write("space.revoke", "");
    return gateway === "" ? null : gateway;
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

  /** Was it said that only this computer can open what was stored first? */
  get readOnlyHere(): boolean {
    return this.#onlyHereRead;
  }

  rememberOnlyHere(): void {
    this.#onlyHereRead = true;
    this.#write("kit.hint", "read");
  }

  /** Leaves word where the keys window shall open, whether it is open already or not. */
  sendKeysTo(place: KeysPlace): void {
    this.#write("keys.place", place);
  }

  /** Where the keys window shall open, said once. */
  takeKeysPlace(): KeysPlace | null {
    const place = this.#read("keys.place", KEYS_PLACES);
    if (place !== null) this.#write("keys.place", "");
    return place;
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
