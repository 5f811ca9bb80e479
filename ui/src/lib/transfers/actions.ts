import type { Job } from "../backend/types";

/** What a person can do with a job now. */
export interface Actions {
  pause: boolean;
  resume: boolean;
  passphrase: boolean;
  retry: boolean;
  cancel: boolean;
  download: boolean;
  reveal: boolean;
  forget: boolean;
}

/** The actions that make sense for a job in its condition. */
export function actionsOf(job: Job): Actions {
  const ended = job.condition === "finished" || job.condition === "cancelled";
  const failed = job.condition === "failed";
  const going = job.condition === "running" || job.condition === "queued";
  return {
    pause: going && canPause(job),
    resume: job.condition === "paused",
    passphrase: job.condition === "needsKey",
    retry: failed && (job.problem?.retry ?? true),
    cancel: !ended && job.stage !== "deleting",
    download: job.condition === "finished" && job.kind === "upload" && job.fid !== null,
    reveal: job.condition === "finished",
    forget: ended,
  };
}

/** Once everything is sent there is nothing left to pause: the storage nodes act. */
function canPause(job: Job): boolean {
  return job.stage !== "confirming" && job.stage !== "deleting" && job.stage !== "done";
}
