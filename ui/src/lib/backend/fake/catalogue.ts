import type { CatalogueDoor } from "../catalogue";
import type {
  CatalogueUpdate,
  CheckProgress,
  FileDetails,
  FileRow,
  LocalCheck,
  MoveQuestion,
  Preview,
  RemovalQuestion,
  Shelf,
} from "../catalogue-types";
import type { Problem } from "../types";

/** What the program answers about the catalogue. */
export interface CatalogueRecording {
  /** Files that the catalogue says it has; null when it never answers. */
  files: number | null;
  shelves: Shelf[];
  /** What is told right after the answer. */
  updates: CatalogueUpdate[];
  /** Does each of them come in a task of its own, as the program's come? Else they come at once. */
  apart: boolean;
  details: (row: FileRow) => FileDetails;
  preview: (row: FileRow) => Preview;
  removal: (rows: readonly FileRow[]) => RemovalQuestion;
  move: MoveQuestion;
  local: LocalCheck;
  /** Files after which a deletion or a move goes on only when a test says so; null when it just goes on. */
  holdsAfter: number | null;
}

/** The program as far as the fake needs it: a way to write down what it is asked. */
interface Desk {
  answer<T>(name: keyof CatalogueDoor, value: T, ...values: unknown[]): Promise<T>;
}

const STOPPED: Problem = {
  code: "check_stopped",
  message: "The check was stopped.",
  remedy: "",
  retry: true,
  context: {},
};

/** The part of a fake door for the catalogue. Tests say updates and end checks while they run. */
export class FakeCatalogue implements Omit<CatalogueDoor, "chooseDownloadFolder"> {
  readonly #desk: Desk;
  readonly #said: CatalogueRecording;
  #listener: ((update: CatalogueUpdate) => void) | null = null;
  #sequence = 0;
  #shelves: Shelf[];
  #nextBucket = 100;
  readonly #rows = new Map<string, FileRow>();
  #stop: (() => void) | null = null;
  readonly #locked = new Set<() => void>();
  /** Previews that are open. */
  readonly previews = new Set<string>();
  /** Goes on with the running check, to its end. */
  progress: ((progress: CheckProgress) => void) | null = null;
  finish: (() => void) | null = null;

  constructor(desk: Desk, said: CatalogueRecording) {
    this.#desk = desk;
    this.#said = said;
    this.#shelves = said.shelves;
  }

