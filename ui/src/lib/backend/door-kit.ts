import type { CheckProgress } from "./catalogue-types";
import type {
  KitDrill,
  KitFace,
  KitMade,
  KitOpening,
  KitReport,
  KitRestored,
  KitSource,
  KitSplit,
  KitState,
  KitWordsJudged,
} from "./types";

/** What the keys window asks about recovery kits, also before any network is chosen. */
export interface KitDoor {
  /** Lets the person choose the folder that a kit is written to; null when they think better of it. */
  chooseKitFolder(): Promise<string | null>;
  /** Lets the person choose the file of a kit. */
  chooseKitFile(): Promise<string | null>;
  /** Writes file and pages of a new kit; answers with its words, this once. */
  makeKit(folder: string, split: KitSplit | null, signal?: AbortSignal): Promise<KitMade>;
  /** Looks at a kit without opening it: do words open it, or shares? */
  lookAtKit(source: KitSource, signal?: AbortSignal): Promise<KitFace>;
  /** Looks at words while they are typed; `share` for those of one share. */
  judgeKitWords(kind: "words" | "share", words: string): Promise<KitWordsJudged>;
  /** Looks into a kit without using it. */
  checkKit(source: KitSource, opening: KitOpening, signal?: AbortSignal): Promise<KitReport>;
  /** Opens one stored file with the kit alone; tells how many KiB of it are opened. */
  drillKit(
    source: KitSource,
    opening: KitOpening,
    onProgress: (progress: CheckProgress) => void,
  ): Promise<KitDrill>;
  /** Brings back what is in a kit and not here, then what its networks have beyond it; tells files. */
  restoreKit(
    source: KitSource,
    opening: KitOpening,
    onProgress?: (progress: CheckProgress) => void,
  ): Promise<KitRestored>;
  /** How far the newest kit is behind; every window may ask. */
  kitState(): Promise<KitState>;
  /** Ends what runs for this window: a drill rejects with `check_stopped`, a restore with `restore_stopped`. */
  stopKit(): Promise<unknown>;
}
