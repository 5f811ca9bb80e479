import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { Problem } from "../../backend/types";
import { tellProblem, wordings } from "./problems";

/** The program's sources and the sentences it wrote down, seen from the folder of the pages. */
const ROOT = join(process.cwd(), "..");
const SNAPSHOT = join(
  ROOT,
  "crates/contract/tests/shapes/snapshots/shapes__problems__every_refusal_reads_well.snap",
);
const SOURCES = ["crates/app/src", "crates/pipeline/src", "src-tauri/src"];
/** Files that give codes as the values of a table. */
const TABLES = [
  "crates/app/src/error.rs",
  "crates/app/src/kit/error.rs",
  "crates/app/src/territories/error.rs",
  "crates/pipeline/src/problem",
];

function rustFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".rs") && !/(^|\/)tests(\/|\.rs)/.test(name))
    .map((name) => join(folder, name));
}

/** A file without its tests. */
function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8").split("#[cfg(test)]")[0] ?? "";
}

function codesIn(text: string, form: RegExp): string[] {
  return [...text.matchAll(form)].map(([, code]) => code ?? "");
}

function codes(): string[] {
  const found = SOURCES.flatMap(rustFiles).flatMap((file) => {
    const text = read(file);
    const isTable = TABLES.some((table) => file.startsWith(table));
    return [
      ...codesIn(text, /Problem::new\(\s*"([a-z_]+)"/g),
      ...(isTable ? codesIn(text, /(?:=>|(?<!with)\(|\{)\s*"([a-z]+(?:_[a-z]+)+)"\s*[,}]/g) : []),
    ];
  });
  return [...new Set(found)].sort();
}

const SNAPPED = codesIn(readFileSync(SNAPSHOT, "utf8"), /^\[(\w+)\]/gm);

function problem(given: Partial<Problem>): Problem {
  return {
    code: "balance_too_low",
    message: "This costs 9 with its fee, and 1 can be spent.",
    remedy: "Ask `pileus account` for more.",
    retry: false,
    context: {},
    ...given,
  };
}

describe("the wordings", () => {
  it("are there for every refusal that the program wrote down", () => {
    expect(SNAPPED.length).toBeGreaterThan(30);
    expect(SNAPPED.filter((code) => !wordings.has(code))).toEqual([]);
  });

  it("are there for every code in the sources of the program", () => {
    const all = codes();
    expect(all).toContain("node_unreachable");
    expect(all).toContain("vault_locked");
    expect(all.length).toBeGreaterThan(90);
    expect(all.filter((code) => !wordings.has(code))).toEqual([]);
  });

  it.each([...wordings])("%s is said in both languages, without commands", (_, { zh, remedy }) => {
    for (const text of [zh, remedy.en, remedy.zh]) {
      expect(text.trim()).not.toBe("");
      expect(text).not.toMatch(/`|(^|\s)--\w/);
    }
    for (const text of [zh, remedy.zh]) expect(text).toMatch(/\p{Script=Han}/u);
    expect(remedy.en).not.toMatch(/\p{Script=Han}/u);
  });
});

describe("a problem", () => {
  it("keeps the program's sentence in English, and never its commands", () => {
    expect(tellProblem("en", problem({}))).toEqual({
      message: "This costs 9 with its fee, and 1 can be spent.",
      remedy: "Put more tokens on the account, or ask for less.",
    });
  });

  it("is told in Chinese, with what its context holds", () => {
    const context = { usable: "7", needed: "12" };
    const { message } = tellProblem("zh", problem({ code: "too_few_nodes", context }));
    expect(message).toContain("7");
    expect(message).toContain("12");
    expect(message).not.toContain("{");
  });

  it("keeps its own sentence where the context has a hole", () => {
    const given = problem({ code: "too_few_nodes", message: "Too few." });
    expect(tellProblem("zh", given).message).toBe("Too few.");
  });

  it("keeps both sentences when nobody here knows it", () => {
    const given = problem({ code: "from_the_future" });
    expect(tellProblem("zh", given)).toEqual({ message: given.message, remedy: given.remedy });
  });
});
