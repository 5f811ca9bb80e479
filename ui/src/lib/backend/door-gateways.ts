import type { GatewayChange, GatewayRow, SpaceQuote } from "./types";

/** What the space window asks of gateways. What was quoted is signed as a change of space is. */
export interface GatewaysDoor {
  /** All gateways of the network, each asked whether it answers. */
  gateways(): Promise<GatewayRow[]>;
  /** What it costs to let a gateway act for the account, or no longer. */
  quoteGateway(change: GatewayChange): Promise<SpaceQuote>;
}
