import type { TerritoryCard } from "../backend/types";

/** The chart is drawn in a box of 100 by 40, under a line for the whole space. */
export const WIDTH = 100;
export const HEIGHT = 40;
const TOP = 2;

/** Shares of the width that two labels keep from each other. */
const APART = 16;

/** What is drawn of a territory's use, and where its labels stand (0 to 100). */
export interface Chart {
  past: string;
  under: string;
  /** From now on at the same pace; dashed. */
  next: string;
  now: number;
  /** Where it is full, when that is before the end. */
  full: number | null;
  end: number;
  /** Labels that have room beside the others. */
  labels: { start: boolean; now: boolean; full: boolean };
}

/** The use of an active territory over time; null without two moments to draw between. */
export function chartOf(territory: TerritoryCard, now: number): Chart | null {
  const { history, endsAt, totalBytes } = territory;
  const [first] = history;
  if (!first || history.length < 2 || totalBytes <= 0 || endsAt <= now) return null;
  const begin = first[0];
  const x = (at: number): number => ((at - begin) / (endsAt - begin)) * WIDTH;
  const y = (bytes: number): number =>
    HEIGHT - (Math.min(bytes, totalBytes) / totalBytes) * (HEIGHT - TOP);
  const used = history.at(-1)?.[1] ?? 0;
  const here: [number, number] = [x(now), y(used)];
  const points = [...history.map(([at, bytes]): [number, number] => [x(at), y(bytes)]), here];
  const line = points.map(place).join("L");
  const full = fullBefore(territory.fullAt, now, endsAt);
  const target = full === null ? [WIDTH, drift(territory, now, here, y)] : [x(full), TOP];
  return {
    past: `M${line}`,
    under: `M${line}V${String(HEIGHT)}H0z`,
    next: `M${place(here)}L${place(target as [number, number])}`,
    now: here[0],
    full: full === null ? null : x(full),
    end: WIDTH,
    labels: room(here[0], full === null ? null : x(full)),
  };
}

function fullBefore(fullAt: number | null, now: number, endsAt: number): number | null {
  return fullAt !== null && fullAt > now && fullAt < endsAt ? fullAt : null;
}

/** Where the use is at the end when it fills later than that; level when no pace is known. */
function drift(
  { fullAt, endsAt, totalBytes, history }: TerritoryCard,
  now: number,
  here: [number, number],
  y: (bytes: number) => number,
): number {
  const used = history.at(-1)?.[1] ?? 0;
  if (fullAt === null || fullAt <= now) return here[1];
  return y(used + ((totalBytes - used) * (endsAt - now)) / (fullAt - now));
}

/** The end is always told; the others where they do not run into their neighbours. */
function room(now: number, full: number | null): Chart["labels"] {
  const showFull = full !== null && full - now > APART && WIDTH - full > APART * 1.35;
  return { start: now > APART, now: WIDTH - now > APART, full: showFull };
}

function place([x, y]: [number, number]): string {
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
}
