import type { Palette } from "../../board/drawing";
import { STATES, type State } from "../../board/state";

const TOKENS: Record<State, string> = {
  waiting: "--waiting",
  encoded: "--encoded",
  sending: "--sending",
  onNode: "--on-node",
  reported: "--reported",
  stored: "--stored",
  failed: "--failed",
};

/** The colours of the states as the page has them now. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const colours = STATES.map((state) => {
    const token = TOKENS[state];
    const fill = style.getPropertyValue(token).trim();
    const tint = style.getPropertyValue(`${token}-tint`).trim();
    const on = style.getPropertyValue(`${token}-on`).trim();
    return [state, { fill, tint, on }];
  });
  return Object.fromEntries(colours) as Palette;
}

/** Calls `changed` whenever the page may have other colours, until the answer is called. */
export function onRecolour(changed: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = new MutationObserver(changed);
  dark.addEventListener("change", changed);
  root.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    dark.removeEventListener("change", changed);
    root.disconnect();
  };
}
