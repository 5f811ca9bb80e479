import { Channel } from "@tauri-apps/api/core";
import { TauriEvent } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { getCurrentWindow } from "@tauri-apps/api/window";

import { commands } from "../bindings";
import type { Door, DragEvent, Stop } from "./door";
import { cataloguePart } from "./tauri-catalogue";
import { keysPart } from "./tauri-keys";
import { mainPart } from "./tauri-main";
import { stoppablePart } from "./tauri-stoppable";
import type { Update } from "./types";

/** The program of the desktop shell, reached over Tauri's bridge. */
export const tauri: Door = {
  ...commands,
  ...stoppablePart,
  ...mainPart,
  ...cataloguePart,
  ...keysPart,
  download: (fid, target, opening) => commands.download(fid, target, opening ?? null),
  follow: (onUpdate) => commands.follow(new Channel<Update>(onUpdate)),
  onDrag,
  onCloseRequest: (handler) =>
    getCurrentWindow().onCloseRequested((event) => {
      event.preventDefault();
      handler();
    }),
  leave: () => getCurrentWindow().destroy(),
};

/** What Tauri says of files over the window. */
interface Dragged {
  paths: string[];
}

/**
 * Hears of files over the window: of their end first, so that nobody who was told of a begin misses the end.
 */
async function onDrag(handler: (event: DragEvent) => void): Promise<Stop> {
  const webview = getCurrentWebview();
  const hear = (name: TauriEvent, told: (paths: string[]) => DragEvent) =>
    webview.listen<Dragged>(name, ({ payload }) => {
      handler(told(payload.paths));
    });
  const ends = [
    await hear(TauriEvent.DRAG_DROP, (paths) => ({ kind: "drop", paths })),
    await webview.listen(TauriEvent.DRAG_LEAVE, () => {
      handler({ kind: "leave" });
    }),
    await hear(TauriEvent.DRAG_ENTER, (paths) => ({ kind: "enter", paths })),
  ];
  return () => {
    for (const end of ends) end();
  };
}
