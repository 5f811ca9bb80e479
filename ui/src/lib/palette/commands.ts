import type { WindowKind } from "../backend/types";
import type { IconName } from "../components/shared/icons";
import { type Theme, THEMES } from "../stores/preferences.svelte";
import type { Words } from "../stores/words.svelte";
import { type Filter, FILTERS } from "../transfers/filter";
import { type Language, LANGUAGES, OWN_NAMES } from "../words/language";
import type { Shortcut } from "./shortcuts";

/** Something that can be done from the palette. */
export interface Command {
  /** Never changes, so that it can be remembered. */
  id: string;
  icon: IconName;
  label: string;
  shortcut: Shortcut | null;
  run: () => void;
}

/** What commands act on. */
export interface Hands {
  choose: (what: "files" | "folder") => void;
  paste: () => void;
  openReceipt: () => void;
  /** Looks digits up, or asks for them when there are none. */
  lookUp: (digits: string) => void;
  openWindow: (window: WindowKind) => void;
  /** Null while there is nothing to pause, or to go on with. */
  pauseAll: (() => void) | null;
  resumeAll: (() => void) | null;
  show: (filter: Filter) => void;
  dress: (theme: Theme) => void;
  speak: (language: Language) => void;
  help: () => void;
}

/** The command that asks for a hash, and what stands in its place when one is typed. */
const LOOK_UP = "lookUp";

const WINDOWS = [
  ["buckets", "bucket", "palette.buckets", "buckets"],
  ["keys", "key", "palette.keys", null],
  ["space", "space", "palette.space", null],
  ["settings", "settings", "palette.settings", "settings"],
] as const;

export const FILTER_LABELS = {
  all: "transfers.all",
  running: "transfers.running",
  waiting: "transfers.waiting",
  failed: "transfers.failed",
  done: "transfers.done",
} as const;

const THEME_LABELS = {
  system: "bar.themeSystem",
  light: "bar.themeLight",
  dark: "bar.themeDark",
} as const;

/** Everything that can be done now, in the language of the window. */
export function commandsOf(words: Words, hands: Hands): Command[] {
  return [
    ...fileCommands(words, hands),
    ...windowCommands(words, hands),
    ...queueCommands(words, hands),
    ...filterCommands(words, hands),
    ...lookCommands(words, hands),
    command("help", "info", words.say("palette.help"), hands.help, "help"),
  ];
}

/** Looks up what was typed, as the first of the commands. */
export function typedDigits(
  words: Words,
  digits: string,
  lookUp: (digits: string) => void,
): Command {
  return command(LOOK_UP, "search", words.say("lookUp.typed"), () => {
    lookUp(digits);
  });
}

function command(
  id: string,
  icon: IconName,
  label: string,
  run: () => void,
  shortcut: Shortcut | null = null,
): Command {
  return { id, icon, label, run, shortcut };
}

function fileCommands(words: Words, { choose, paste, openReceipt, lookUp }: Hands): Command[] {
  return [
    command(
      "files",
      "file",
      words.say("drop.files"),
      () => {
        choose("files");
      },
      "files",
    ),
    command(
      "folder",
      "folder",
      words.say("drop.folder"),
      () => {
        choose("folder");
      },
      "folder",
    ),
    command("paste", "copy", words.say("palette.paste"), paste, "paste"),
    command("receipt", "doc", words.say("palette.receipt"), openReceipt),
    command(LOOK_UP, "search", words.say("lookUp.command"), () => {
      lookUp("");
    }),
  ];
}

function windowCommands(words: Words, { openWindow }: Hands): Command[] {
  return WINDOWS.map(([window, icon, label, shortcut]) =>
    command(
      `window.${window}`,
      icon,
      words.say(label),
      () => {
        openWindow(window);
      },
      shortcut,
    ),
  );
}

function queueCommands(words: Words, { pauseAll, resumeAll }: Hands): Command[] {
  const commands: Command[] = [];
  if (pauseAll) {
    commands.push(
      command("pauseAll", "pause", words.say("transfers.pauseAll"), pauseAll, "pauseAll"),
    );
  }
  if (resumeAll) {
    commands.push(command("resumeAll", "play", words.say("transfers.resumeAll"), resumeAll));
  }
  return commands;
}

function filterCommands(words: Words, { show }: Hands): Command[] {
  return FILTERS.map((filter) => {
    const label = words.say("palette.filter", { filter: words.say(FILTER_LABELS[filter]) });
    return command(`filter.${filter}`, "search", label, () => {
      show(filter);
    });
  });
}

function lookCommands(words: Words, { dress, speak }: Hands): Command[] {
  const themes = THEMES.map((theme) => {
    const label = words.say("palette.theme", { theme: words.say(THEME_LABELS[theme]) });
    return command(`theme.${theme}`, "theme", label, () => {
      dress(theme);
    });
  });
  const languages = LANGUAGES.map((language) => {
    const label = words.say("palette.language", { language: OWN_NAMES[language] });
    return command(`language.${language}`, "globe", label, () => {
      speak(language);
    });
  });
  return [...themes, ...languages];
}

/** The commands that were used last, the latest first, and all others. */
export function recentFirst(
  commands: readonly Command[],
  recent: readonly string[],
): { recent: Command[]; others: Command[] } {
  const used = recent
    .map((id) => commands.find((each) => each.id === id))
    .filter((each) => each !== undefined);
  return { recent: used, others: commands.filter((each) => !used.includes(each)) };
}
