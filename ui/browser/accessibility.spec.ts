import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

import { expectNoSidewaysScroll, open, THEMES } from "./support/scene";
import { SCENES } from "./support/scenes";
import { englishOn } from "./support/words";

for (const { title, scene, reach } of SCENES) {
  for (const theme of THEMES) {
    test(`${title} has no accessibility violation in the ${theme} theme`, async ({ page }) => {
      await open(page, scene, { theme });
      await reach?.(page);
      const found = await new AxeBuilder({ page }).analyze();
      const told = found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("; ")}`,
      );
      expect(told).toEqual([]);
    });
  }

  test(`${title} fits a window of 900 pixels`, async ({ page }) => {
    await page.setViewportSize({ width: 900, height: 760 });
    await open(page, scene);
    await reach?.(page);
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
