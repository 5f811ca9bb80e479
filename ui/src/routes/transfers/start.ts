import "../../styles/tokens.css";
import "../../styles/page.css";
import "../../styles/controls.css";

import { mount } from "svelte";

import type { Door } from "../../lib/backend/door";
import App from "./App.svelte";

/** Puts the window on the page, behind the door it is given. */
export function start(door: Door): void {
  const target = document.getElementById("app");
  if (!target) throw new Error("the page has no element with the id `app`");
  mount(App, { target, props: { door, shelf: shelf(), languages: navigator.languages } });
}

/** The page's own storage; null where the system does not allow any. */
function shelf(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
