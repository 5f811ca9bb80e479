import type { SpaceDoor } from "../door-space";
import type { Space, SpaceChange, SpaceQuote } from "../types";
import type { Desk } from "./desk";

const DAY = 86_400_000;
const GIB = 1024 ** 3;
const FEE = 11_200_000_000_000_000n;
/** What the territory of any token costs here. */
const ASKED = 50_000_000_000_000_000_000n;
/** What any order costs here. */
const ORDERED = 90_000_000_000_000_000_000n;

/** The part of a fake door for territories: it reckons prices the way the chain does. */
export class FakeSpace implements SpaceDoor {
  readonly #desk: Desk;
  readonly #said: Space;
  #quoted: { quote: SpaceQuote; order: string | null; take: () => void } | null = null;
  #count = 0;

  constructor(desk: Desk, said: Space) {
    this.#desk = desk;
    this.#said = said;
  }

  space = () => this.#desk.answer("space", structuredClone(this.#said));

  quoteSpace: SpaceDoor["quoteSpace"] = (change) => {
    const quote = this.#quote(this.#price(change), this.#until(change));
    const order = change.kind === "order" ? `0x${"5e".repeat(32)}` : null;
    const take = (): void => {
      this.#take(change, quote);
    };
    this.#quoted = { quote, order, take };
    return this.#desk.answer("quoteSpace", quote, change);
  };

  signSpace: SpaceDoor["signSpace"] = async (id) => {
    await this.#desk.answer("signSpace", undefined, id);
    if (this.#quoted?.quote.quote !== id) throw new Error("nothing was quoted under this number");
    const { quote, order, take } = this.#quoted;
    this.#said.balance = quote.resulting;
    take();
    return { block: quote.block + 2, spent: quote.price, fee: quote.fee, order };
  };

  /** What a change costs that is none of space: the fee alone. Once it is signed, `take` is called. */
  quoteOther(take: () => void): SpaceQuote {
    const quote = this.#quote(0n, null);
    this.#quoted = { quote, order: null, take };
    return quote;
  }

  /** Makes the next quote another one: the price of a GiB a day is this now. */
  setPrice(unitPrice: string): void {
    this.#said.unitPrice = unitPrice;
  }

  #quote(price: bigint, untilAt: number | null): SpaceQuote {
    this.#count += 1;
    const { balance, tokenSymbol, account, block, readAt } = this.#said;
    const total = price + FEE;
    const left = BigInt(balance) - total;
    return {
      quote: String(this.#count),
      price: String(price),
      fee: String(FEE),
      total: String(total),
      balance,
      resulting: String(left > 0n ? left : 0n),
      tokenSymbol,
      signer: account,
      block,
      readAt,
      untilAt,
    };
  }

  #price(change: SpaceChange): bigint {
    const unit = BigInt(this.#said.unitPrice);
    switch (change.kind) {
      case "rent":
        return unit * BigInt(change.gib) * BigInt(change.days);
      case "expand":
        return unit * BigInt(change.gib) * BigInt(this.#known(change.name)?.daysLeft ?? 0);
      case "renew":
        return unit * this.#gibOf(change.name) * BigInt(change.days);
      case "revive":
        return (unit / 30n) * this.#gibOf(change.name) * BigInt(change.days);
      case "buy":
        return ASKED;
      case "payOrder":
        return ORDERED;
      default:
        return 0n;
    }
  }

  #known(name: string): Space["territories"][number] | undefined {
    return this.#said.territories.find((territory) => territory.name === name);
  }

  #gibOf(name: string): bigint {
    return BigInt((this.#known(name)?.totalBytes ?? 0) / GIB);
  }

  #until(change: SpaceChange): number | null {
    const { readAt } = this.#said;
    if (change.kind === "rent" || change.kind === "revive") return readAt + change.days * DAY;
    if (change.kind !== "expand" && change.kind !== "renew") return null;
    const from = this.#known(change.name)?.endsAt ?? readAt;
    return change.kind === "expand" ? from : from + change.days * DAY;
  }

  #take(change: SpaceChange, quote: SpaceQuote): void {
    const { territories, readAt, block } = this.#said;
    if (change.kind === "rent") {
      const totalBytes = change.gib * GIB;
      territories.push({
        name: change.name,
        token: `0x${"7a".repeat(32)}`,
        state: "active",
        totalBytes,
        usedBytes: 0,
        lockedBytes: 0,
        freeBytes: totalBytes,
        startBlock: block,
        deadlineBlock: block + change.days * 14_400,
        endsAt: quote.untilAt ?? readAt,
        daysLeft: change.days,
        files: 0,
        paid: quote.price,
        history: [[readAt, 0]],
        fullAt: null,
        yearCost: String(BigInt(this.#said.unitPrice) * BigInt(change.gib) * 365n),
      });
      return;
    }
    if (change.kind === "grant") {
      this.#said.territories = territories.filter(({ name }) => name !== change.name);
      return;
    }
    const known = territories.find(({ name }) => name === subjectOf(change));
    if (!known) return;
    if (change.kind === "rename") known.name = change.to;
    if (change.kind === "consign") known.state = "onSale";
    if (change.kind === "withdrawConsignment") known.state = "active";
    if (change.kind === "expand") {
      known.totalBytes += change.gib * GIB;
      known.freeBytes += change.gib * GIB;
    }
    if (change.kind === "renew" || change.kind === "revive") {
      known.daysLeft += change.days;
      known.endsAt += change.days * DAY;
      known.state = "active";
    }
  }
}

/** The name of the person's own territory that a change is about. */
function subjectOf(change: SpaceChange): string | null {
  if (change.kind === "rename") return change.from;
  return "name" in change && change.kind !== "buy" && change.kind !== "order" ? change.name : null;
}
