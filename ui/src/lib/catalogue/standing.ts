import type { IconName } from "../components/shared/icons";
import { saying, type Saying } from "../words/speak";
import { type Health, WHOLE } from "./health";

/** How a file's health is told: a glyph, a tone, few words for the list, and a sentence. */
export interface Standing {
  icon: IconName;
  tone: "quiet" | "stored" | "sending" | "warning" | "failed";
  short: Saying;
  long: Saying;
}

/** The words of a health; `holding` counts the fragments of the weakest segment. */
export function standingOf(health: Health, holding: number): Standing {
  const count = saying("health.of", { holding, whole: WHOLE });
  switch (health) {
    case "unread":
      return {
        icon: "clock",
        tone: "quiet",
        short: saying("health.unread"),
        long: saying("health.unreadLong"),
      };
    case "arriving":
      return {
        icon: "up",
        tone: "sending",
        short: saying("health.arriving"),
        long: saying("health.arrivingLong"),
      };
    case "stored":
      return { icon: "check", tone: "stored", short: count, long: saying("health.storedLong") };
    case "weakened":
      return {
        icon: "warning",
        tone: "warning",
        short: count,
        long: saying("health.weakenedLong"),
      };
    case "lost":
      return { icon: "close", tone: "failed", short: count, long: saying("health.lostLong") };
    case "gone":
      return {
        icon: "close",
        tone: "failed",
        short: saying("health.gone"),
        long: saying("health.goneLong"),
      };
  }
}
