import type { GatewaysDoor } from "./door-gateways";
import type { KeysDoor } from "./door-keys";
import type { KitDoor } from "./door-kit";
import type { CatalogueDoor } from "./catalogue";
import type { MainDoor, Stop } from "./door-main";
import type { SettingsDoor } from "./door-settings";
import type { SpaceDoor } from "./door-space";
import type {
  Board,
  CancelChoice,
  CancelConsequence,
  FileOpening,
  Job,
  RouteAdvice,
  RouteQuestion,
  Sheet,
  ShellState,
  Snapshot,
  Update,
  UploadAnswer,
  UploadRequest,
} from "./types";

/** Files over the window: real paths, as the system gives them. */
export type DragEvent =
  { kind: "enter"; paths: string[] } | { kind: "leave" } | { kind: "drop"; paths: string[] };

export type { Stop };

/**
 * The one door between the pages and the program behind them.
 *
 * Every request that is refused rejects with a `Problem`. One that takes a signal can be stopped by it: it rejects with
 * the problem `stopped` and nothing was changed, or as `GoesOn` when it was too late for that. Pages ask through this interface only, so a test can stand
 * in for the program.
 */
export interface Door
  extends MainDoor, KeysDoor, KitDoor, SpaceDoor, GatewaysDoor, SettingsDoor, CatalogueDoor {
  shellState(): Promise<ShellState>;
  tryLocal(): Promise<ShellState>;
  lookAt(paths: string[], signal?: AbortSignal): Promise<Sheet>;
  upload(request: UploadRequest, signal?: AbortSignal): Promise<UploadAnswer>;
  /** Which way Pileus would choose now for files of this length. */
  adviseRoute(question: RouteQuestion, signal?: AbortSignal): Promise<RouteAdvice>;
  /** Opened as the file tells itself, unless the person says that a gateway encrypted it. */
  download(fid: string, target: string, opening?: FileOpening): Promise<Job>;
  pause(job: string): Promise<unknown>;
  resume(job: string, passphrase: string | null): Promise<unknown>;
  cancel(job: string, choice: CancelChoice | null): Promise<unknown>;
  cancelConsequence(job: string): Promise<CancelConsequence>;
  forget(job: string): Promise<unknown>;
  jobBoard(job: string): Promise<Board>;
  /** Hands every later update to `onUpdate`, in order, and answers with what they build on. */
  follow(onUpdate: (update: Update) => void): Promise<Snapshot>;
  reveal(job: string): Promise<unknown>;
  chooseFiles(): Promise<string[]>;
  chooseFolder(): Promise<string[]>;
  chooseTarget(name: string): Promise<string | null>;
  quitQuestion(): Promise<{ running: number }>;
  /** Tells the person something outside the window, unless they look at it anyway. */
  announce(title: string, text: string): Promise<unknown>;
  /** Says that somebody uses this window, so that the keys do not lock themselves; at most every 30 seconds. */
  personActive(): Promise<unknown>;
  onDrag(handler: (event: DragEvent) => void): Promise<Stop>;
  /** Keeps the window open and calls `handler` instead; `leave` then closes it. */
  onCloseRequest(handler: () => void): Promise<Stop>;
  leave(): Promise<void>;
}
