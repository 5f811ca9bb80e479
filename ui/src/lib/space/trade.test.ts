import { describe, expect, it } from "vitest";

import { rented, territory } from "../backend/fake/scenes-tools";
import { planckOf } from "./tokens";
import { OPEN_TRADES, TRADES, tradesOf, wishOf, type Trade, type TradeText } from "./trade";

const NOW = Date.UTC(2026, 4, 12);
const HASH = `0x${"ab".repeat(32)}`;
const NOTHING: TradeText = {
  owner: "",
  token: "",
  order: "",
  name: "",
  gib: "",
  days: "",
  price: "",
};

function wish(trade: Trade, text: Partial<TradeText>, own = true): ReturnType<typeof wishOf> {
  const space = rented(NOW);
  const about = own ? (space.territories[0] ?? null) : null;
  return wishOf({ trade, territory: about, space }, { ...NOTHING, ...text });
}

describe("an amount in tokens", () => {
  it("keeps every planck", () => {
    expect(planckOf("12.5")).toBe("12500000000000000000");
    expect(planckOf("0,000000000000000001")).toBe("1");
    expect(planckOf(" 7 ")).toBe("7000000000000000000");
    expect(planckOf("3.")).toBe("3000000000000000000");
  });

  it("is nothing else", () => {
    for (const wrong of ["", ".5", "-1", "1e3", "1.2.3", "1.0000000000000000001", "1".repeat(21)])
      expect(planckOf(wrong), wrong).toBeNull();
  });
});

describe("a trade", () => {
  it("says what is missing before anything is asked of the chain", () => {
    const missing = (trade: Trade, text: Partial<TradeText>) => wish(trade, text).needed;
    expect(missing("revive", { days: "0" })).toBe("trade.daysNeeded");
    expect(missing("grant", {})).toBe("trade.ownerNeeded");
    expect(missing("consign", { price: "0" })).toBe("trade.priceNeeded");
    expect(missing("buy", { token: "0x12" })).toBe("trade.tokenNeeded");
    expect(missing("buy", { token: HASH, name: "Attic" })).toBe("space.nameTaken");
    expect(missing("withdrawPurchase", {})).toBe("trade.tokenNeeded");
    expect(missing("payOrder", { order: "1" })).toBe("trade.orderNeeded");
    const order = { owner: "cX", name: "x" };
    expect(missing("order", order)).toBe("trade.sizeNeeded");
    expect(missing("order", { ...order, gib: "1", days: "29" })).toBe("trade.termNeeded");
    expect(missing("order", { ...order, days: "no" })).toBe("trade.daysNeeded");
    expect(missing("order", { ...order, gib: "-1" })).toBe("trade.gibNeeded");
  });

  it("becomes the change that was typed", () => {
    expect(wish("consign", { price: "1.5" }).change).toEqual({
      kind: "consign",
      name: "Attic",
      price: "1500000000000000000",
    });
    expect(wish("buy", { token: ` ${HASH} `, name: " New " }, false).change).toEqual({
      kind: "buy",
      token: HASH,
      name: "New",
    });
    expect(wish("order", { owner: "cX", name: "x", days: "7" }, false).change).toEqual({
      kind: "order",
      owner: "cX",
      name: "x",
      gib: null,
      days: 7,
    });
    expect(wish("withdrawConsignment", {}).change).toEqual({
      kind: "withdrawConsignment",
      name: "Attic",
    });
  });

  it("is offered where the chain allows it, and every one is offered somewhere", () => {
    const of = (state: "active" | "frozen" | "expired" | "onSale") =>
      tradesOf(territory(NOW, "x", [1, 0, 0], 9, { state }));
    expect(of("frozen")).toEqual([]);
    const offered = [...of("active"), ...of("expired"), ...of("onSale"), ...OPEN_TRADES];
    expect([...offered].sort()).toEqual([...TRADES].sort());
  });
});
