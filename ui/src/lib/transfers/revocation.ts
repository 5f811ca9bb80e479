import type { Job } from "../backend/types";

/** Ends of a transfer after which it asks no more of a gateway. */
const ENDED: readonly Job["condition"][] = ["finished", "cancelled"];

/** Does a transfer still go by this gateway, or may it? */
export function isBusy(account: string, jobs: readonly Job[]): boolean {
  return jobs.some(
    ({ gateway, condition }) => gateway?.account === account && !ENDED.includes(condition),
  );
}
