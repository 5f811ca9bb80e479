import type { Space, SpaceChange, TerritoryCard } from "../backend/types";
import { nameProblem } from "./name";
import { LEAST_TERM, MOST_DAYS, wholeNumber } from "./stops";
import { planckOf } from "./tokens";

/** What can be typed for a trade. */
export type TradeField = "owner" | "token" | "order" | "name" | "gib" | "days" | "price";

/** What is typed so far; a field that a trade does not have stays empty. */
export type TradeText = Record<TradeField, string>;

/** Ways for space to come back or to change hands. */
export const TRADES = [
  "revive",
  "grant",
  "consign",
  "withdrawConsignment",
  "buy",
  "withdrawPurchase",
  "order",
  "payOrder",
] as const;
export type Trade = (typeof TRADES)[number];

/** The fields of each trade, in the order in which they are asked. */
export const FIELDS: Record<Trade, readonly TradeField[]> = {
  revive: ["days"],
  grant: ["owner"],
  consign: ["price"],
  withdrawConsignment: [],
  buy: ["token", "name"],
  withdrawPurchase: ["token"],
  order: ["owner", "name", "gib", "days"],
  payOrder: ["order"],
};

/** Most GiB that an order can be for. */
const MOST_GIB = 1_048_576;

/** A territory that a trade is about, and the space it is traded in. */
export interface TradeOf {
  trade: Trade;
  territory: TerritoryCard | null;
  space: Space;
}

/** What can be missing before there is a change. */
type Needed =
  | `trade.${"owner" | "token" | "order" | "price" | "days" | "gib" | "term" | "size"}Needed`
  | NonNullable<ReturnType<typeof nameProblem>>;

/** The change, or what is missing before there is one. */
export type TradeWish = { change: SpaceChange; needed: null } | { change: null; needed: Needed };

const isHash = (text: string): boolean => /^(0x)?[0-9a-f]{64}$/i.test(text.trim());
const isFilled = (text: string): boolean => text.trim() !== "";

function needed(key: Needed): TradeWish {
  return { change: null, needed: key };
}

function wish(change: SpaceChange): TradeWish {
  return { change, needed: null };
}

/** What a trade comes to with what is typed so far. */
export function wishOf({ trade, territory, space }: TradeOf, text: TradeText): TradeWish {
  const name = territory?.name ?? "";
  switch (trade) {
    case "revive": {
      const days = wholeNumber(text.days, 1, MOST_DAYS);
      return days === null ? needed("trade.daysNeeded") : wish({ kind: "revive", name, days });
    }
    case "grant":
      if (!isFilled(text.owner)) return needed("trade.ownerNeeded");
      return wish({ kind: "grant", name, to: text.owner.trim() });
    case "consign": {
      const price = planckOf(text.price);
      if (price === null || price === "0") return needed("trade.priceNeeded");
      return wish({ kind: "consign", name, price });
    }
    case "withdrawConsignment":
      return wish({ kind: "withdrawConsignment", name });
    case "buy":
      return bought(text, space);
    case "withdrawPurchase":
      if (!isHash(text.token)) return needed("trade.tokenNeeded");
      return wish({ kind: "withdrawPurchase", token: text.token.trim() });
    case "order":
      return ordered(text);
    case "payOrder":
      if (!isHash(text.order)) return needed("trade.orderNeeded");
      return wish({ kind: "payOrder", order: text.order.trim() });
  }
}

function bought(text: TradeText, space: Space): TradeWish {
  if (!isHash(text.token)) return needed("trade.tokenNeeded");
  const wrong = nameProblem(
    text.name,
    space.territories.map(({ name }) => name),
  );
  if (wrong) return needed(wrong);
  return wish({ kind: "buy", token: text.token.trim(), name: text.name.trim() });
}

/** With size and days it is for a new territory, with one of them for more of that. */
function ordered(text: TradeText): TradeWish {
  if (!isFilled(text.owner)) return needed("trade.ownerNeeded");
  const wrong = nameProblem(text.name, []);
  if (wrong) return needed(wrong);
  const gib = isFilled(text.gib) ? wholeNumber(text.gib, 1, MOST_GIB) : undefined;
  const least = gib === undefined ? 1 : LEAST_TERM;
  const days = isFilled(text.days) ? wholeNumber(text.days, least, MOST_DAYS) : undefined;
  if (gib === null) return needed("trade.gibNeeded");
  if (days === null) return needed(gib === undefined ? "trade.daysNeeded" : "trade.termNeeded");
  if (gib === undefined && days === undefined) return needed("trade.sizeNeeded");
  return wish({
    kind: "order",
    owner: text.owner.trim(),
    name: text.name.trim(),
    gib: gib ?? null,
    days: days ?? null,
  });
}

/** What the chain lets its owner do with a territory in this state, beside its terms. */
export function tradesOf({ state }: TerritoryCard): readonly Trade[] {
  if (state === "active") return ["grant", "consign"];
  if (state === "onSale") return ["withdrawConsignment"];
  return state === "expired" ? ["revive"] : [];
}

/** Trades that begin with no territory of one's own. */
export const OPEN_TRADES: readonly Trade[] = ["buy", "withdrawPurchase", "order", "payOrder"];
