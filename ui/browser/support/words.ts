import type { Page } from "@playwright/test";

import { catalogue } from "../../src/lib/words/catalogue";
import type { Message } from "../../src/lib/words/message";

/** English messages without places that have another form in Chinese. */
const ENGLISH = new Set(
  Object.values<Message>(catalogue).flatMap(({ en, zh }) =>
    typeof en === "string" && en !== zh && !en.includes("{") ? [en] : [],
  ),
);

/** What the page shows or reads aloud of the catalogue's English. */
export async function englishOn(page: Page): Promise<string[]> {
  const said = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.textContent?.trim() ?? "");
    for (const element of document.body.querySelectorAll("[aria-label], [placeholder], [title]")) {
      for (const name of ["aria-label", "placeholder", "title"]) {
        texts.push(element.getAttribute(name) ?? "");
      }
    }
    return texts;
  });
  return said.filter((text) => ENGLISH.has(text));
}
