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

  it.each(entries)("%s is used", (key) => {
    expect(text).toContain(`"${key}"`);
  });

  it("has every message that is asked for", () => {
    const asked = [...text.matchAll(/\b(?:say|saying)\(\s*"([^"]+)"/g)].map(([, key]) => key ?? "");
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !(key in catalogue))).toEqual([]);
  });

  it.each(entries)("%s is said in every language", (_, message) => {
    for (const language of LANGUAGES) {
      for (const form of forms(message[language])) expect(form.trim()).not.toBe("");
    }
  });

  it.each(entries)("%s has the same places in every language", (_, message) => {
    const wanted = places(typeof message.en === "string" ? message.en : message.en.other);
    for (const language of LANGUAGES) {
      for (const form of forms(message[language])) expect(places(form)).toEqual(wanted);
    }
  });

  it.each(entries)("%s has the plural categories of its languages", (_, { en }) => {
    if (typeof en === "string") return;
    expect(Object.keys(en).sort()).toEqual(
      [...new Intl.PluralRules(TAGS.en).resolvedOptions().pluralCategories].sort(),
    );
    expect(places(en.other)).toContain("count");
    expect(new Intl.PluralRules(TAGS.zh).resolvedOptions().pluralCategories).toEqual(["other"]);
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
