import type { SettingsDoor } from "./door-settings";
import type { SpaceDoor } from "./door-space";
import type { Link, LookedUp, LookUpUpdate, ReceiptReport, ShellState, WindowKind } from "./types";

/** Ends a subscription. */
export type Stop = () => void;

/** What the main window asks beside its transfers: setting up, other windows, links and receipts. */
export interface MainDoor
  extends SpaceDoor, Pick<SettingsDoor, "networks" | "addNetwork" | "useNetwork"> {
  /** Opens a window, or brings the open one forward. */
  openWindow(window: WindowKind): Promise<unknown>;
  /** Gives up the network that is being opened; whoever asked for it hears what is open then. */
  giveUpOpening(): Promise<unknown>;
  /** Looks again for account and space; makes what is still missing for the first upload. */
  finishSetup(): Promise<ShellState>;
  /** Takes the link that opened the program; a second call finds none. */
  pendingLink(): Promise<Link | null>;
  /** Checks a receipt that the person chose. */
  readReceipt(path: string): Promise<ReceiptReport>;
  /**
   * Looks up a transaction or a file by 64 hexadecimal digits. A transaction of somebody else is searched backwards,
   * from a block or from the newest final one; `look_up_stopped` when it was stopped.
   */
  lookUp(
    text: string,
    from: number | null,
    onUpdate: (update: LookUpUpdate) => void,
  ): Promise<LookedUp>;
  /** Ends the look-up of this window. */
  stopLookUp(): Promise<unknown>;
  /** Says the tray's menu in the words of the page. */
  nameTray(open: string, quit: string): Promise<unknown>;
  onLinkOpened(handler: (link: Link) => void): Promise<Stop>;
  /** Calls `handler` whenever a window changed accounts or keys. */
  onKeysChanged(handler: () => void): Promise<Stop>;
  /** Calls `handler` whenever the phase or the network changed, also by another window. */
  onShellChanged(handler: () => void): Promise<Stop>;
}
