import type { SpaceDoor } from "../backend/door-space";
import { asProblem } from "../backend/problem";
import type { Problem, SpaceQuote, SpaceReceipt } from "../backend/types";

/** Milliseconds without another change before the chain is asked. */
const SETTLED = 250;

/** The chain asks another price than was quoted; nothing was signed. */
const PRICE_CHANGED = "price_changed";

/** Asks what a change costs; whoever no longer wants to know says so by the signal. */
export type Price<Change> = (change: Change, signal: AbortSignal) => Promise<SpaceQuote>;

/** One change that costs something: its price as it is told while one chooses, and its signing. */
export class QuoteStore<Change> {
  readonly #door: Pick<SpaceDoor, "signSpace">;
  readonly #price: Price<Change>;
  #change: Change | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();
  #signing: { stop: AbortController; answer: Promise<SpaceReceipt> } | null = null;

  quote = $state.raw<SpaceQuote | null>(null);
  /** Is a price on its way? What is shown until then is of an earlier choice. */
  asking = $state(false);
  signing = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** The total that was agreed to, when the chain asked for another one. */
  before = $state<string | null>(null);
  receipt = $state.raw<SpaceReceipt | null>(null);

  constructor(door: Pick<SpaceDoor, "signSpace">, price: Price<Change>) {
    this.#door = door;
    this.#price = price;
  }

  /** Asks what a change costs once it stays the same for a moment; nothing to ask for null. */
  ask(change: Change | null): void {
    this.end();
    this.#change = change;
    this.before = null;
    this.problem = null;
    this.asking = change !== null;
    if (change !== null) this.#timer = setTimeout(() => void this.again(), SETTLED);
    else this.quote = null;
  }

  /** Asks at once. */
  async again(): Promise<void> {
    if (this.#change === null) return;
    this.end();
    const { signal } = (this.#asking = new AbortController());
    this.asking = true;
    this.problem = null;
    try {
      const quote = await this.#price(this.#change, signal);
      if (!signal.aborted) this.quote = quote;
    } catch (reason) {
      if (signal.aborted) return;
      this.quote = null;
      this.problem = asProblem(reason);
    } finally {
      if (!signal.aborted) this.asking = false;
    }
  }

  /** Signs what is shown. With another price by then, that price is shown and nothing was signed. */
  async sign(): Promise<void> {
    const quote = this.quote;
    if (!quote || this.asking || this.signing) return;
    this.signing = true;
    this.problem = null;
    this.before = null;
    const stop = new AbortController();
    const answer = this.#door.signSpace(quote.quote, stop.signal);
    this.#signing = { stop, answer };
    try {
      this.receipt = await answer;
    } catch (reason) {
      // Whoever left hears of it elsewhere.
      if (!stop.signal.aborted) await this.#refused(asProblem(reason), quote.total);
    } finally {
      this.signing = false;
    }
  }

  /** Asks what is being signed to stop, and gives what comes of it; nothing when nothing is being signed. */
  leave(): Promise<unknown> | undefined {
    if (!this.signing) return undefined;
    this.#signing?.stop.abort();
    return this.#signing?.answer;
  }

  /** Whatever price is on its way is no longer wanted. */
  end(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  async #refused(problem: Problem, total: string): Promise<void> {
    if (problem.code !== PRICE_CHANGED) {
      this.problem = problem;
      return;
    }
    await this.again();
    this.before = total;
  }
}
