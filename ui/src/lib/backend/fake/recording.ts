import type {
  Board,
  CancelConsequence,
  Job,
  NetworkBar,
  Sheet,
  ShellState,
  Update,
} from "../types";

import type { CatalogueRecording } from "./catalogue";
import type { KeysRecording } from "./keys";
import type { MainRecording } from "./main";
import type { SettingsRecording } from "./settings";

/** What a program once said, to be said again in a test or in a browser. */
export interface Recording {
  shell: ShellState;
  bar: NetworkBar;
  sequence: number;
  jobs: Job[];
  boards: Board[];
  sheet: Sheet;
  consequence: CancelConsequence;
  running: number;
  main: MainRecording;
  vault: KeysRecording;
  settings: SettingsRecording;
  catalogue: CatalogueRecording;
  /** What comes after the snapshot, in order. */
  updates: Update[];
}
