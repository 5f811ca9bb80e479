import type { Job } from "../backend/types";

export const FILTERS = ["all", "running", "waiting", "failed", "done"] as const;

export type Filter = (typeof FILTERS)[number];

/** Where a job belongs; every job is in exactly one of the four. */
export function placeOf(job: Job): Exclude<Filter, "all"> {
  switch (job.condition) {
    case "failed":
      return "failed";
    case "finished":
    case "cancelled":
      return "done";
    case "queued":
    case "paused":
    case "needsKey":
      return "waiting";
    case "running":
      return job.stage === "confirming" ? "waiting" : "running";
  }
}

export function matches(job: Job, filter: Filter): boolean {
  return filter === "all" || placeOf(job) === filter;
}

export function countByFilter(jobs: readonly Job[]): Record<Filter, number> {
  const counts = { all: jobs.length, running: 0, waiting: 0, failed: 0, done: 0 };
  for (const job of jobs) counts[placeOf(job)] += 1;
  return counts;
}

/** Bytes in a second, measured, of all running uploads or downloads. */
export function totalSpeed(jobs: readonly Job[], kind: Job["kind"]): number {
  return jobs
    .filter((job) => job.kind === kind && job.condition === "running")
    .reduce((sum, job) => sum + (job.speed ?? 0), 0);
}
