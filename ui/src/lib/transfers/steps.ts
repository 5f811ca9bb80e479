import type { Fact, FactKind, Job } from "../backend/types";
import type { Key } from "../words/catalogue";

/** One step of the timeline: what happened, what happens now, or what is still to come. */
export interface Step {
  id: string;
  title: Key;
  when: "past" | "now" | "todo";
  /** Only an upload that is stored is good, and only once it happened. */
  good: boolean;
  bad: boolean;
  /** The facts behind it; several for the reports. */
  facts: Fact[];
}

const TITLES: Record<FactKind, Key> = {
  planned: "timeline.planned",
  orderSigned: "timeline.orderSigned",
  orderInBlock: "timeline.orderInBlock",
  orderFinal: "timeline.orderFinal",
  handedOver: "timeline.handedOver",
  gatewayGivenUp: "timeline.givenUp",
  allocated: "timeline.allocated",
  nodeReplaced: "timeline.nodeReplaced",
  reported: "timeline.reports",
  stored: "timeline.stored",
  failed: "timeline.failed",
  paused: "timeline.paused",
  cancelled: "timeline.cancelled",
};

/** What every upload passes, in order. */
const UPLOAD: readonly FactKind[] = [
  "orderSigned",
  "orderInBlock",
  "orderFinal",
  "allocated",
  "reported",
  "stored",
];

/** The same by way of a gateway, which orders and brings the fragments to the storage nodes. */
const UPLOAD_BY_GATEWAY: readonly FactKind[] = ["handedOver", "reported", "stored"];

/** How a step is called that is still to come, where that is not how it is called afterwards. */
const TITLES_TO_COME: Partial<Record<FactKind, Key>> = {
  handedOver: "timeline.handedOverTodo",
  reported: "timeline.reportsNone",
};

/** All twelve storage nodes. */
const ALL_REPORTS = 12;

/** The timeline of a job: its facts in order, the reports as one step, then what is to come. */
export function stepsOf(job: Job, facts: readonly Fact[]): Step[] {
  const ordered = [...facts].sort((one, other) => one.sequence - other.sequence);
  const reports = ordered.filter(({ kind }) => kind === "reported");
  const past = ordered
    .filter((fact) => fact.kind !== "reported" || fact === reports[0])
    .map((fact) => pastStep(job, fact, reports));
  return job.kind === "upload" && isGoing(job) ? [...past, ...toCome(job, ordered)] : past;
}

/** Facts by sequence: a fact that arrives twice is one fact. */
export function withFact(facts: readonly Fact[], fact: Fact): Fact[] {
  return facts.some(({ sequence }) => sequence === fact.sequence) ? [...facts] : [...facts, fact];
}

function pastStep(job: Job, fact: Fact, reports: Fact[]): Step {
  const isReports = fact.kind === "reported";
  const isDownloaded = fact.kind === "stored" && job.kind === "download";
  return {
    id: isReports ? "reported" : String(fact.sequence),
    title: isDownloaded ? "row.downloaded" : TITLES[fact.kind],
    when: isReports && nodesIn(reports) < ALL_REPORTS ? "now" : "past",
    good: fact.kind === "stored" && !isDownloaded,
    bad: fact.kind === "failed" || fact.kind === "gatewayGivenUp",
    facts: isReports ? reports : [fact],
  };
}

function nodesIn(reports: readonly Fact[]): number {
  return new Set(reports.map(({ data, sequence }) => data.column ?? `#${String(sequence)}`)).size;
}

function toCome(job: Job, facts: readonly Fact[]): Step[] {
  const wanted = job.gateway ? UPLOAD_BY_GATEWAY : UPLOAD;
  // What a gateway did that was given up does not count for whoever goes on.
  const givenUp = facts.findLastIndex(({ kind }) => kind === "gatewayGivenUp");
  const seen = new Set(facts.slice(givenUp + 1).map(({ kind }) => kind));
  const reached = wanted.findLastIndex((kind) => seen.has(kind));
  const reports = facts.some(({ kind }) => kind === "reported");
  const left = wanted.slice(reached + 1).filter((kind) => kind !== "reported" || !reports);
  return left.map((kind) => ({
    id: kind,
    title: TITLES_TO_COME[kind] ?? TITLES[kind],
    when: "todo",
    good: false,
    bad: false,
    facts: [],
  }));
}

function isGoing(job: Job): boolean {
  return !["finished", "cancelled", "failed"].includes(job.condition);
}
