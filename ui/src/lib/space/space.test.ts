import { describe, expect, it } from "vitest";

import { territory } from "../backend/fake/scenes-tools";
import { chartOf, HEIGHT } from "./chart";
import { nameProblem, untakenName } from "./name";
import { missing } from "./planck";
import { actionsOf, DAY, isEmpty, isNearlyFull, nearness } from "./state";
import { dayStops, GIB_STOPS, stopAt, wholeNumber } from "./stops";

const NOW = Date.UTC(2026, 4, 12);
const GIB = 1024 ** 3;

describe("the chart", () => {
  const home = territory(NOW, "Home", [64, 32, 0], 100, {
    history: [
      [NOW - 100 * DAY, 0],
      [NOW, 32 * GIB],
    ],
    fullAt: NOW + 50 * DAY,
  });

  it("goes from the first moment to the end, with now between them", () => {
    const chart = chartOf(home, NOW);
    expect(chart?.now).toBe(50);
    expect(chart?.full).toBe(75);
    expect(chart?.past).toBe("M0.00 40.00L50.00 21.00L50.00 21.00");
    expect(chart?.next).toBe("M50.00 21.00L75.00 2.00");
  });

  it("goes on level where nothing fills it, and rising where it fills later", () => {
    expect(chartOf({ ...home, fullAt: null }, NOW)?.next).toBe("M50.00 21.00L100.00 21.00");
    const later = chartOf({ ...home, fullAt: NOW + 200 * DAY }, NOW);
    expect(later?.next).toBe("M50.00 21.00L100.00 11.50");
    expect(later?.full).toBeNull();
  });

  it("leaves out labels that would run into their neighbours", () => {
    expect(chartOf(home, NOW)?.labels).toEqual({ start: true, now: true, full: true });
    expect(chartOf({ ...home, fullAt: NOW + 90 * DAY }, NOW)?.labels.full).toBe(false);
    expect(chartOf({ ...home, endsAt: NOW + 5 * DAY }, NOW)?.labels.now).toBe(false);
  });

  it("never draws above the whole space", () => {
    const over = {
      ...home,
      history: [[NOW - DAY, 0] as [number, number], [NOW, 90 * GIB] as [number, number]],
    };
    expect(chartOf(over, NOW)?.past).toContain(" 2.00");
    expect(HEIGHT).toBe(40);
  });

  it("needs two moments and an end that is still to come", () => {
    expect(chartOf({ ...home, history: home.history.slice(0, 1) }, NOW)).toBeNull();
    expect(chartOf({ ...home, endsAt: NOW }, NOW)).toBeNull();
  });
});

describe("a territory", () => {
  it("warns 30, 7 and 1 days before its end", () => {
    expect([31, 30, 8, 7, 2, 1, 0].map(nearness)).toEqual([
      "far",
      "soon",
      "soon",
      "near",
      "near",
      "last",
      "last",
    ]);
  });

  it("is nearly full from 90 % on, open orders counted", () => {
    expect(isNearlyFull(territory(NOW, "a", [100, 80, 10], 9))).toBe(true);
    expect(isNearlyFull(territory(NOW, "a", [100, 80, 9], 9))).toBe(false);
    expect(isNearlyFull(territory(NOW, "a", [0, 0, 0], 9))).toBe(false);
  });

  it("is empty without files and without open orders", () => {
    expect(isEmpty(territory(NOW, "a", [8, 0, 0], 9))).toBe(true);
    expect(isEmpty(territory(NOW, "a", [8, 0, 1], 9))).toBe(false);
    expect(isEmpty(territory(NOW, "a", [8, 0, 0], 9, { files: 1 }))).toBe(false);
  });

  it("can be renewed while frozen, and nothing more", () => {
    const given = territory(NOW, "a", [8, 0, 0], 9);
    expect(actionsOf(given)).toEqual(["renew", "expand", "rename"]);
    expect(actionsOf({ ...given, state: "frozen" })).toEqual(["renew"]);
    expect(actionsOf({ ...given, state: "expired" })).toEqual([]);
  });
});

describe("amounts", () => {
  it("are whole numbers within bounds", () => {
    expect(wholeNumber(" 32 ", 1, 64)).toBe(32);
    for (const text of ["", "0", "65", "1.5", "-3", "1e3", "x"]) {
      expect(wholeNumber(text, 1, 64)).toBeNull();
    }
  });

  it("rest at the stop below", () => {
    expect(GIB_STOPS[stopAt(GIB_STOPS, 33)]).toBe(32);
    expect(stopAt(GIB_STOPS, 0)).toBe(0);
    expect(GIB_STOPS[stopAt(GIB_STOPS, 5_000)]).toBe(1_024);
    expect(dayStops(30)).toHaveLength(336);
  });

  it("are compared to the last planck", () => {
    expect(missing("10000000000000000000", "10000000000000000001")).toBe("1");
    expect(missing("10000000000000000001", "10000000000000000001")).toBeNull();
  });
});

describe("a territory's name", () => {
  it("is counted in bytes", () => {
    expect(nameProblem("a".repeat(63), [])).toBeNull();
    expect(nameProblem("空".repeat(22), [])).toBe("space.nameLong");
  });

  it("is made another one when it is taken", () => {
    expect(untakenName("Home", [])).toBe("Home");
    expect(untakenName("Home", ["Home", "Home 2"])).toBe("Home 3");
  });
});
