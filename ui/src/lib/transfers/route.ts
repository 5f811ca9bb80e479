import type { Route, RouteAdvice } from "../backend/types";
import { saying, type Saying } from "../words/speak";

/** Routes as the sheet offers them; which gateway is chosen beside the second. */
export type RouteKind = Route["kind"];

/** What a choice is kept as between two uploads; an account is that of a gateway. */
const DIRECT = "";
const AUTO = "auto";

/** All that can be kept, as long as these gateways may act for the account. */
export function keepable(gateways: readonly string[]): string[] {
  return [AUTO, ...gateways];
}

/** A choice as it is kept. */
export function keptAs(route: Route): string {
  if (route.kind === "gateway") return route.gateway;
  return route.kind === "auto" ? AUTO : DIRECT;
}

/** The choice that was kept; the direct route when there is none. */
export function keptRoute(kept: string | null): Route {
  if (kept === null || kept === DIRECT) return { kind: "direct" };
  return kept === AUTO ? { kind: "auto" } : { kind: "gateway", gateway: kept };
}

/** Does a gateway order, and pay, as far as that is known now? */
export function gatewayPays(route: Route, advice: RouteAdvice | null): boolean {
  return route.kind === "gateway" || (route.kind === "auto" && !!advice?.gateway);
}

/** The words for sizes, speeds and times of the language in use. */
interface Figures {
  speed: (bytes: number) => string;
  duration: (seconds: number) => string;
}

/** What Pileus would choose now, and why, with the numbers. */
export function adviceSaying({ gateway, reason }: RouteAdvice, figures: Figures): Saying {
  const name = gateway?.name ?? "";
  switch (reason.kind) {
    case "noGateway":
      return saying("route.autoNoGateway");
    case "noneAnswers":
      return saying("route.autoNoneAnswers");
    case "uplinkUnknown":
      return saying("route.autoUplinkUnknown");
    case "fewNodes": {
      const { reachable, needed } = reason;
      return saying("route.autoFewNodes", { name, reachable, needed });
    }
    case "soonEnough":
      return saying("route.autoSoonEnough", times(reason, figures));
    case "saves":
      return saying("route.autoSaves", { name, ...times(reason, figures) });
  }
}

function times(
  told: { uplink: number; directSeconds: number; gatewaySeconds: number },
  { speed, duration }: Figures,
) {
  return {
    speed: speed(told.uplink),
    direct: duration(told.directSeconds),
    gateway: duration(told.gatewaySeconds),
  };
}
