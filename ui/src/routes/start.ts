import "../styles/tokens.css";
import "../styles/page.css";
import "../styles/controls.css";

import { type Component, mount } from "svelte";

import { tellActivity } from "../lib/backend/activity";
import type { Door } from "../lib/backend/door";
import type { Shelf } from "../lib/stores/preferences.svelte";

/** What every window is given. */
export interface WindowProps {
  door: Door;
  /** Where choices are kept; null when there is no such place. */
  shelf: Shelf | null;
  /** The languages that the person prefers, the first one most. */
  languages: readonly string[];
}

/** Puts a window on the page, behind the door it is given. */
export function start(window: Component<WindowProps>, door: Door): void {
  const target = document.getElementById("app");
  if (!target) throw new Error("the page has no element with the id `app`");
  tellActivity(door, globalThis);
  mount(window, { target, props: { door, shelf: shelf(), languages: navigator.languages } });
}

/** The page's own storage; null where the system does not allow any. */
function shelf(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
