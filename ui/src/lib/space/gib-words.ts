import type { Space } from "../backend/types";
import type { Words } from "../stores/words.svelte";
import { mostGib } from "./sizes";
import { gibProblem } from "./stops";

/** Why a number of GiB cannot be rented, in words. */
export function gibWords(words: Words, text: string, space: Space): string {
  const most = mostGib(space);
  return gibProblem(text, most) === "tooMuch"
    ? words.say("space.tooMuch", { size: words.size(space.availableBytes) })
    : words.say("space.wholeGib", { most });
}
