import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { madeSaying } from "./made";
import { speak } from "./speak";

const SETUP = readFileSync(join(process.cwd(), "../crates/app/src/setup.rs"), "utf8");
/** Numbers fit every place of the sentences. */
const FILLING = "12";

/** The sentences as the program writes them, with something in their places. */
function sentences(): string[] {
  const forms = [...SETUP.matchAll(/made\.push\(format!\(\s*"((?:[^"\\]|\\.)*)"/g)];
  return forms.map(([, form]) =>
    (form ?? "")
      .replace(/\\"/g, '"')
      .replace(/\{:\?\}/g, `"${FILLING}"`)
      .replace(/\{\w*\}/g, FILLING),
  );
}

describe("what was made", () => {
  it("is understood, whatever the program says", () => {
    expect(sentences().length).toBeGreaterThan(4);
    expect(sentences().filter((sentence) => madeSaying(sentence) === null)).toEqual([]);
  });

  it("is said in Chinese with its names", () => {
    const saying = madeSaying('Rented territory "home": 10 GiB for 30 days');
    expect(saying && speak("zh", saying)).toBe("领地“home”：10 GiB，为期 30 天");
  });

  it("is nothing when it is something else", () => {
    expect(madeSaying("A sentence of another version.")).toBeNull();
  });
});
