import type { FileLine } from "../backend/catalogue-types";
import type { FoundTransaction } from "../backend/types";
import type { IconName } from "../components/shared/icons";
import { saying, type Saying } from "../words/speak";

/** What a transaction does, in words. */
export const ACTS = {
  order: "lookUp.order",
  deletion: "lookUp.deletion",
  move: "lookUp.move",
  report: "lookUp.report",
  territory: "lookUp.territoryAct",
  gateway: "lookUp.gateway",
  payment: "lookUp.payment",
  other: "lookUp.other",
} as const satisfies Record<FoundTransaction["act"], string>;

/** How far a transaction came: a glyph, a tone and a sentence. */
export interface Fate {
  icon: IconName;
  tone: "good" | "open" | "bad";
  text: Saying;
}

/** How far a transaction came. */
export function fateOf({ standing, block, failure }: FoundTransaction): Fate {
  const number = block?.number ?? 0;
  switch (standing) {
    case "signed":
      return { icon: "clock", tone: "open", text: saying("lookUp.signed") };
    case "inBlock":
      return { icon: "clock", tone: "open", text: saying("lookUp.inBlock", { number }) };
    case "final":
      return { icon: "check", tone: "good", text: saying("lookUp.final", { number }) };
    case "failed":
      return {
        icon: "warning",
        tone: "bad",
        text: saying("lookUp.failed", { number, failure: failure ?? "" }),
      };
    case "expired":
      return { icon: "warning", tone: "bad", text: saying("lookUp.expired") };
    case "eventsGone":
      return { icon: "info", tone: "open", text: saying("lookUp.eventsGone", { number }) };
  }
}

/** A letter for each line of a file: held, lost, or, while it is not stored yet, waited for. */
export function marksOf(lines: readonly FileLine[], stored: boolean): string {
  const mark = ({ holding, segments }: FileLine) => {
    if (segments > 0 && holding === segments) return "o";
    return stored ? "f" : "w";
  };
  return lines.map(mark).join("");
}
