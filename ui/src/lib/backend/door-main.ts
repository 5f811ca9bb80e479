import type { SettingsDoor } from "./door-settings";
import type { SpaceDoor } from "./door-space";
import type { Link, ReceiptReport, ShellState, WindowKind } from "./types";

/** Ends a subscription. */
export type Stop = () => void;

/** What the main window asks beside its transfers: setting up, other windows, links and receipts. */
export interface MainDoor
  extends SpaceDoor, Pick<SettingsDoor, "networks" | "addNetwork" | "useNetwork"> {
  /** Opens a window, or brings the open one forward. */
  openWindow(window: WindowKind): Promise<unknown>;
  /** Looks again for account and space; makes what is still missing for the first upload. */
  finishSetup(): Promise<ShellState>;
  /** Takes the link that opened the program; a second call finds none. */
  pendingLink(): Promise<Link | null>;
  /** Checks a receipt that the person chose. */
  readReceipt(path: string): Promise<ReceiptReport>;
  /** Says the tray's menu in the words of the page. */
  nameTray(open: string, quit: string): Promise<unknown>;
  onLinkOpened(handler: (link: Link) => void): Promise<Stop>;
  /** Calls `handler` whenever a window changed accounts or keys. */
  onKeysChanged(handler: () => void): Promise<Stop>;
  /** Calls `handler` whenever the phase or the network changed, also by another window. */
  onShellChanged(handler: () => void): Promise<Stop>;
}
