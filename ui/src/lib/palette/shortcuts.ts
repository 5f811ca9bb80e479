/** The keys of the main window. `mod` is Ctrl, on a Mac the command key. */
export const SHORTCUTS = {
  palette: "mod+k",
  files: "mod+o",
  folder: "mod+shift+o",
  paste: "mod+v",
  pauseAll: "mod+shift+p",
  buckets: "mod+b",
  settings: "mod+,",
  help: "?",
} as const;

export type Shortcut = keyof typeof SHORTCUTS;

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** The shortcut that a key press means; the system's own paste stays with the system. */
export function shortcutOf(event: Pressed): Shortcut | null {
  const pressed = pressOf(event);
  const found = (Object.keys(SHORTCUTS) as Shortcut[]).find((name) => SHORTCUTS[name] === pressed);
  return found === undefined || found === "paste" ? null : found;
}

/** A shortcut as it is written on the keys. */
export function keysOf(shortcut: string, mac: boolean): string {
  const names: Record<string, string> = mac
    ? { mod: "⌘", shift: "⇧" }
    : { mod: "Ctrl", shift: "Shift" };
  const parts = shortcut.split("+").map((part) => names[part] ?? part.toUpperCase());
  return parts.join(mac ? "" : "+");
}

/** Does this computer have a command key? */
export function isMac(userAgent: string): boolean {
  return userAgent.includes("Mac");
}

function pressOf(event: Pressed): string {
  if (event.altKey) return "";
  const key = event.key.toLowerCase();
  // A question mark needs Shift on most keyboards and says so itself.
  if (key === "?") return event.ctrlKey || event.metaKey ? "" : "?";
  if (!event.ctrlKey && !event.metaKey) return "";
  return event.shiftKey ? `mod+shift+${key}` : `mod+${key}`;
}
