import type { Job } from "../backend/types";
import { LINES, linesOnNodes } from "../board/state";
import type { IconName } from "../components/shared/icons";
import { share } from "../words/format";
import type { Language } from "../words/language";
import { saying, type Saying } from "../words/speak";

export type Tone = "waiting" | "sending" | "reported" | "stored" | "failed" | "plain";

/** What a row says about its job: the sentence always carries the state. */
export interface Sentence {
  tone: Tone;
  icon: IconName | null;
  saying: Saying;
}

/** The sentence of a job. Only an upload that is stored is green. */
export function sentenceOf(job: Job, language: Language): Sentence {
  switch (job.condition) {
    case "queued":
      return { tone: "waiting", icon: "clock", saying: saying("row.queued") };
    case "paused":
      return { tone: "waiting", icon: "pause", saying: saying("row.paused") };
    case "needsKey":
      return { tone: "waiting", icon: "lock", saying: lockedBy(job) };
    case "failed":
      return { tone: "failed", icon: "warning", saying: saying("row.failed") };
    case "cancelled":
      return { tone: "plain", icon: "close", saying: saying("row.cancelled") };
    case "finished":
      return finished(job);
    case "running":
      return running(job, language);
  }
}

function lockedBy(job: Job): Saying {
  if (job.seal === "passphrase") return saying("row.needsPassphrase");
  return saying(job.seal === null ? "row.needsEither" : "row.needsKey");
}

function finished(job: Job): Sentence {
  return job.kind === "upload"
    ? { tone: "stored", icon: "check", saying: saying("row.stored") }
    : { tone: "plain", icon: "check", saying: saying("row.downloaded") };
}

function running(job: Job, language: Language): Sentence {
  switch (job.stage) {
    case "planning":
      return planning(job, language);
    case "ordering":
      return { tone: "waiting", icon: "clock", saying: saying("row.ordering") };
    case "allocating":
      return { tone: "waiting", icon: "clock", saying: saying("row.allocating") };
    case "sending":
      return sending(job);
    case "confirming":
    case "done":
      return confirming(job);
    case "fetching":
      return {
        tone: "sending",
        icon: null,
        saying: saying("row.fetching", { share: share(language, job.done, job.total) }),
      };
    case "deleting":
      return { tone: "waiting", icon: "trash", saying: saying("row.deleting") };
  }
}

function planning(job: Job, language: Language): Sentence {
  const words =
    job.kind === "download"
      ? saying("row.looking")
      : saying("row.preparing", { share: share(language, job.done, job.total) });
  return { tone: "waiting", icon: null, saying: words };
}

function sending(job: Job): Sentence {
  const count = linesOnNodes(job.lines);
  if (!job.gateway)
    return { tone: "sending", icon: null, saying: saying("row.sending", { count }) };
  const { name } = job.gateway;
  return job.total > 0 && job.done >= job.total
    ? { tone: "waiting", icon: "clock", saying: saying("row.gatewayOrders", { name }) }
    : { tone: "sending", icon: null, saying: saying("row.sendingTo", { name }) };
}

function confirming(job: Job): Sentence {
  const count = LINES - job.reported;
  return count > 0
    ? { tone: "waiting", icon: "clock", saying: saying("row.confirming", { count }) }
    : { tone: "reported", icon: "clock", saying: saying("row.finalising") };
}
