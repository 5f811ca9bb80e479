/** What crosses the door, generated from the contract, under the names that the pages use. */
export type {
  AccountCard,
  CreatedAccount,
  DataKeyRow,
  KeysView,
  Link,
  NetworkEndpoint as Endpoint,
  NetworkProfile,
  NetworkProfiles,
  NewNetwork,
  ProgramSettings,
  ReceiptReport,
  SecretKind,
  SettingsRequest as SettingsChange,
  Space,
  SpaceChange,
  SpaceQuote,
  SpaceReceipt,
  TerritoryCard,
  WindowKind,
} from "../bindings";

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
  SheetTotals,
  ShellState,
  Snapshot,
  Update,
  Uploaded as UploadAnswer,
  UploadRequest,
} from "../bindings";

/** One cell that changed: node line, segment, letter. */
export type CellChange = [line: number, segment: number, letter: string];
