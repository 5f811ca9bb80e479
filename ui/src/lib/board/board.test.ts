import { describe, expect, it } from "vitest";

import { fact } from "../backend/fake/scenes";
import { Cells } from "./cells";
import {
  BOARD_HEIGHT,
  drawCell,
  drawColumns,
  levelShare,
  lineTop,
  type Palette,
  type Pen,
  PITCH,
} from "./drawing";
import { lineWords } from "./line";
import { codeOf, LINES, linesOnNodes, marksOf, passedAt, shapeOf, STATES } from "./state";
import { FAILED_WIDTH, stripRuns } from "./strip";
import { walk } from "./walk";
import { viewAround, viewShowing, zoomed } from "./zoom";

function board(segments: number, letter = "e"): Cells {
  return new Cells(segments, letter.repeat(LINES * segments));
}

describe("cells", () => {
  it("read one letter each, line after line", () => {
    const cells = new Cells(2, `wesnrof${"w".repeat(17)}`);
    expect(cells.state(0, 0)).toBe("waiting");
    expect(cells.state(0, 1)).toBe("encoded");
    expect(cells.state(3, 0)).toBe("failed");
  });

  it("tell which segments changed, and forget what is outside the board", () => {
    const cells = board(3);
    const touched = cells.apply([
      [0, 1, "n"],
      [11, 2, "s"],
      [4, 0, "e"],
      [12, 0, "f"],
      [0, 3, "f"],
      [-1, 0, "f"],
    ]);
    expect([...touched]).toEqual([1, 2]);
    expect(cells.counts()).toMatchObject({ onNode: 1, sending: 1, encoded: 34, failed: 0 });
  });

  it("count one line or all of them", () => {
    const cells = new Cells(2, `oo${"n".repeat(22)}`);
    expect(cells.counts(0).stored).toBe(2);
    expect(cells.counts(1).stored).toBe(0);
    expect(cells.counts().onNode).toBe(22);
  });

  it("name the beginning of each run of problems", () => {
    const cells = board(10);
    cells.apply([
      [7, 2, "f"],
      [7, 3, "f"],
      [1, 4, "f"],
      [0, 9, "f"],
    ]);
    expect(cells.problems()).toEqual([
      { line: 7, segment: 2 },
      { line: 0, segment: 9 },
    ]);
  });

  it("read digits as fragments on their way, and a new level as a change", () => {
    const cells = new Cells(2, `07s${"w".repeat(21)}`);
    expect([cells.state(0, 0), cells.state(0, 1), cells.state(1, 0)]).toEqual([
      "sending",
      "sending",
      "sending",
    ]);
    expect([cells.level(0, 0), cells.level(0, 1)]).toEqual([0, 7]);
    expect([...cells.apply([[0, 0, "3"]])]).toEqual([0]);
    expect([...cells.apply([[0, 0, "3"]])]).toEqual([]);
    expect(cells.level(0, 0)).toBe(3);
    expect(passedAt(cells.level(0, 0))).toBeCloseTo(2.4 * 1024 * 1024);
  });

  it("take a letter nobody knows as waiting", () => {
    expect(codeOf("?")).toBe(0);
    expect(codeOf(undefined)).toBe(0);
  });
});

describe("marks", () => {
  it("are squares for data and circles for parity", () => {
    expect(Array.from({ length: LINES }, (_, line) => shapeOf(line))).toEqual([
      ...Array<string>(4).fill("data"),
      ...Array<string>(8).fill("parity"),
    ]);
  });

  it("are always twelve", () => {
    expect(marksOf("rs")).toHaveLength(LINES);
    expect(linesOnNodes("nrosewf")).toBe(3);
  });
});

