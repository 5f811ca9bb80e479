import { Channel } from "@tauri-apps/api/core";

import { commands } from "../bindings";
import type { CheckProgress } from "./catalogue-types";
import type { KitDoor } from "./door-kit";

/** What the keys window hears while it asks, over Tauri's bridge. */
export const keysPart: Pick<KitDoor, "drillKit" | "restoreKit"> = {
  drillKit: (source, opening, onProgress) =>
    commands.drillKit(source, opening, new Channel<CheckProgress>(onProgress)),
  restoreKit: (source, opening, onProgress) =>
    commands.restoreKit(source, opening, new Channel<CheckProgress>(onProgress)),
};
