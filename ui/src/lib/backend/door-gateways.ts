import type { GatewayChange, GatewayLink, GatewayRow, IdleGateway, SpaceQuote } from "./types";

/** What is asked of gateways beside uploads. What was quoted is signed as a change of space is. */
export interface GatewaysDoor {
  /** All gateways of the network, each asked whether it answers. */
  gateways(): Promise<GatewayRow[]>;
  /** Gateways that stored files of the account, may still act for it, and have nothing to do for it now. */
  idleGateways(): Promise<IdleGateway[]>;
  /** Where anybody fetches a file from a gateway that answers. */
  gatewayLink(fid: string): Promise<GatewayLink>;
  /** What it costs to let a gateway act for the account, or no longer. */
  quoteGateway(change: GatewayChange, signal?: AbortSignal): Promise<SpaceQuote>;
}