describe("the keyboard walk", () => {
  const ground = {
    segments: 100,
    window: 40,
    problems: [
      { line: 3, segment: 10 },
      { line: 8, segment: 60 },
    ],
  };
  const go = (key: string, ctrlKey = false, at = { line: 5, segment: 50 }) =>
    walk(at, { key, ctrlKey }, ground);

  it.each([
    ["ArrowLeft", 5, 49],
    ["ArrowRight", 5, 51],
    ["ArrowUp", 4, 50],
    ["ArrowDown", 6, 50],
    ["Home", 5, 0],
    ["End", 5, 99],
    ["PageUp", 5, 10],
    ["PageDown", 5, 90],
    ["n", 8, 60],
  ])("%s leads to line %d, segment %d", (key, line, segment) => {
    expect(go(key)).toEqual({ line, segment });
  });

  it("reaches the corners with Ctrl", () => {
    expect(go("Home", true)).toEqual({ line: 0, segment: 0 });
    expect(go("End", true)).toEqual({ line: 11, segment: 99 });
  });

  it("stays on the board", () => {
    expect(go("ArrowUp", false, { line: 0, segment: 0 })).toEqual({ line: 0, segment: 0 });
    expect(go("PageDown", false, { line: 11, segment: 99 })).toEqual({ line: 11, segment: 99 });
  });

  it("begins again after the last problem, and leaves other keys alone", () => {
    expect(go("N", false, { line: 2, segment: 60 })).toEqual({ line: 3, segment: 10 });
    expect(go("x")).toBeNull();
    expect(
      walk({ line: 0, segment: 0 }, { key: "n", ctrlKey: false }, { ...ground, problems: [] }),
    ).toBeNull();
  });
});

describe("the strip", () => {
  it("covers its whole width", () => {
    const runs = stripRuns(board(1000, "n"), 0, 300);
    expect(runs).toEqual([{ x: 0, width: 300, code: codeOf("n") }]);
  });

  it("never hides a failed fragment among others", () => {
    const cells = board(1000, "o");
    cells.apply([[3, 999, "f"]]);
    const failed = stripRuns(cells, 3, 250).filter(({ code }) => code === codeOf("f"));
    expect(failed.at(-1)).toEqual({
      x: 250 - FAILED_WIDTH,
      width: FAILED_WIDTH,
      code: codeOf("f"),
    });
  });

  it("shows the least far of the segments that share a pixel", () => {
    const cells = board(10, "o");
    cells.apply([[0, 5, "e"]]);
    const runs = stripRuns(cells, 0, 5);
    expect(runs.map(({ code }) => code)).toEqual([codeOf("o"), codeOf("e"), codeOf("o")]);
  });

  it("stretches a short file", () => {
    const cells = new Cells(2, `no${"w".repeat(22)}`);
    expect(stripRuns(cells, 0, 10)).toEqual([
      { x: 0, width: 5, code: codeOf("n") },
      { x: 5, width: 5, code: codeOf("o") },
    ]);
  });
});

describe("the window", () => {
  it("stays inside the file", () => {
    expect(viewAround(0, 40, 1000)).toEqual({ first: 0, count: 40 });
    expect(viewAround(999, 40, 1000)).toEqual({ first: 960, count: 40 });
    expect(viewAround(3, 40, 20)).toEqual({ first: 0, count: 20 });
  });

  it("moves no further than needed", () => {
    const view = { first: 100, count: 40 };
    expect(viewShowing(120, view, 1000)).toBe(view);
    expect(viewShowing(99, view, 1000).first).toBe(99);
    expect(viewShowing(140, view, 1000).first).toBe(101);
  });

  it("has five levels and ends", () => {
    expect(zoomed(40, 1)).toBe(20);
    expect(zoomed(40, -1)).toBe(80);
    expect(zoomed(10, 1)).toBeNull();
    expect(zoomed(160, -1)).toBeNull();
  });
});

const PALETTE = Object.fromEntries(
  STATES.map((state) => [
    state,
    { fill: `${state} fill`, tint: `${state} tint`, on: `${state} on` },
  ]),
) as Palette;

/** Writes down each call, and the colours it was made with. */
function recorder(): { pen: Pen; calls: string[] } {
  const calls: string[] = [];
  const target: Record<string, unknown> = {};
  const pen = new Proxy(target, {
    get: (held, name: string) =>
      name in held
        ? held[name]
        : (...values: unknown[]) => {
            const colour =
              name === "fill" || name === "fillRect"
                ? String(held["fillStyle"])
                : name === "stroke"
                  ? String(held["strokeStyle"])
                  : values.join(" ");
            calls.push(`${name} ${colour}`.trim());
          },
  }) as unknown as Pen;
  return { pen, calls };
}

