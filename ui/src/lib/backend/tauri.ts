import { Channel } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { getCurrentWindow } from "@tauri-apps/api/window";

import { commands } from "../bindings";
import type { Door, DragEvent } from "./door";
import type { Update } from "./types";

/** The program of the desktop shell, reached over Tauri's bridge. */
export const tauri: Door = {
  ...commands,
  follow: (onUpdate) => commands.follow(new Channel<Update>(onUpdate)),
  onDrag: (handler) =>
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      const event = dragEvent(payload);
      if (event) handler(event);
    }),
  onCloseRequest: (handler) =>
    getCurrentWindow().onCloseRequested((event) => {
      event.preventDefault();
      handler();
    }),
  leave: () => getCurrentWindow().destroy(),
};

type TauriDrag =
  | { type: "enter"; paths: string[] }
  | { type: "over" }
  | { type: "drop"; paths: string[] }
  | { type: "leave" };

function dragEvent(payload: TauriDrag): DragEvent | null {
  switch (payload.type) {
    case "enter":
      return { kind: "enter", paths: payload.paths };
    case "drop":
      return { kind: "drop", paths: payload.paths };
    case "leave":
      return { kind: "leave" };
    case "over":
      return null;
  }
}
