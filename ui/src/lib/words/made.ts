import type { Key } from "./catalogue";
import type { Saying } from "./speak";

/** How the program says what it made for the first use, and the message that says the same. */
const SENTENCES: readonly [RegExp, Key][] = [
  [/^Made account "(?<name>.*)": (?<address>\w+)$/u, "made.account"],
  [/^Put (?<amount>\d+) (?<symbol>\w+) of the local network on it$/u, "made.tokens"],
  [/^Rented territory "(?<name>.*)": (?<gib>\d+) GiB for (?<days>\d+) days$/u, "made.territory"],
  [/^Made bucket "(?<name>.*)" in territory "(?<territory>.*)"$/u, "made.bucket"],
  [
    /^Made data key "(?<name>.*)" \((?<fingerprint>.+)\); only this data folder can open what it seals$/u,
    "made.dataKey",
  ],
];

/** The message for a sentence of the program; null for one that is not known. */
export function madeSaying(sentence: string): Saying | null {
  for (const [form, key] of SENTENCES) {
    const found = form.exec(sentence);
    if (found) return { key, values: { ...found.groups } };
  }
  return null;
}
