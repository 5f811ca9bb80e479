import type { Cells } from "./cells";
import { DATA_LINES, LEVELS, LINES, shapeOf, stateAt, type Shape, type State } from "./state";
import type { View } from "./zoom";

/** Sizes in units of a full cell's pitch: 20 of cell, 4 of gap. */
export const CELL = 20;
export const PITCH = 24;
/** Between the data lines and the parity lines. */
export const GROUP_GAP = 8;

/** Below this many pixels a cell loses its glyph. */
export const SMALLEST_GLYPH = 10;

/** Shares of a cell that the lowest and the highest level of a fragment on its way fill. */
const LOWEST = 0.22;
const HIGHEST = 0.82;

/** Share of a cell that a level fills. */
export function levelShare(level: number): number {
  return LOWEST + ((HIGHEST - LOWEST) * level) / (LEVELS - 1);
}

/** The level of a mark that stands for a whole line. */
export const MARK_LEVEL = 5;

/** The upper edge of a line, in units. */
export function lineTop(line: number): number {
  return line * PITCH + (line < DATA_LINES ? 0 : GROUP_GAP);
}

/** The height of all lines, in units. */
export const BOARD_HEIGHT = lineTop(LINES - 1) + CELL;

/** The colours of the states as the page has them now. */
export type Palette = Record<State, { fill: string; tint: string; on: string }>;

/** The pen: the few calls of a canvas that the drawing needs. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | "arc"
  | "beginPath"
  | "clearRect"
  | "clip"
  | "fill"
  | "fillRect"
  | "fillStyle"
  | "lineCap"
  | "lineTo"
  | "lineWidth"
  | "moveTo"
  | "restore"
  | "roundRect"
  | "save"
  | "scale"
  | "stroke"
  | "strokeStyle"
  | "translate"
>;

/** Draws some columns of the window; `unit` is the pixels of one unit. */
export function drawColumns(
  pen: Pen,
  cells: Cells,
  view: View,
  segments: Iterable<number>,
  unit: number,
  palette: Palette,
): void {
  for (const segment of segments) {
    const column = segment - view.first;
    if (column < 0 || column >= view.count) continue;
    pen.clearRect(column * PITCH * unit, 0, PITCH * unit, BOARD_HEIGHT * unit);
    for (let line = 0; line < LINES; line += 1) {
      pen.save();
      pen.translate(column * PITCH * unit, lineTop(line) * unit);
      pen.scale(unit, unit);
      drawCell(
        pen,
        shapeOf(line),
        stateAt(cells.code(line, segment)),
        CELL * unit >= SMALLEST_GLYPH,
        palette,
        levelShare(cells.level(line, segment)),
      );
      pen.restore();
    }
  }
}

/** Draws one cell in a box of 20 units; `share` is how much of it the level of a fragment on its way fills. */
export function drawCell(
  pen: Pen,
  shape: Shape,
  state: State,
  glyph: boolean,
  palette: Palette,
  share = levelShare(MARK_LEVEL),
): void {
  const { fill, tint, on } = palette[state];
  const solid = state === "onNode" || state === "reported" || state === "stored";
  outline(pen, shape, solid ? 1 : 1.75);
  if (solid) {
    pen.fillStyle = fill;
    pen.fill();
    if (glyph) drawLightGlyph(pen, state, on);
    return;
  }
  if (state !== "waiting") {
    pen.fillStyle = tint;
    pen.fill();
  }
  pen.lineWidth = 1.5;
  pen.strokeStyle = fill;
  pen.stroke();
  if (state === "sending") drawLevel(pen, shape, share, fill);
  else if (glyph) drawDarkGlyph(pen, state, fill);
}

function drawLightGlyph(pen: Pen, state: State, on: string): void {
  if (state === "onNode") {
    disc(pen, 2.75, on);
  } else if (state === "reported") {
    pen.beginPath();
    pen.arc(CELL / 2, CELL / 2, 4, 0, 2 * Math.PI);
    pen.lineWidth = 2;
    pen.strokeStyle = on;
    pen.stroke();
  }
}

function drawLevel(pen: Pen, shape: Shape, share: number, fill: string): void {
  pen.save();
  outline(pen, shape, 2.35);
  pen.clip();
  pen.fillStyle = fill;
  pen.fillRect(0, CELL * (1 - share), CELL, CELL * share);
  pen.restore();
}

function drawDarkGlyph(pen: Pen, state: State, fill: string): void {
  if (state === "encoded") {
    disc(pen, 2.25, fill);
  } else if (state === "failed") {
    pen.beginPath();
    pen.moveTo(7, 7);
    pen.lineTo(13, 13);
    pen.moveTo(13, 7);
    pen.lineTo(7, 13);
    pen.lineWidth = 2;
    pen.lineCap = "round";
    pen.strokeStyle = fill;
    pen.stroke();
  }
}

function outline(pen: Pen, shape: Shape, inset: number): void {
  pen.beginPath();
  if (shape === "data") pen.roundRect(inset, inset, CELL - 2 * inset, CELL - 2 * inset, 4);
  else pen.arc(CELL / 2, CELL / 2, CELL / 2 - inset, 0, 2 * Math.PI);
}

function disc(pen: Pen, radius: number, colour: string): void {
  pen.beginPath();
  pen.arc(CELL / 2, CELL / 2, radius, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
}
