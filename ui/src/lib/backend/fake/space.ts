import type { SpaceDoor } from "../door-space";
import type { Space, SpaceChange, SpaceQuote } from "../types";
import type { Desk } from "./desk";

const DAY = 86_400_000;
const GIB = 1024 ** 3;
const FEE = 11_200_000_000_000_000n;

/** The part of a fake door for territories: it reckons prices the way the chain does. */
export class FakeSpace implements SpaceDoor {
  readonly #desk: Desk;
  readonly #said: Space;
  #quoted: { change: SpaceChange; quote: SpaceQuote } | null = null;
  #count = 0;

  constructor(desk: Desk, said: Space) {
    this.#desk = desk;
    this.#said = said;
  }

  space = () => this.#desk.answer("space", structuredClone(this.#said));

  quoteSpace: SpaceDoor["quoteSpace"] = (change) => {
    const quote = this.#quote(change);
    this.#quoted = { change, quote };
    return this.#desk.answer("quoteSpace", quote, change);
  };

  signSpace: SpaceDoor["signSpace"] = async (id) => {
    await this.#desk.answer("signSpace", undefined, id);
    if (this.#quoted?.quote.quote !== id) throw new Error("nothing was quoted under this number");
    const { change, quote } = this.#quoted;
    this.#said.balance = quote.resulting;
    this.#take(change, quote);
    return { block: quote.block + 2, spent: quote.price, fee: quote.fee };
  };

  /** Makes the next quote another one: the price of a GiB a day is this now. */
  setPrice(unitPrice: string): void {
    this.#said.unitPrice = unitPrice;
  }

  #quote(change: SpaceChange): SpaceQuote {
    this.#count += 1;
    const { balance, tokenSymbol, account, block, readAt } = this.#said;
    const price = this.#price(change);
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
      untilAt: change.kind === "rename" ? null : this.#until(change),
    };
  }

  #price(change: SpaceChange): bigint {
    const unit = BigInt(this.#said.unitPrice);
    if (change.kind === "rename") return 0n;
    const { gib, days } = this.#amounts(change);
    return unit * BigInt(gib) * BigInt(days);
  }

  #amounts(change: Exclude<SpaceChange, { kind: "rename" }>): { gib: number; days: number } {
    const known = this.#said.territories.find(({ name }) => name === change.name);
    const gib = change.kind === "renew" ? (known?.totalBytes ?? 0) / GIB : change.gib;
    const days = change.kind === "expand" ? (known?.daysLeft ?? 0) : change.days;
    return { gib, days };
  }

  #until(change: Exclude<SpaceChange, { kind: "rename" }>): number {
    const known = this.#said.territories.find(({ name }) => name === change.name);
    const from = known?.endsAt ?? this.#said.readAt;
    return change.kind === "expand" ? from : from + change.days * DAY;
  }

  #take(change: SpaceChange, quote: SpaceQuote): void {
    const { territories, readAt, block } = this.#said;
    if (change.kind === "rent") {
      const totalBytes = change.gib * GIB;
      territories.push({
        name: change.name,
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
    const wanted = change.kind === "rename" ? change.from : change.name;
    const known = territories.find(({ name }) => name === wanted);
    if (!known) return;
    if (change.kind === "rename") known.name = change.to;
    if (change.kind === "expand") {
      known.totalBytes += change.gib * GIB;
      known.freeBytes += change.gib * GIB;
    }
    if (change.kind === "renew") {
      known.daysLeft += change.days;
      known.endsAt += change.days * DAY;
      known.state = "active";
    }
  }
}
