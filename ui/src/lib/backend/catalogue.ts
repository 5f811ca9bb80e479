import type {
  BucketRow,
  CatalogueHead,
  CatalogueUpdate,
  CheckProgress,
  Downloads,
  DrillReport,
  FileDetails,
  LocalCheck,
  Moved,
  MoveQuestion,
  Preview,
  Removed,
  RemovalQuestion,
  VerifyReport,
} from "./catalogue-types";
import type { Stop } from "./door-main";

/** What the Buckets window asks: the catalogue, its files, and what is done with them. */
export interface CatalogueDoor {
  /** Hands every later update to `onUpdate`, in order: first the local rows, then what the chain says of them. */
  followCatalogue(onUpdate: (update: CatalogueUpdate) => void): Promise<CatalogueHead>;
  fileDetails(fid: string): Promise<FileDetails>;
  /** Fetches four of the twelve fragments of each segment, by chance, and rebuilds the file from them. */
  restoreDrill(fid: string, onProgress: (progress: CheckProgress) => void): Promise<DrillReport>;
  /** Fetches and checks every fragment. */
  verifyFile(fid: string, onProgress: (progress: CheckProgress) => void): Promise<VerifyReport>;
  /** Ends the running drill or verification of a file, or without one the comparison with a file on this computer. */
  stopCheck(fid: string | null): Promise<unknown>;
  /** Derives the FID of a file on this computer; `passphrase` where the stored one was sealed with one. */
  checkLocalFile(fid: string | null, path: string, passphrase: string | null): Promise<LocalCheck>;
  createBucket(territory: string, name: string): Promise<BucketRow>;
  renameBucket(bucket: number, name: string): Promise<BucketRow>;
  deleteBucket(bucket: number): Promise<unknown>;
  removalQuestion(fids: string[], signal?: AbortSignal): Promise<RemovalQuestion>;
  /** Deletes one after another, several at once, until all are gone or `stopBulk` is asked for. */
  removeFiles(fids: string[], onProgress: (progress: CheckProgress) => void): Promise<Removed>;
  moveQuestion(fids: string[], bucket: number, signal?: AbortSignal): Promise<MoveQuestion>;
  moveFiles(
    fids: string[],
    bucket: number,
    onProgress: (progress: CheckProgress) => void,
  ): Promise<Moved>;
  /** Ends the deletion or the move of this window after the files at hand. */
  stopBulk(): Promise<unknown>;
  downloadFiles(fids: string[], folder: string): Promise<Downloads>;
  chooseDownloadFolder(): Promise<string | null>;
  /** The keys were locked, so the program closed all previews of sealed files. */
  onKeysLocked(handler: () => void): Promise<Stop>;
  /** A place to read the file from in the clear, until `closePreview`. */
  openPreview(fid: string, passphrase: string | null): Promise<Preview>;
  closePreview(token: string): Promise<unknown>;
  /** The signed receipt, as text. */
  receipt(fid: string): Promise<string>;
  saveReceipt(fid: string, target: string): Promise<unknown>;
}
