import type { Space, SpaceChange, SpaceQuote, SpaceReceipt } from "./types";

/** What the space window asks: nothing is signed before it was quoted. */
export interface SpaceDoor {
  space(): Promise<Space>;
  /** What a change would cost now. */
  quoteSpace(change: SpaceChange, signal?: AbortSignal): Promise<SpaceQuote>;
  /**
   * Signs what was quoted; refused with `price_changed` when the chain asks another price by then. Stopped before the
   * signature it rejects with `stopped`, after it as `GoesOn`.
   */
  signSpace(quote: string, signal?: AbortSignal): Promise<SpaceReceipt>;
}
