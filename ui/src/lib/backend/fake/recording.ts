import type {
  Board,
  CancelConsequence,
  Job,
  NetworkBar,
  Sheet,
  ShellState,
  Update,
} from "../types";

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
  /** What comes after the snapshot, in order. */
  updates: Update[];
}
