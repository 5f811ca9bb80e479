import type { Job } from "../backend/types";

/** Transfers whose end is worth telling: stored, brought back, or stopped by a problem. */
export function news(before: readonly Job[], changed: readonly Job[]): Job[] {
  const known = new Map(before.map((job) => [job.job, job.condition]));
  return changed.filter(({ job, condition }) => {
    const was = known.get(job);
    return was !== undefined && was !== condition && isEnd(condition);
  });
}

function isEnd(condition: Job["condition"]): boolean {
  return condition === "finished" || condition === "failed";
}
