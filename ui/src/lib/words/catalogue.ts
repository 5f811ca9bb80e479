import { bar } from "./messages/bar";
import { board } from "./messages/board";
import { buckets } from "./messages/buckets";
import { dialog } from "./messages/dialog";
import { drop } from "./messages/drop";
import { firstRun } from "./messages/first-run";
import { keys } from "./messages/keys";
import { link } from "./messages/link";
import { made } from "./messages/made";
import { notice } from "./messages/notice";
import { palette } from "./messages/palette";
import { problem } from "./messages/problem";
import { settings } from "./messages/settings";
import { setup } from "./messages/setup";
import { sheet } from "./messages/sheet";
import { space } from "./messages/space";
import { stop } from "./messages/stop";
import { timeline } from "./messages/timeline";
import { transfers } from "./messages/transfers";
import { units } from "./messages/units";

/** Every word on screen, in every language. */
export const catalogue = {
  ...bar,
  ...board,
  ...buckets,
  ...dialog,
  ...drop,
  ...firstRun,
  ...keys,
  ...link,
  ...made,
  ...notice,
  ...palette,
  ...problem,
  ...settings,
  ...setup,
  ...sheet,
  ...space,
  ...stop,
  ...timeline,
  ...transfers,
  ...units,
};

export type Catalogue = typeof catalogue;
export type Key = keyof Catalogue;
