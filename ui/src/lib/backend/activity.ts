import type { Door, Stop } from "./door";

/** Milliseconds between two words to the program that somebody is there. */
const SELDOM = 30_000;

/** What only a person does. */
const SIGNS = ["pointermove", "pointerdown", "wheel", "keydown"] as const;

/** Tells the program that somebody uses this page, so that the keys do not lock themselves meanwhile. */
export function tellActivity(
  door: Pick<Door, "personActive">,
  page: EventTarget,
  now: () => number = () => performance.now(),
): Stop {
  let last = -Infinity;
  const hear = (): void => {
    if (now() - last < SELDOM) return;
    last = now();
    // The keys lock themselves then, as they would without a person: nothing is lost by it.
    door.personActive().catch(() => undefined);
  };
  for (const sign of SIGNS) page.addEventListener(sign, hear, { capture: true, passive: true });
  return () => {
    for (const sign of SIGNS) page.removeEventListener(sign, hear, { capture: true });
  };
}
