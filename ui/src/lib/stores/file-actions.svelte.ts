import type { FileDetails, FileRow, LocalCheck, WindowName } from "../backend/catalogue-types";
import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import type { Problem } from "../backend/types";
import { fidsOf } from "../catalogue/fids";
import type { Key } from "../words/catalogue";

/** What the window asks the person. */
export type Question =
  | { kind: "createBucket"; territory: string | null }
  | { kind: "renameBucket"; bucket: number }
  | { kind: "deleteBucket"; bucket: number }
  | { kind: "remove"; rows: readonly FileRow[] }
  | { kind: "move"; rows: readonly FileRow[] }
  | { kind: "local"; check: LocalCheck; name: string | null }
  | { kind: "localPassphrase"; row: FileRow | null; path: string }
  | { kind: "board"; details: FileDetails };

/** The code of a file that opens with a passphrase only. */
const NEEDS_PASSPHRASE = "passphrase_needed";
/** The code of a comparison that the person stopped. */
const STOPPED = "check_stopped";

/** What is done with files, and what is asked before. */
export class FileActions {
  readonly #door: Door;

  question = $state.raw<Question | null>(null);
  /** Why the last thing asked for was refused. */
  refused = $state.raw<Problem | null>(null);
  /** What was done, in one sentence; downloads go on in the main window. */
  notice = $state.raw<{ key: Key; count: number; transfers: boolean } | null>(null);
  /** Is a file on this computer being read, to derive its FID? */
  deriving = $state(false);

  constructor(door: Door) {
    this.#door = door;
  }

  ask(question: Question): void {
    this.question = question;
  }

  answered(): void {
    this.question = null;
  }

  /** Asks where to, and brings files back: one under a name, several into a folder. */
  async download(rows: readonly FileRow[]): Promise<void> {
    const [first] = rows;
    if (!first) return;
    await this.#try(async () => {
      const started = rows.length === 1 ? await this.#one(first) : await this.#many(rows);
      if (started > 0) this.#note("info.downloading", started, true);
    });
  }

  async copyReceipt(row: FileRow): Promise<void> {
    await this.#try(async () => {
      await navigator.clipboard.writeText(await this.#door.receipt(row.fid));
      this.#note("info.receiptCopied", 1);
    });
  }

  async copyFid(row: FileRow): Promise<void> {
    await this.#try(async () => {
      await navigator.clipboard.writeText(row.fid);
      this.#note("info.fidCopied", 1);
    });
  }

  /** Copies a link by which anybody fetches the file from a gateway, and says who can read what it leads to. */
  async copyLink(row: FileRow): Promise<void> {
    await this.#try(async () => {
      const { url } = await this.#door.gatewayLink(row.fid);
      await navigator.clipboard.writeText(url);
      this.#note(row.seal === "none" ? "info.linkCopiedPlain" : "info.linkCopiedSealed", 1);
    });
  }

  async saveReceipt(row: FileRow): Promise<void> {
    await this.#try(async () => {
      const target = await this.#door.chooseTarget(`${row.name}.receipt.json`);
      if (target === null) return;
      await this.#door.saveReceipt(row.fid, target);
      this.#note("info.receiptSaved", 1);
    });
  }

  /** Derives the FID of a chosen file and says whether it is `row`; without a row, whether the catalogue has it. */
  async checkLocal(row: FileRow | null): Promise<void> {
    await this.#try(async () => {
      const [path] = await this.#door.chooseFiles();
      if (path === undefined) return;
      await this.compare(row, path, null);
    });
  }

  /** Compares a chosen file; asks for the passphrase when there is no other way. */
  async compare(row: FileRow | null, path: string, passphrase: string | null): Promise<void> {
    this.deriving = true;
    try {
      const check = await this.#door.checkLocalFile(row?.fid ?? null, path, passphrase);
      this.ask({ kind: "local", check, name: row?.name ?? null });
    } catch (reason) {
      const { code } = asProblem(reason);
      if (code === STOPPED) return;
      if (passphrase !== null || code !== NEEDS_PASSPHRASE) throw reason;
      this.ask({ kind: "localPassphrase", row, path });
    } finally {
      this.deriving = false;
    }
  }

  /** Ends the reading of a file on this computer. */
  async stopDeriving(): Promise<void> {
    try {
      await this.#door.stopCheck(null);
    } catch (reason) {
      this.refused = asProblem(reason);
    }
  }

  async open(window: WindowName): Promise<void> {
    await this.#try(() => this.#door.openWindow(window));
  }

  dismiss(): void {
    this.refused = null;
    this.notice = null;
  }

  async #one(row: FileRow): Promise<number> {
    const target = await this.#door.chooseTarget(row.name);
    if (target === null) return 0;
    await this.#door.download(row.fid, target);
    return 1;
  }

  async #many(rows: readonly FileRow[]): Promise<number> {
    const folder = await this.#door.chooseDownloadFolder();
    if (folder === null) return 0;
    const { jobs, refused } = await this.#door.downloadFiles(fidsOf(rows), folder);
    this.refused = refused[0]?.problem ?? null;
    return jobs.length;
  }

  #note(key: Key, count: number, transfers = false): void {
    this.notice = { key, count, transfers };
  }

  async #try(request: () => Promise<unknown>): Promise<void> {
    this.dismiss();
    try {
      await request();
    } catch (reason) {
      this.refused = asProblem(reason);
    }
  }
}
