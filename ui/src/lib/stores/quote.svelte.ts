import type { SpaceDoor } from "../backend/door-space";
import { asProblem } from "../backend/problem";
import type { Problem, SpaceQuote, SpaceReceipt } from "../backend/types";

/** Milliseconds without another change before the chain is asked. */
const SETTLED = 250;

/** The chain asks another price than was quoted; nothing was signed. */
const PRICE_CHANGED = "price_changed";

/** One change that costs something: its price as it is told while one chooses, and its signing. */
export class QuoteStore<Change> {
  readonly #door: Pick<SpaceDoor, "signSpace">;
  readonly #price: (change: Change) => Promise<SpaceQuote>;
  #turn = 0;
  #change: Change | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  quote = $state.raw<SpaceQuote | null>(null);
  /** Is a price on its way? What is shown until then is of an earlier choice. */
  asking = $state(false);
  signing = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** The total that was agreed to, when the chain asked for another one. */
  before = $state<string | null>(null);
  receipt = $state.raw<SpaceReceipt | null>(null);

  constructor(door: Pick<SpaceDoor, "signSpace">, price: (change: Change) => Promise<SpaceQuote>) {
    this.#door = door;
    this.#price = price;
  }

  /** Asks what a change costs once it stays the same for a moment; nothing to ask for null. */
  ask(change: Change | null): void {
    this.#turn += 1;
    this.#change = change;
    this.before = null;
    this.problem = null;
    clearTimeout(this.#timer);
    this.asking = change !== null;
    if (change !== null) this.#timer = setTimeout(() => void this.again(), SETTLED);
    else this.quote = null;
  }

  /** Asks at once. */
  async again(): Promise<void> {
    if (this.#change === null) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.asking = true;
    this.problem = null;
    try {
      const quote = await this.#price(this.#change);
      if (turn === this.#turn) this.quote = quote;
    } catch (reason) {
      if (turn !== this.#turn) return;
      this.quote = null;
      this.problem = asProblem(reason);
    } finally {
      if (turn === this.#turn) this.asking = false;
    }
  }

  /** Signs what is shown. With another price by then, that price is shown and nothing was signed. */
  async sign(): Promise<void> {
    const quote = this.quote;
    if (!quote || this.asking || this.signing) return;
    this.signing = true;
    this.problem = null;
    this.before = null;
    try {
      this.receipt = await this.#door.signSpace(quote.quote);
    } catch (reason) {
      const problem = asProblem(reason);
      if (problem.code === PRICE_CHANGED) await this.#askAfter(quote.total);
      else this.problem = problem;
    } finally {
      this.signing = false;
    }
  }

  end(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
  }

  async #askAfter(total: string): Promise<void> {
    await this.again();
    this.before = total;
  }
}
