import type { KitWordsJudged } from "../backend/types";
import { saying, type Saying } from "../words/speak";

/** The words of a text, whatever stands between them, without numbers before them. */
export function wordsIn(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .map((word) => word.replace(/^[\d.):]+/, ""))
    .filter((word) => word !== "");
}

/** What is said of words while they are typed. */
export interface Finding {
  saying: Saying;
  tone: "plain" | "wrong" | "right";
}

/** The one thing to say of typed words: the first that is in no list, how many are missing, whether they fit. */
export function findingOf(typed: readonly string[], judged: KitWordsJudged): Finding | null {
  if (typed.length === 0) return null;
  const [first] = judged.unknown;
  if (first !== undefined) {
    const values = { number: first + 1, word: typed[first] ?? "" };
    return { saying: saying("kit.wordUnknown", values), tone: "wrong" };
  }
  if (judged.checksum === true) return { saying: saying("kit.wordsFit"), tone: "right" };
  if (typed.length < judged.expected) {
    const values = { count: judged.expected - typed.length, expected: judged.expected };
    return { saying: saying("kit.wordsMissing", values), tone: "plain" };
  }
  if (typed.length > judged.expected) {
    return { saying: saying("kit.wordsTooMany", { expected: judged.expected }), tone: "wrong" };
  }
  return { saying: saying("kit.wordsMisfit"), tone: "wrong" };
}
