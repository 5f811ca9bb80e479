/** What crosses the door, generated from the contract, under the names that the pages use. */
export type {
  Board,
  CancelChoice,
  CancelConsequence,
  Fact,
  FactKind,
  Job,
  NetworkBar,
  Problem,
  Refused as Refusal,
  SealRequest as Seal,
  Sheet,
  SheetItem,
  ShellState,
  Snapshot,
  Update,
  Uploaded as UploadAnswer,
  UploadRequest,
} from "../bindings";

/** One cell that changed: node line, segment, letter. */
export type CellChange = [line: number, segment: number, letter: string];
