import type { Page } from "@playwright/test";

/** Milliseconds of work that a frame may cost the page's one thread, at the 95th percentile. */
export const BUDGET = 8;
/** Milliseconds that are measured. */
const LENGTH = 10_000;
/** The fewest frames that say anything. */
const FEWEST = 100;

/** What frames cost, in milliseconds of work on the page's thread. */
export interface Frames {
  count: number;
  median: number;
  percentile95: number;
  longest: number;
}

/**
 * Measures frames while `drive` is called once in each, as the page itself sees them.
 *
 * The work of a frame is what happens from the first callback of its drawing until the page is idle again: scripts,
 * style, layout, painting on the page's thread, and `drive` itself. `drive` is a function body over the frame's number.
 */
export async function measure(page: Page, drive: string): Promise<Frames> {
  const work = await page.evaluate(
    ([body, length]) =>
      new Promise<number[]>((resolve) => {
        // The page under measurement is ours, and so is the body.
        const step = new Function("frame", body) as (frame: number) => void;
        const channel = new MessageChannel();
        const costs: number[] = [];
        const started = performance.now();
        let begun = 0;
        channel.port1.onmessage = () => costs.push(performance.now() - begun);
        const frame = () => {
          begun = performance.now();
          if (begun - started > length) {
            resolve(costs);
            return;
          }
          step(costs.length);
          channel.port2.postMessage(null);
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    [drive, LENGTH] as const,
  );
  if (work.length < FEWEST) throw new Error(`only ${String(work.length)} frames were drawn`);
  const sorted = work.toSorted((one, other) => one - other);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { count: work.length, median: at(0.5), percentile95: at(0.95), longest: at(1) };
}

/** Says what was measured against the budget. */
export function tell(name: string, { count, median, percentile95, longest }: Frames): void {
  const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
  console.log(
    `${name}: ${milliseconds(percentile95)} at the 95th percentile (budget ${milliseconds(BUDGET)}), ` +
      `median ${milliseconds(median)}, longest ${milliseconds(longest)}, ${String(count)} frames`,
  );
}
