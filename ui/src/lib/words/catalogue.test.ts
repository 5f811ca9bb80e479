import { describe, expect, it } from "vitest";

import { catalogue, type Key } from "./catalogue";
import { LANGUAGES, TAGS } from "./language";
import type { Forms, Message } from "./message";

const sources = import.meta.glob<string>(
  ["../../**/*.{ts,svelte}", "!../../**/*.test.ts", "!./messages/**", "!../bindings/**"],
  { query: "?raw", import: "default", eager: true },
);
const text = Object.values(sources).join("\n");
const entries = Object.entries(catalogue) as [Key, Message][];

function keysWhere(holds: (key: Key, message: Message) => boolean): Key[] {
  return entries.filter(([key, message]) => holds(key, message)).map(([key]) => key);
}

function forms(message: Forms): string[] {
  return typeof message === "string" ? [message] : Object.values(message);
}

function places(form: string): string[] {
  return [...new Set([...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""))].sort();
}

describe("the catalogue", () => {
  it("is read from all sources", () => {
    expect(Object.keys(sources).length).toBeGreaterThan(40);
    expect(entries.length).toBeGreaterThan(100);
  });

  it("holds no message that nobody says", () => {
    expect(keysWhere((key) => !text.includes(`"${key}"`))).toEqual([]);
  });

  it("has every message that is asked for", () => {
    const asked = [...text.matchAll(/\b(?:say|saying)\(\s*"([^"]+)"/g)].map(([, key]) => key ?? "");
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !(key in catalogue))).toEqual([]);
  });

  it("says every message in every language", () => {
    const silent = (message: Message) =>
      LANGUAGES.some((language) => forms(message[language]).some((form) => form.trim() === ""));
    expect(keysWhere((_, message) => silent(message))).toEqual([]);
  });

  it("has the same places in every language", () => {
    const differs = (message: Message) => {
      const wanted = places(typeof message.en === "string" ? message.en : message.en.other).join();
      const all = LANGUAGES.flatMap((language) => forms(message[language]));
      return all.some((form) => places(form).join() !== wanted);
    };
    expect(keysWhere((_, message) => differs(message))).toEqual([]);
  });

  it("has the plural categories of its languages, and counts where it has them", () => {
    const categories = (tag: string) =>
      [...new Intl.PluralRules(tag).resolvedOptions().pluralCategories].sort().join();
    expect(categories(TAGS.zh)).toBe("other");
    const wrong = ({ en }: Message) =>
      typeof en !== "string" &&
      (Object.keys(en).sort().join() !== categories(TAGS.en) ||
        !places(en.other).includes("count"));
    expect(keysWhere((_, message) => wrong(message))).toEqual([]);
  });

  it("holds no key twice", async () => {
    const parts = import.meta.glob<Record<string, Record<string, Message>>>("./messages/*.ts");
    const keys: string[] = [];
    for (const load of Object.values(parts)) {
      for (const messages of Object.values(await load())) keys.push(...Object.keys(messages));
    }
    expect(keys.length).toBe(entries.length);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
