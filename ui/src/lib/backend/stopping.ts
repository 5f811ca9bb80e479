import type { Problem } from "./types";

/** The code of a request that was stopped before it changed anything. */
export const STOPPED = "stopped";

/**
 * Why a request that the person stopped is not stopped: what it changes is being changed, and nothing takes that back.
 *
 * Whoever cares waits for its end.
 */
export class GoesOn extends Error implements Problem {
  readonly code = "goes_on";
  readonly remedy = "";
  readonly retry = false;
  readonly context: Record<string, string> = {};
  readonly end: Promise<unknown>;

  constructor(end: Promise<unknown>) {
    super("This could no longer be stopped. It goes on, and shows when it is done.");
    this.end = end;
  }
}

/** A request to its very end, also when that comes after the person stopped it; `onGoesOn` is told if so. */
export async function toTheEnd<T>(
  request: Promise<T>,
  onGoesOn: () => void = () => undefined,
): Promise<T> {
  try {
    return await request;
  } catch (reason) {
    if (!(reason instanceof GoesOn)) throw reason;
    onGoesOn();
    // It is the end of this very request.
    return (await reason.end) as T;
  }
}
