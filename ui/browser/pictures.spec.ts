import { expect, type Locator, type Page, test } from "@playwright/test";

import { open, THEMES } from "./support/scene";

/** One picture of ours, without words: those are drawn by the system's fonts. */
interface Picture {
  name: string;
  scene: string;
  find: (page: Page) => Promise<Locator>;
}

const opened = async (page: Page, file: string) => {
  await page.locator("[data-testid=row]", { hasText: file }).getByTestId("row-open").click();
  const board = page.getByTestId("board");
  await expect(board).toBeVisible();
  return board;
};

const PICTURES: readonly Picture[] = [
  {
    name: "twelve",
    scene: "fresh",
    find: (page) => Promise.resolve(page.locator("svg[viewBox='0 0 468 192']").first()),
  },
  {
    name: "marks",
    scene: "busy",
    find: (page) => Promise.resolve(page.locator("[data-testid=row] svg[data-lines]").first()),
  },
  {
    name: "board",
    scene: "busy",
    find: async (page) => (await opened(page, "Dolomites, late light")).getByRole("grid"),
  },
  {
    name: "strip",
    scene: "busy",
    find: async (page) => (await opened(page, "Field recordings")).locator("canvas").first(),
  },
];

for (const { name, scene, find } of PICTURES) {
  for (const theme of THEMES) {
    test(`the picture of the ${name} is drawn as it was in the ${theme} theme`, async ({
      page,
    }) => {
      await open(page, { window: "transfers", scene }, { theme });
      const picture = await find(page);
      await page.mouse.move(0, 0);
      await expect(picture).toHaveScreenshot(`${name}-${theme}.png`);
    });
  }
}
