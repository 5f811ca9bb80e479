import type { Page } from "@playwright/test";

import { KEYS_SCENES } from "./keys-scenes";
import type { Scene } from "./scene";
import { SPACE_SCENES } from "./space-scenes";

/** A state that a window is looked at in. */
export interface State {
  title: string;
  scene: Scene;
  /** How a person gets there from the first picture of the scene. */
  reach?: (page: Page) => Promise<void>;
}

const click = (id: string) => async (page: Page) => {
  await page.getByTestId(id).first().click();
};

/** Waits for what an answer of the program brings. */
const see = (id: string) => async (page: Page) => {
  await page.getByTestId(id).first().waitFor();
};

const transfers = (scene: string): Scene => ({ window: "transfers", scene });

const buckets = (scene: string): Scene => ({ window: "buckets", scene });

/** Chooses the file whose name begins like this, then goes on. */
const choose =
  (name: string, ...ids: string[]) =>
  async (page: Page) => {
    // Large text leaves room for few rows: the search brings the file into view.
    await page.getByTestId("file-search").fill(name);
    await page.locator(`[data-testid="file-row"][data-name^="${name}"]`).click();
    for (const id of ids) await page.getByTestId(id).first().click();
  };

/** Looks up a hash by way of the palette, waits for what comes first, and opens the rest. */
const lookUp =
  (awaited: string, ...ids: string[]) =>
  async (page: Page) => {
    await page.getByTestId("drop-zone").waitFor();
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").fill(`0x${"5e".repeat(32)}`);
    await page.getByTestId("command-lookUp").click();
    await page.getByTestId(awaited).waitFor();
    for (const id of ids) await page.getByTestId(id).locator("summary").click();
  };

/** Every state that the windows are looked at in. */
export const SCENES: readonly State[] = [
  { title: "the first run", scene: transfers("fresh") },
  { title: "a network that opens", scene: transfers("starting") },
  { title: "a busy list", scene: transfers("busy") },
  { title: "the first sealed file", scene: transfers("away"), reach: see("first-stored") },
  { title: "an opened row", scene: transfers("busy"), reach: click("row-open") },
  { title: "a long list", scene: transfers("long") },
  {
    title: "the choice of a network",
    scene: transfers("fresh"),
    reach: async (page) => {
      await page.getByTestId("use-cess").click();
      await page.getByTestId("use-own").click();
    },
  },
  { title: "an account to come", scene: transfers("setup") },
  { title: "tokens to come", scene: transfers("tokens") },
  { title: "space to come", scene: transfers("space") },
  { title: "the upload sheet", scene: transfers("busy"), reach: click("choose-files") },
  {
    title: "an upload for several keys",
    scene: transfers("busy"),
    reach: async (page) => {
      await page.getByTestId("choose-files").click();
      await page.getByTestId("sheet-key").last().check();
    },
  },
  {
    title: "an upload by way of a gateway",
    scene: transfers("gateway"),
    reach: async (page) => {
      await page.getByTestId("choose-files").click();
      await page.getByTestId("sheet-route-gateway").click();
      await page.getByTestId("sheet-route-which").selectOption({ index: 2 });
    },
  },
  {
    title: "a route that is left to Pileus",
    scene: transfers("oneGateway"),
    reach: async (page) => {
      await page.getByTestId("choose-files").click();
      await page.getByTestId("sheet-route-auto").click();
    },
  },
  {
    title: "a file that a gateway stored after another one was given up",
    scene: transfers("stored"),
    reach: async (page) => {
      await page.getByTestId("row-open").first().click();
      await page.getByTestId("revoke-offer").waitFor();
    },
  },
  { title: "the panel of the network", scene: transfers("busy"), reach: click("bar-network") },
  { title: "the command palette", scene: transfers("busy"), reach: click("open-palette") },
  {
    title: "the list of keys",
    scene: transfers("busy"),
    reach: async (page) => {
      await page.keyboard.press("?");
    },
  },
  { title: "a link from outside", scene: transfers("link") },
  {
    title: "a hash that was looked up",
    scene: transfers("busy"),
    reach: lookUp("look-up-found", "node-lines"),
  },
  {
    title: "a search of the chain",
    scene: transfers("searching"),
    reach: lookUp("look-up-progress"),
  },
  { title: "a receipt", scene: transfers("fresh"), reach: click("open-receipt") },
  { title: "the files", scene: buckets("small") },
  { title: "the files as a grid", scene: buckets("small"), reach: click("view-grid") },
  { title: "a hundred thousand files", scene: buckets("many") },
  { title: "no files", scene: buckets("empty") },
  { title: "files that load", scene: buckets("loading") },
  { title: "files that cannot be read", scene: buckets("failed") },
  { title: "a weakened file", scene: buckets("small"), reach: choose("Panorama") },
  {
    title: "a file that only this computer opens",
    scene: buckets("bare"),
    reach: choose("Panorama", "only-here-kit"),
  },
  { title: "a text", scene: buckets("small"), reach: choose("Packing") },
  { title: "a file with a passphrase", scene: buckets("small"), reach: choose("Diary") },
  { title: "a lost file", scene: buckets("small"), reach: choose("Negatives") },
  { title: "a running drill", scene: buckets("small"), reach: choose("Lago", "file-drill") },
  { title: "deleting a file", scene: buckets("small"), reach: choose("Panorama", "file-delete") },
  {
    title: "a deletion under way",
    scene: buckets("held"),
    reach: choose("Panorama", "file-delete", "remove-dialog-go"),
  },
  { title: "moving a file", scene: buckets("small"), reach: choose("Panorama", "file-move") },
  { title: "a board to look at", scene: buckets("small"), reach: choose("Panorama", "open-board") },
  { title: "a local file", scene: buckets("small"), reach: choose("Panorama", "check-local") },
  {
    title: "a new bucket",
    scene: buckets("small"),
    reach: async (page) => {
      // In a narrow window, and with large text, the buckets are behind a button.
      const folded = page.getByTestId("show-shelves");
      if (await folded.isVisible()) await folded.click();
      await page.getByTestId("create-bucket").click();
    },
  },
  ...KEYS_SCENES,
  ...SPACE_SCENES,
];
