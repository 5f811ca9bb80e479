/** Letters of the longest name of an account or a data key. */
export const LONGEST_NAME = 64;

/** What can be wrong with a name before the program is asked. */
export type NameTrouble = "keys.nameNeeded" | "keys.nameTaken";

/** What is wrong with a name; null for one that nothing else has. `own` is the name that it has now. */
export function nameTrouble(typed: string, taken: readonly string[], own = ""): NameTrouble | null {
  const wanted = typed.trim();
  if (wanted === "") return "keys.nameNeeded";
  return wanted !== own && taken.includes(wanted) ? "keys.nameTaken" : null;
}

/** A name that nothing has yet, made of a wish by counting up. */
export function freeName(wish: string, taken: readonly string[]): string {
  let name = wish;
  for (let number = 2; taken.includes(name); number += 1) name = `${wish} ${String(number)}`;
  return name;
}
