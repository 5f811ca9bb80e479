import type { Page } from "@playwright/test";

import type { State } from "./scenes";

const space = (scene: string): State["scene"] => ({ window: "space", scene });

/** Chooses in a menu of the window or of a card. */
const menu =
  (trigger: string, item: string) =>
  async (page: Page): Promise<void> => {
    await page.getByTestId(trigger).first().click();
    await page.getByTestId(item).click();
  };

/** Every state that the space window is looked at in. */
export const SPACE_SCENES: readonly State[] = [
  { title: "rented space", scene: space("rented") },
  { title: "space in every state", scene: space("states") },
  { title: "no space yet", scene: space("empty") },
  {
    title: "renting space",
    scene: space("rented"),
    reach: async (page) => {
      await page.getByTestId("rent-open").click();
      await page.getByTestId("bill-total").waitFor();
    },
  },
  ...(["expand", "renew"] as const).map((kind) => ({
    title: kind === "expand" ? "more space for a territory" : "more days for a territory",
    scene: space("rented"),
    reach: async (page: Page) => {
      await page.getByTestId(kind).first().click();
      await page.getByTestId("bill-total").waitFor();
    },
  })),
  {
    title: "buying a territory on sale",
    scene: space("rented"),
    reach: menu("trade-open", "trade-open-buy"),
  },
  {
    title: "an order for somebody to pay",
    scene: space("rented"),
    reach: menu("trade-open", "trade-open-order"),
  },
  {
    title: "what a gateway may do, before it is authorised",
    scene: space("rented"),
    reach: async (page) => {
      await page.getByTestId("gateway-authorise").last().click();
      await page.getByTestId("bill-total").waitFor();
    },
  },
  {
    title: "a gateway that has nothing more to do",
    scene: space("idle"),
    reach: async (page) => {
      await page.getByTestId("gateway-offer").waitFor();
    },
  },
  {
    title: "a gateway's power taken back",
    scene: space("rented"),
    reach: async (page) => {
      await page.getByTestId("gateway-revoke").click();
      await page.getByTestId("bill-total").waitFor();
    },
  },
  {
    title: "reviving a territory",
    scene: space("states"),
    reach: async (page) => {
      await page.getByTestId("trade-revive").first().click();
    },
  },
];
