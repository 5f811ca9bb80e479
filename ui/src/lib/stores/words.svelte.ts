import * as format from "../words/format";
import type { Key } from "../words/catalogue";
import { tellProblem, type ToldProblem } from "../words/problems/problems";
import { saying, type Saying, speak, type ValuesFor } from "../words/speak";
import type { Problem } from "../backend/types";
import type { Preferences } from "./preferences.svelte";

/** The catalogue and the formats, in the language that is chosen now. */
export class Words {
  readonly #preferences: Preferences;

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
  }

  get language() {
    return this.#preferences.language;
  }

  say = <K extends Key>(key: K, ...values: ValuesFor<K>): string =>
    speak(this.language, saying(key, ...values));
  tell = (words: Saying): string => speak(this.language, words);
  size = (bytes: number): string => format.size(this.language, bytes);
  speed = (bytes: number): string => format.speed(this.language, bytes);
  share = (part: number, whole: number): string => format.share(this.language, part, whole);
  duration = (seconds: number): string => format.duration(this.language, seconds);
  clock = (at: number): string => format.clock(this.language, at);
  moment = (at: number): string => format.moment(this.language, at, Date.now());
  day = (at: number): string => format.day(this.language, at);
  shortDay = (at: number): string => format.shortDay(this.language, at);
  amount = (planck: string, symbol: string): string => format.amount(this.language, planck, symbol);
  problem = (problem: Problem): ToldProblem => tellProblem(this.language, problem);
  planck = (amount: string): string => format.planck(this.language, amount);
}
