import type { Words } from "../stores/words.svelte";
import type { Trade, TradeField } from "./trade";

/** What a trade is called in a menu, and what its dialog says. */
interface TradeWords {
  menu: string;
  title: string;
  explained: string;
  done: string;
  go: (price: string) => string;
}

type Say = Pick<Words, "say">;

/** The words of each trade; `name` is that of its territory. */
const WORDS: Record<Trade, (words: Say, name: string) => TradeWords> = {
  revive: (words, name) => ({
    menu: words.say("trade.revive"),
    title: words.say("trade.reviveTitle", { name }),
    explained: words.say("trade.reviveExplained"),
    done: words.say("trade.reviveDone", { name }),
    go: (price) => words.say("trade.reviveGo", { price }),
  }),
  grant: (words, name) => ({
    menu: words.say("trade.grant"),
    title: words.say("trade.grantTitle", { name }),
    explained: words.say("trade.grantExplained"),
    done: words.say("trade.grantDone", { name }),
    go: (price) => words.say("trade.grantGo", { price }),
  }),
  consign: (words, name) => ({
    menu: words.say("trade.consign"),
    title: words.say("trade.consignTitle", { name }),
    explained: words.say("trade.consignExplained"),
    done: words.say("trade.consignDone", { name }),
    go: (price) => words.say("trade.consignGo", { price }),
  }),
  withdrawConsignment: (words, name) => ({
    menu: words.say("trade.withdrawConsignment"),
    title: words.say("trade.withdrawConsignmentTitle", { name }),
    explained: words.say("trade.withdrawConsignmentExplained"),
    done: words.say("trade.withdrawConsignmentDone", { name }),
    go: (price) => words.say("trade.withdrawConsignmentGo", { price }),
  }),
  buy: (words, name) => ({
    menu: words.say("trade.buy"),
    title: words.say("trade.buyTitle"),
    explained: words.say("trade.buyExplained"),
    done: words.say("trade.buyDone", { name }),
    go: (price) => words.say("trade.buyGo", { price }),
  }),
  withdrawPurchase: (words) => ({
    menu: words.say("trade.withdrawPurchase"),
    title: words.say("trade.withdrawPurchaseTitle"),
    explained: words.say("trade.withdrawPurchaseExplained"),
    done: words.say("trade.withdrawPurchaseDone"),
    go: (price) => words.say("trade.withdrawPurchaseGo", { price }),
  }),
  order: (words, name) => ({
    menu: words.say("trade.order"),
    title: words.say("trade.orderTitle"),
    explained: words.say("trade.orderExplained"),
    done: words.say("trade.orderDone", { name }),
    go: (price) => words.say("trade.orderGo", { price }),
  }),
  payOrder: (words) => ({
    menu: words.say("trade.payOrder"),
    title: words.say("trade.payOrderTitle"),
    explained: words.say("trade.payOrderExplained"),
    done: words.say("trade.payOrderDone"),
    go: (price) => words.say("trade.payOrderGo", { price }),
  }),
};

/** What a trade is called in a menu, and what its dialog says. */
export function tradeWords(words: Say, trade: Trade, name: string): TradeWords {
  return WORDS[trade](words, name);
}

/** Labels of the fields. */
export const FIELD_LABELS = {
  owner: "tradeField.owner",
  token: "tradeField.token",
  order: "tradeField.order",
  name: "tradeField.name",
  gib: "tradeField.gib",
  days: "tradeField.days",
  price: "tradeField.price",
} as const satisfies Record<TradeField, string>;

/** What stands below a field. */
export const FIELD_NOTES = {
  token: "trade.tokenNote",
  order: "trade.orderNote",
} as const;
