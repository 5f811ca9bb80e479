import { Channel } from "@tauri-apps/api/core";

import { commands, events } from "../bindings";
import type { MainDoor } from "./door-main";
import type { LookUpUpdate } from "./types";

/** What the main window hears while it asks, and what other windows and the system tell it, over Tauri's bridge. */
export const mainPart: Pick<
  MainDoor,
  "lookUp" | "onLinkOpened" | "onKeysChanged" | "onShellChanged"
> = {
  lookUp: (text, from, onUpdate) =>
    commands.lookUp(text, from, new Channel<LookUpUpdate>(onUpdate)),
  onLinkOpened: (handler) =>
    events.linkOpened.listen(({ payload }) => {
      handler(payload);
    }),
  onKeysChanged: (handler) =>
    events.keysChanged.listen(() => {
      handler();
    }),
  onShellChanged: (handler) =>
    events.shellChanged.listen(() => {
      handler();
    }),
};