describe("the drawing", () => {
  it("tells every state from every other by more than its colour", () => {
    const drawings = STATES.map((state) => {
      const { pen, calls } = recorder();
      drawCell(pen, "parity", state, true, PALETTE);
      return calls.join("\n").replaceAll(/\w+ (fill|tint|on)\b/g, "colour");
    });
    expect(new Set(drawings).size).toBe(STATES.length);
  });

  it("draws data square and parity round", () => {
    const data = recorder();
    drawCell(data.pen, "data", "stored", true, PALETTE);
    const parity = recorder();
    drawCell(parity.pen, "parity", "stored", true, PALETTE);
    expect(data.calls.some((call) => call.startsWith("roundRect"))).toBe(true);
    expect(parity.calls.some((call) => call.startsWith("arc"))).toBe(true);
    expect(data.calls).toContain("fill stored fill");
  });

  it("draws a level between 22 and 82 percent, in a small cell as well", () => {
    expect([levelShare(0), levelShare(9)]).toEqual([0.22, 0.82]);
    const tall = (share: number) => {
      const { pen } = recorder();
      const boxes: number[][] = [];
      pen.fillRect = (...box: number[]) => boxes.push(box);
      drawCell(pen, "data", "sending", false, PALETTE, share);
      return boxes.at(-1)?.at(-1);
    };
    expect(tall(0.5)).toBeCloseTo(10);
    expect(tall(levelShare(9))).toBeCloseTo(16.4);
  });

  it("leaves the glyph out of a small cell", () => {
    const small = recorder();
    drawCell(small.pen, "data", "failed", false, PALETTE);
    expect(small.calls.some((call) => call.startsWith("moveTo"))).toBe(false);
  });

  it("draws only the columns that changed and are in view", () => {
    const { pen, calls } = recorder();
    drawColumns(pen, board(100, "n"), { first: 10, count: 20 }, [5, 12, 30], 1, PALETTE);
    const cleared = calls.filter((call) => call.startsWith("clearRect"));
    expect(cleared).toEqual([
      `clearRect ${String(2 * PITCH)} 0 ${String(PITCH)} ${String(BOARD_HEIGHT)}`,
    ]);
    expect(calls.filter((call) => call === "save")).toHaveLength(LINES);
  });

  it("parts parity from data", () => {
    expect(lineTop(4) - lineTop(3)).toBeGreaterThan(lineTop(3) - lineTop(2));
  });
});

describe("the words of a line", () => {
  const reports = [fact(6, "reported", 4_064, { column: 0 })];
  const words = (letters: string, facts = reports) => {
    const cells = new Cells(letters.length, letters.repeat(LINES));
    return lineWords(cells, facts, 0);
  };

  it.each([
    ["rr", "reported", "board.saysReported"],
    ["oo", "stored", "board.saysReported"],
    ["nn", "onNode", "board.saysOnNode"],
    ["ns", "sending", "board.saysSome"],
    ["ee", "encoded", "board.saysNext"],
    ["nf", "failed", "board.saysFailed"],
  ])("%s says %s", (letters, state, key) => {
    expect(words(letters)).toMatchObject({ state, saying: { key } });
  });

  it("of a download says what came from its node", () => {
    const says = (letters: string) =>
      lineWords(new Cells(3, letters.padEnd(36, "w")), [], 0, "download");
    expect(says("nnw")).toMatchObject({
      state: "onNode",
      saying: { key: "board.saysFetched", values: { done: 2, count: 3 } },
    });
    expect(says("4ww")?.state).toBe("sending");
    expect(says("nfw")?.state).toBe("failed");
    expect(says("www")).toBeNull();
  });

  it("says nothing while all wait, and no block it does not know", () => {
    expect(words("ww")).toBeNull();
    expect(words("rr", [])?.saying.key).toBe("board.reported");
  });
});
