import { bar } from "./messages/bar";
import { board } from "./messages/board";
import { buckets } from "./messages/buckets";
import { dialog } from "./messages/dialog";
import { drop } from "./messages/drop";
import { firstRun } from "./messages/first-run";
import { gateways } from "./messages/gateways";
import { keys } from "./messages/keys";
import { kit } from "./messages/kit";
import { link } from "./messages/link";
import { lookUp } from "./messages/lookup";
import { made } from "./messages/made";
import { notice } from "./messages/notice";
import { palette } from "./messages/palette";
import { problem } from "./messages/problem";
import { route } from "./messages/route";
import { settings } from "./messages/settings";
import { setup } from "./messages/setup";
import { sheet } from "./messages/sheet";
import { space } from "./messages/space";
import { stop } from "./messages/stop";
import { timeline } from "./messages/timeline";
import { trade } from "./messages/trade";
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
  ...gateways,
  ...keys,
  ...kit,
  ...link,
  ...lookUp,
  ...made,
  ...notice,
  ...palette,
  ...problem,
  ...route,
  ...settings,
  ...setup,
  ...sheet,
  ...space,
  ...trade,
  ...stop,
  ...timeline,
  ...transfers,
  ...units,
};

export type Catalogue = typeof catalogue;
export type Key = keyof Catalogue;
