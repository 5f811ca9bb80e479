import type { Problem } from "./types";

/** The code of a failure that did not come through the contract. */
export const UNEXPECTED = "window.unexpected";

/** Whatever a rejected request carries, as a problem that can be shown. */
export function asProblem(reason: unknown): Problem {
  if (isProblem(reason)) return reason;
  const message = reason instanceof Error ? reason.message : String(reason);
  return { code: UNEXPECTED, message, remedy: "", retry: true, context: {} };
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    "message" in value &&
    "remedy" in value
  );
}
