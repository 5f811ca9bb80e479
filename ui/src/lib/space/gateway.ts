import type { GatewayRow, GatewaySilence } from "../backend/types";
import type { Key } from "../words/catalogue";
import { shortened } from "../words/format";

/** What a gateway is called: its address, or the account of one that has none. */
export function gatewayName({ name, account }: Pick<GatewayRow, "name" | "account">): string {
  return name ?? shortened(account);
}

/** Why a gateway gives no answer that can be used. */
export const SILENCE = {
  unreachable: "gateways.silentUnreachable",
  timedOut: "gateways.silentTimedOut",
  elsewhere: "gateways.silentElsewhere",
  unreadable: "gateways.silentUnreadable",
  forbidden: "gateways.silentForbidden",
  busy: "gateways.silentBusy",
  failed: "gateways.silentFailed",
  refused: "gateways.silentRefused",
} as const satisfies Record<GatewaySilence, Key>;
