import type { GatewayRow } from "../backend/types";
import { shortened } from "../words/format";

/** What a gateway is called: its address, or the account of one that has none. */
export function gatewayName({ name, account }: GatewayRow): string {
  return name ?? shortened(account);
}
