import { expect, type Page, test } from "@playwright/test";

import { open } from "./support/scene";

/** Steps by Tab after which a thing counts as out of reach. */
const MOST_STEPS = 60;

test("the main job needs nothing but the keyboard", async ({ page }) => {
  await open(page, { window: "transfers", scene: "busy" });

  await tabTo(page, "choose-files");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("sheet")).toBeVisible();
  await tabTo(page, "sheet-store");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("sheet")).toBeHidden();
  expect(await asked(page, "upload")).toBe(1);

  await tabTo(page, "row-open");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("board")).toBeVisible();
  await tabTo(page, "pause");
  await page.keyboard.press("Enter");
  expect(await asked(page, "pause")).toBe(1);
});

test("an upload is sealed for several keys by the keyboard alone", async ({ page }) => {
  await open(page, { window: "transfers", scene: "busy" });
  await tabTo(page, "choose-files");
  await page.keyboard.press("Enter");
  await tabTo(page, "sheet-key");
  const first = page.getByRole("group", { name: "Data keys" }).getByRole("checkbox").first();
  await expect(first).toBeFocused();
  await expect(first).toBeChecked();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: /^Papers/ })).toBeChecked();
  await tabTo(page, "sheet-store");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("sheet")).toBeHidden();
  expect(await asked(page, "upload")).toBe(1);
});

test("a route is chosen, and a gateway among several, by the keyboard alone", async ({ page }) => {
  await open(page, { window: "transfers", scene: "gateway" });
  await tabTo(page, "choose-files");
  await page.keyboard.press("Enter");
  await tabTo(page, "sheet-route-direct");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByTestId("sheet-route-gateway")).toBeChecked();
  await tabTo(page, "sheet-route-which");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByTestId("sheet-route-which")).toHaveValue(/./);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByTestId("sheet-route-auto")).toBeChecked();
  await tabTo(page, "sheet-store");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("sheet")).toBeHidden();
  expect(await asked(page, "adviseRoute")).toBe(1);
  expect(await asked(page, "upload")).toBe(1);
});

test("a gateway that is not needed any more is revoked or kept by the keyboard alone", async ({
  page,
}) => {
  await open(page, { window: "transfers", scene: "stored" });
  await tabTo(page, "row-open");
  await page.keyboard.press("Enter");
  await page.getByTestId("revoke-offer").waitFor();
  await tabTo(page, "revoke-offer-go");
  await page.keyboard.press("Enter");
  expect(await asked(page, "openWindow")).toBe(1);
  await tabTo(page, "revoke-offer-keep");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("revoke-offer")).toBeHidden();
});

test("the cells of a board are walked by keys and read aloud", async ({ page }) => {
  await open(page, { window: "transfers", scene: "busy" });
  await page.getByTestId("row-open").first().click();
  const grid = page.getByTestId("board").getByRole("grid");
  await grid.focus();
  await page.keyboard.press("Control+Home");
  await expect(current(page)).toContainText(/Segment 1, fragment 1, data/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(current(page)).toContainText(/Segment 2, fragment 2, data/);
  await page.keyboard.press("Control+End");
  await expect(current(page)).toContainText(/fragment 12, parity/);
  await page.keyboard.press("n");
  await expect(current(page)).toContainText(/Failed/);
  await page.keyboard.press("Escape");
});

test("a recovery kit is made and a key removed by the keyboard alone", async ({ page }) => {
  await open(page, { window: "keys", scene: "full" });
  await page.getByTestId("protection").waitFor();

  await tabTo(page, "tab-accounts");
  await page.keyboard.press("ArrowRight");
  await tabTo(page, "data-key-menu");
  await page.keyboard.press("Enter");
  await page.getByTestId("key-remove").waitFor();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.getByTestId("remove-data-key").waitFor();
  await tabTo(page, "remove-data-key-name");
  await page.keyboard.type("Everyday key");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("remove-data-key")).toBeHidden();
  expect(await asked(page, "removeDataKey")).toBe(1);

  await tabTo(page, "tab-data-keys");
  await page.keyboard.press("ArrowRight");
  await tabTo(page, "kit-make");
  await page.keyboard.press("Enter");
  await tabTo(page, "kit-folder");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("kit-folder-path")).toContainText("/");
  await tabTo(page, "make-kit-go");
  await page.keyboard.press("Enter");
  const words = await page.getByTestId("words").locator("b").allTextContents();
  await tabTo(page, "words-written");
  await page.keyboard.press("Enter");
  const fields = page.getByTestId(/^word-\d+$/);
  await fields.first().waitFor();
  for (const field of await fields.all()) {
    const id = (await field.getAttribute("data-testid")) ?? "";
    await tabTo(page, id);
    await page.keyboard.type(words[Number(id.slice("word-".length)) - 1] ?? "");
  }
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("kit-made")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("kit-made")).toBeHidden();
});

/** Moves the focus on until it is on the element with a test id. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const here = await page.evaluate(() => document.activeElement?.getAttribute("data-testid"));
    if (here === id) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${id} is not reached by Tab`);
}

/** What is read aloud of the cell that is walked on. */
function current(page: Page) {
  return page.getByTestId("board").getByRole("gridcell");
}

/** How often the page has asked the program for something. */
function asked(page: Page, name: string): Promise<number> {
  return page.evaluate((wanted) => {
    const { door } = globalThis as unknown as { door: { asked: [string, ...unknown[]][] } };
    return door.asked.filter(([other]) => other === wanted).length;
  }, name);
}
