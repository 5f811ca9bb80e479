/** Bytes of a territory's name on the chain. */
const LONGEST = 63;

/** Why a name cannot be given to a territory; null when it can. */
export function nameProblem(
  name: string,
  taken: readonly string[],
): "space.nameNeeded" | "space.nameTaken" | "space.nameLong" | null {
  const tidy = name.trim();
  if (tidy === "") return "space.nameNeeded";
  if (new TextEncoder().encode(tidy).length > LONGEST) return "space.nameLong";
  return taken.includes(tidy) ? "space.nameTaken" : null;
}

/** The name, or the name with the first number that makes it another one. */
export function untakenName(name: string, taken: readonly string[]): string {
  let wanted = name;
  for (let number = 2; taken.includes(wanted); number += 1) wanted = `${name} ${String(number)}`;
  return wanted;
}