  /** Tells whoever follows. */
  say(update: Partial<CatalogueUpdate>): void {
    this.#sequence += 1;
    for (const { fid } of update.removed ?? []) this.#rows.delete(fid);
    for (const row of update.rows ?? []) this.#rows.set(row.fid, row);
    this.#listener?.({
      rows: [],
      states: [],
      removed: [],
      shelves: null,
      asOf: null,
      listed: true,
      read: this.#rows.size,
      ...update,
      sequence: this.#sequence,
    });
  }

  followCatalogue: CatalogueDoor["followCatalogue"] = async (onUpdate) => {
    this.#listener = onUpdate;
    this.#sequence = 0;
    const head = { files: this.#said.files ?? 0, territories: this.#shelves, tokenSymbol: "TCESS" };
    if (this.#said.files === null) return new Promise(() => undefined);
    const answer = await this.#desk.answer("followCatalogue", head);
    if (this.#said.apart) this.#sayApart(this.#said.updates.values());
    else for (const update of this.#said.updates) this.say(update);
    return answer;
  };

  #sayApart(updates: ArrayIterator<CatalogueUpdate>): void {
    const { value: update } = updates.next();
    if (!update) return;
    this.say(update);
    setTimeout(() => {
      this.#sayApart(updates);
    });
  }

  fileDetails: CatalogueDoor["fileDetails"] = (fid) =>
    this.#desk.answer("fileDetails", this.#said.details(this.#row(fid)), fid);

  restoreDrill: CatalogueDoor["restoreDrill"] = (fid, onProgress) => {
    const report = this.#said.details(this.#row(fid)).lastDrill ?? {
      fid,
      passed: true,
      at: Date.now(),
      columns: [2, 3, 8, 11],
      fragments: 4,
      bytes: 32 * 1024 * 1024,
      seconds: 1.4,
      problem: null,
    };
    return this.#check("restoreDrill", fid, report, onProgress);
  };

  verifyFile: CatalogueDoor["verifyFile"] = (fid, onProgress) => {
    const report = {
      fid,
      whole: true,
      restorable: true,
      weakest: 12,
      fragments: 12,
      findings: [],
      at: Date.now(),
    };
    return this.#check("verifyFile", fid, report, onProgress);
  };

  stopCheck: CatalogueDoor["stopCheck"] = async (fid) => {
    await this.#desk.answer("stopCheck", undefined, fid);
    this.#stop?.();
  };

  checkLocalFile: CatalogueDoor["checkLocalFile"] = async (fid, path, passphrase) => {
    const equal = fid === null ? null : this.#said.local.equal;
    const check = { ...this.#said.local, path, equal };
    const answer = await this.#desk.answer("checkLocalFile", check, fid, path, passphrase);
    if (this.#said.holdsAfter === null) return answer;
    return new Promise((_, reject) => {
      this.#stop = () => {
        // A problem crosses as a plain value, as it does over the bridge.
        reject(STOPPED);
      };
    });
  };

  createBucket: CatalogueDoor["createBucket"] = async (territory, name) => {
    const row = { bucket: this.#nextBucket, name, files: 0, bytes: 0 };
    await this.#desk.answer("createBucket", row, territory, name);
    this.#nextBucket += 1;
    this.#changeShelves((shelf) =>
      shelf.name === territory ? { ...shelf, buckets: [...shelf.buckets, row] } : shelf,
    );
    return row;
  };

  renameBucket: CatalogueDoor["renameBucket"] = async (bucket, name) => {
    const row = { bucket, name, files: 0, bytes: 0 };
    await this.#desk.answer("renameBucket", row, bucket, name);
    this.#changeShelves((shelf) => ({
      ...shelf,
      buckets: shelf.buckets.map((each) => (each.bucket === bucket ? { ...each, name } : each)),
    }));
    return row;
  };

  deleteBucket: CatalogueDoor["deleteBucket"] = async (bucket) => {
    await this.#desk.answer("deleteBucket", undefined, bucket);
    this.#changeShelves((shelf) => ({
      ...shelf,
      buckets: shelf.buckets.filter((each) => each.bucket !== bucket),
    }));
  };

  removalQuestion: CatalogueDoor["removalQuestion"] = (fids) =>
    this.#desk.answer(
      "removalQuestion",
      this.#said.removal(fids.map((fid) => this.#row(fid))),
      fids,
    );

  removeFiles: CatalogueDoor["removeFiles"] = async (fids, onProgress) => {
    await this.#desk.answer("removeFiles", undefined, fids);
    const { done, left } = await this.#bulk(fids, onProgress);
    this.say({ removed: done.map((fid) => ({ fid, bucket: this.#row(fid).bucket })) });
    const removed = done.map((fid) => ({ fid, fee: "1", block: 4_300 }));
    return { removed, refused: [], left };
  };

  moveQuestion: CatalogueDoor["moveQuestion"] = (fids, bucket) =>
    this.#desk.answer("moveQuestion", { ...this.#said.move, files: fids.length }, fids, bucket);

  moveFiles: CatalogueDoor["moveFiles"] = async (fids, bucket, onProgress) => {
    await this.#desk.answer("moveFiles", undefined, fids, bucket);
    const { done, left } = await this.#bulk(fids, onProgress);
    const rows = done.map((fid) => this.#row(fid));
    this.say({
      removed: rows.map((row) => ({ fid: row.fid, bucket: row.bucket })),
      rows: rows.map((row) => ({ ...row, bucket })),
    });
    return { moved: done, refused: [], left };
  };

  stopBulk = async (): Promise<void> => {
    await this.#desk.answer("stopBulk", undefined);
    this.#stop?.();
  };

  downloadFiles: CatalogueDoor["downloadFiles"] = (fids, folder) =>
    this.#desk.answer("downloadFiles", { jobs: [], refused: [] }, fids, folder);

  openPreview: CatalogueDoor["openPreview"] = async (fid, passphrase) => {
    const preview = this.#said.preview(this.#row(fid));
    const answer = await this.#desk.answer("openPreview", preview, fid, passphrase);
    this.previews.add(answer.token);
    return answer;
  };

  onKeysLocked: CatalogueDoor["onKeysLocked"] = (handler) => {
    this.#locked.add(handler);
    return Promise.resolve(() => this.#locked.delete(handler));
  };

  /** Says that the keys were locked. */
  lockKeys(): void {
    for (const handler of this.#locked) handler();
  }

  closePreview: CatalogueDoor["closePreview"] = (token) => {
    this.previews.delete(token);
    return this.#desk.answer("closePreview", undefined, token);
  };

  receipt: CatalogueDoor["receipt"] = (fid) =>
    this.#desk.answer("receipt", JSON.stringify({ fid }), fid);

  saveReceipt: CatalogueDoor["saveReceipt"] = (fid, target) =>
    this.#desk.answer("saveReceipt", undefined, fid, target);

  #row(fid: string): FileRow {
    const row = this.#rows.get(fid);
    if (!row) throw new Error(`the recording has no file ${fid}`);
    return row;
  }

  #changeShelves(change: (shelf: Shelf) => Shelf): void {
    this.#shelves = this.#shelves.map(change);
    this.say({ shelves: this.#shelves });
  }

  /** Works on files one after another; where the recording holds, it waits to be stopped. */
  #bulk(
    fids: string[],
    onProgress: (progress: CheckProgress) => void,
  ): Promise<{ done: string[]; left: string[] }> {
    const held = this.#said.holdsAfter;
    if (held === null) return Promise.resolve({ done: fids, left: [] });
    onProgress({ done: held, total: fids.length });
    return new Promise((resolve) => {
      this.#stop = () => {
        resolve({ done: fids.slice(0, held), left: fids.slice(held) });
      };
    });
  }

  async #check<T>(
    name: "restoreDrill" | "verifyFile",
    fid: string,
    report: T,
    onProgress: (progress: CheckProgress) => void,
  ): Promise<T> {
    await this.#desk.answer(name, undefined, fid);
    this.progress = onProgress;
    return new Promise((resolve, reject) => {
      this.finish = () => {
        resolve(report);
      };
      this.#stop = () => {
        // A problem crosses as a plain value, as it does over the bridge.
        reject(STOPPED);
      };
    });
  }
}
