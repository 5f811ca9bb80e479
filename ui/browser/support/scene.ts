import { expect, type Page } from "@playwright/test";

export const THEMES = ["light", "dark"] as const;

/** What the preview page shows. */
export interface Scene {
  window: string;
  scene: string;
}

/** How the person has set things up. */
export interface Looks {
  theme?: (typeof THEMES)[number];
  language?: "en" | "zh";
  /** Size of text against the usual, in percent. */
  text?: number;
}

/** Opens a scene as the window shows it. */
export async function open(page: Page, { window, scene }: Scene, looks: Looks = {}): Promise<void> {
  await page.addInitScript(({ theme, language, text }) => {
    if (theme) localStorage.setItem("pileus.theme", theme);
    localStorage.setItem("pileus.language", language ?? "en");
    if (text === undefined) return;
    // The page's own sizes are in rem, so the size of the root's text is what a person changes; it is there from the
    // first drawing on.
    new MutationObserver((_, observer) => {
      document.documentElement.style.fontSize = `${String(text)}%`;
      observer.disconnect();
    }).observe(document, { childList: true });
  }, looks);
  await page.goto(`/preview.html?window=${window}&scene=${scene}`);
  await expect(page.locator("#app > *").first()).toBeAttached();
}

/** Shows an open window in another theme, as it does when another window chooses that. */
export async function turnTo(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.evaluate((chosen) => {
    const [key, oldValue] = ["pileus.theme", localStorage.getItem("pileus.theme")];
    localStorage.setItem(key, chosen);
    dispatchEvent(new StorageEvent("storage", { key, oldValue, newValue: chosen }));
  }, theme);
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
}

/** Nothing is cut off or hangs over at the side of the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider).toBeLessThanOrEqual(0);
}
