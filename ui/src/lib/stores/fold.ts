import type { Job, NetworkBar, Snapshot, Update } from "../backend/types";

/** All transfers and the top bar, as of one number of the stream. */
export interface Transfers {
  sequence: number;
  /** Newest first. */
  jobs: readonly Job[];
  bar: NetworkBar;
}

/** How an update meets what is known. */
export type Meeting = "next" | "old" | "gap";

/** Whether an update is the next one, was folded before, or leaves something out. */
export function meet(sequence: number, update: Update): Meeting {
  if (update.sequence <= sequence) return "old";
  return update.sequence === sequence + 1 ? "next" : "gap";
}

export function unfold(snapshot: Snapshot): Transfers {
  return { ...snapshot, jobs: [...snapshot.jobs].sort(newestFirst) };
}

/** Puts the next update in. */
export function fold(transfers: Transfers, update: Update): Transfers {
  return {
    sequence: update.sequence,
    jobs: foldJobs(transfers.jobs, update.jobs),
    bar: update.bar ?? transfers.bar,
  };
}

/** A job that the person took off the list. */
export function without(transfers: Transfers, job: string): Transfers {
  return { ...transfers, jobs: transfers.jobs.filter((known) => known.job !== job) };
}

function foldJobs(jobs: readonly Job[], changed: readonly Job[]): readonly Job[] {
  if (changed.length === 0) return jobs;
  const fresh = new Map(changed.map((job) => [job.job, job]));
  const folded = jobs.map((job) => {
    const now = fresh.get(job.job);
    fresh.delete(job.job);
    return now ?? job;
  });
  return fresh.size === 0 ? folded : [...fresh.values(), ...folded].sort(newestFirst);
}

function newestFirst(one: Job, other: Job): number {
  return other.created - one.created || (one.job < other.job ? 1 : -1);
}
