import { describe, expect, it } from "vitest";

import { bar } from "../backend/fake/scenes";
import { canEnd, remindersOf } from "./reminders";

const NOTHING = { end: null, full: false } as const;
const space = (daysLeft: number, used = 10) => ({
  ...bar,
  isLocal: false,
  daysLeft,
  usedBytes: used,
  lockedBytes: 0,
  freeBytes: 100 - used,
});

describe("the end of a term", () => {
  it.each([
    [31, null],
    [30, 30],
    [8, 30],
    [7, 7],
    [2, 7],
    [1, 1],
    [0, 1],
  ])("%d days before is the mark %s", (days, mark) => {
    expect(remindersOf(space(days), NOTHING).end).toBe(mark);
  });

  it("is said once for each mark", () => {
    expect(remindersOf(space(20), { end: 30, full: false }).end).toBeNull();
    expect(remindersOf(space(6), { end: 30, full: false }).end).toBe(7);
    expect(remindersOf(space(6), { end: 1, full: false }).end).toBeNull();
  });

  it("begins anew after a renewal", () => {
    const renewed = remindersOf(space(200), { end: 1, full: false });
    expect(renewed).toMatchObject({ end: null, remember: { end: null } });
    expect(remindersOf(space(30), renewed.remember).end).toBe(30);
  });

  it("is nothing for the demo, without a territory, and without a connection", () => {
    expect(canEnd(space(1))).toBe(true);
    expect(canEnd({ ...space(1), isLocal: true })).toBe(false);
    expect(canEnd({ ...space(1), territory: "" })).toBe(false);
    expect(canEnd({ ...space(1), connected: false })).toBe(false);
  });
});

describe("a territory that fills", () => {
  it("is told of once at nine tenths, and again after there was room", () => {
    const full = remindersOf(space(100, 90), NOTHING);
    expect(full).toMatchObject({ full: true, remember: { full: true } });
    expect(remindersOf(space(100, 95), full.remember).full).toBe(false);
    const less = remindersOf(space(100, 85), full.remember);
    expect(less.remember.full).toBe(true);
    const room = remindersOf(space(100, 70), less.remember);
    expect(remindersOf(space(100, 90), room.remember).full).toBe(true);
  });
});
