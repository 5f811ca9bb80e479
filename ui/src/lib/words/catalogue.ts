import { bar } from "./messages/bar";
import { board } from "./messages/board";
import { drop } from "./messages/drop";
import { firstRun } from "./messages/first-run";
import { problem } from "./messages/problem";
import { sheet } from "./messages/sheet";
import { stop } from "./messages/stop";
import { timeline } from "./messages/timeline";
import { transfers } from "./messages/transfers";
import { units } from "./messages/units";

/** Every word on screen, in every language. */
export const catalogue = {
  ...bar,
  ...board,
  ...drop,
  ...firstRun,
  ...problem,
  ...sheet,
  ...stop,
  ...timeline,
  ...transfers,
  ...units,
};

export type Catalogue = typeof catalogue;
export type Key = keyof Catalogue;
