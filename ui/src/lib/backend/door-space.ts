import type { Space, SpaceChange, SpaceQuote, SpaceReceipt } from "./types";

/** What the space window asks: nothing is signed before it was quoted. */
export interface SpaceDoor {
  space(): Promise<Space>;
  /** What a change would cost now. */
  quoteSpace(change: SpaceChange): Promise<SpaceQuote>;
  /** Signs what was quoted; refused with `price_changed` when the chain asks another price by then. */
  signSpace(quote: string): Promise<SpaceReceipt>;
}
