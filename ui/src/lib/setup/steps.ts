import type { ShellState } from "../backend/types";

/** What it takes to store on a network that is not inside this computer, in order. */
export const SETUP_STEPS = ["network", "account", "tokens", "space", "done"] as const;

export type SetupStep = (typeof SETUP_STEPS)[number];

/** The first step that is not done. */
export function reachedStep(shell: ShellState): SetupStep {
  const bar = shell.network;
  if (shell.phase !== "setup" || !bar) return "network";
  if (bar.account === "") return "account";
  if (bar.territory !== "") return "done";
  return BigInt(bar.balance) > 0n ? "space" : "tokens";
}

/** Can the person look at this step, once they have come as far as `reached`? */
export function isWithinReach(step: SetupStep, reached: SetupStep): boolean {
  return SETUP_STEPS.indexOf(step) <= SETUP_STEPS.indexOf(reached);
}

/** The step to show: the one that the person looks at, as long as it is within reach. */
export function shownStep(looked: SetupStep | null, reached: SetupStep): SetupStep {
  return looked !== null && isWithinReach(looked, reached) ? looked : reached;
}

/** The addresses in a text, one a line. */
export function addressesIn(text: string): string[] {
  return text
    .split(/\s+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
