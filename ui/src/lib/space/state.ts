import type { TerritoryCard } from "../backend/types";

/** Days that a frozen territory keeps its files: 100,800 blocks of six seconds. */
export const FROZEN_DAYS = 7;

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** Days before the end at which a person is told. */
const REMINDERS = { soon: 30, near: 7, last: 1 } as const;

/** The share from which on a territory is called nearly full. */
const NEARLY_FULL = 0.9;

/** How near the end of a term is. */
export type Nearness = "far" | "soon" | "near" | "last";

export function nearness(daysLeft: number): Nearness {
  if (daysLeft <= REMINDERS.last) return "last";
  if (daysLeft <= REMINDERS.near) return "near";
  return daysLeft <= REMINDERS.soon ? "soon" : "far";
}

/** Bytes that no new file can take. */
export function takenBytes({ usedBytes, lockedBytes }: TerritoryCard): number {
  return usedBytes + lockedBytes;
}

export function isNearlyFull(territory: TerritoryCard): boolean {
  return territory.totalBytes > 0 && takenBytes(territory) >= territory.totalBytes * NEARLY_FULL;
}

/** Can it be renamed? The chain renames empty territories only. */
export function isEmpty(territory: TerritoryCard): boolean {
  return territory.files === 0 && takenBytes(territory) === 0;
}

/** What the chain lets its owner do with a territory in this state. */
export function actionsOf({ state }: TerritoryCard): readonly ("renew" | "expand" | "rename")[] {
  if (state === "active") return ["renew", "expand", "rename"];
  return state === "frozen" ? ["renew"] : [];
}
