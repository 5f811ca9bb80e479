import type { Job } from "../backend/types";

/** What a person can do with a job now. */
export interface Actions {
  pause: boolean;
  resume: boolean;
  passphrase: boolean;
  /** Does it wait for keys that the Keys window can unlock? */
  openKeys: boolean;
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
    passphrase: wantsPassphrase(job),
    openKeys: needsKeys(job),
    retry: failed && (job.problem?.retry ?? true),
    cancel: !ended && job.stage !== "deleting",
    download: job.condition === "finished" && job.kind === "upload" && job.fid !== null,
    reveal: job.condition === "finished",
    forget: ended,
  };
}

/** Codes of a passphrase that does not open a file: one of Pileus, or one of a gateway. */
const WRONG_PASSPHRASE = new Set(["file_passphrase_wrong", "wrong_cipher"]);

/** May a passphrase let the job go on? */
function wantsPassphrase({ condition, seal, problem }: Job): boolean {
  if (condition === "failed") return problem !== null && WRONG_PASSPHRASE.has(problem.code);
  return condition === "needsKey" && (seal === "passphrase" || seal === null);
}

/** Does the job wait for something that unlocking the keys may give it? */
export function needsKeys(job: Job): boolean {
  return job.condition === "needsKey" && job.seal !== "passphrase";
}

/** Once everything is sent there is nothing left to pause: the storage nodes act. */
function canPause(job: Job): boolean {
  return job.stage !== "confirming" && job.stage !== "deleting" && job.stage !== "done";
}
