import { Channel } from "@tauri-apps/api/core";

import { commands, events } from "../bindings";
import type { CatalogueDoor } from "./catalogue";
import type { CatalogueUpdate, CheckProgress } from "./catalogue-types";

/** What the Buckets window hears while it asks, over Tauri's bridge. */
export const cataloguePart: Pick<
  CatalogueDoor,
  "followCatalogue" | "restoreDrill" | "verifyFile" | "removeFiles" | "moveFiles" | "onKeysLocked"
> = {
  followCatalogue: (onUpdate) => commands.followCatalogue(new Channel<CatalogueUpdate>(onUpdate)),
  restoreDrill: (fid, onProgress) =>
    commands.restoreDrill(fid, new Channel<CheckProgress>(onProgress)),
  verifyFile: (fid, onProgress) => commands.verifyFile(fid, new Channel<CheckProgress>(onProgress)),
  removeFiles: (fids, onProgress) =>
    commands.removeFiles(fids, new Channel<CheckProgress>(onProgress)),
  moveFiles: (fids, bucket, onProgress) =>
    commands.moveFiles(fids, bucket, new Channel<CheckProgress>(onProgress)),
  onKeysLocked: (handler) =>
    events.keysLocked.listen(() => {
      handler();
    }),
};
