import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";

import { expectNoSidewaysScroll, open, THEMES, turnTo } from "./support/scene";
import { SCENES } from "./support/scenes";
import { englishOn } from "./support/words";

/** What axe finds wrong, in short. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("; ")}`,
  );
}

for (const { title, scene, reach } of SCENES) {
  test(`${title} is accessible in both themes, and fits a window of 900 pixels`, async ({
    page,
  }) => {
    // A colour on its way from one theme to the other is neither.
    await page.emulateMedia({ reducedMotion: "reduce" });
    const [first, ...others] = THEMES;
    await open(page, scene, { theme: first });
    await reach?.(page);
    expect(await violations(page)).toEqual([]);
    for (const theme of others) {
      await turnTo(page, theme);
      expect(await violations(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 900, height: 760 });
    await expectNoSidewaysScroll(page);
  });

  test(`${title} fits text of twice the size`, async ({ page }) => {
    await open(page, scene, { text: 200 });
    await reach?.(page);
    await expectNoSidewaysScroll(page);
  });

  test(`${title} is all in Chinese when Chinese is chosen`, async ({ page }) => {
    await open(page, scene, { language: "zh" });
    await reach?.(page);
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
    expect(await englishOn(page)).toEqual([]);
  });
}
