import { events } from "../bindings";
import type { MainDoor } from "./door-main";

/** What other windows and the system tell the main window, over Tauri's bridge. */
export const mainPart: Pick<MainDoor, "onLinkOpened" | "onKeysChanged" | "onShellChanged"> = {
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
