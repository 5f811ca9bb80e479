import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import type { CancelChoice, Job, Problem, Snapshot, Update } from "../backend/types";
import { actionsOf, needsKeys } from "../transfers/actions";
import { news } from "../transfers/news";
import { BoardStore } from "./board.svelte";
import { fold, type Transfers, unfold, without } from "./fold";
import { Stream } from "./stream";

/** All transfers, the opened one, and what the person asks of them. */
export class TransfersStore {
  readonly #door: Door;
  readonly #stream: Stream;
  readonly #onnews: (job: Job) => void;
  #now = $state.raw<Transfers | null>(null);

  /** The board of the opened row. */
  board = $state.raw<BoardStore | null>(null);
  /** Why the list cannot be shown. */
  lost = $state.raw<Problem | null>(null);
  /** Why the last thing asked for was refused. */
  refused = $state.raw<Problem | null>(null);
  /** Whose receipt was handed out last, and how. */
  receipted = $state.raw<{ job: string; how: "copied" | "saved" } | null>(null);
  /** Jobs whose last request has no answer yet. */
  asked = $state.raw<readonly string[]>([]);

  constructor(door: Door, onnews: (job: Job) => void) {
    this.#onnews = onnews;
    this.#door = door;
    this.#stream = new Stream(door, {
      snapshot: (snapshot) => {
        this.#begin(snapshot);
      },
      update: (update) => {
        this.#put(update);
      },
      problem: (reason) => {
        this.lost = asProblem(reason);
      },
    });
  }

  get jobs(): readonly Job[] {
    return this.#now?.jobs ?? [];
  }

  get bar() {
    return this.#now?.bar ?? null;
  }

  get loaded(): boolean {
    return this.#now !== null;
  }

  follow(): Promise<void> {
    this.lost = null;
    return this.#stream.begin();
  }

  end(): void {
    this.#stream.end();
  }

  /** Opens a row, if it is not open. */
  open(job: string): void {
    if (this.board?.job !== job) this.toggle(job);
  }

  /** Opens a row, or closes it when it is open. */
  toggle(job: string): void {
    if (this.board?.job === job) {
      this.board = null;
      return;
    }
    this.board = new BoardStore(this.#door, job);
    void this.board.load();
  }

  pause(job: string): Promise<void> {
    return this.#ask(job, () => this.#door.pause(job));
  }

  /** Pauses everything that can be paused. */
  async pauseAll(): Promise<void> {
    await Promise.all(this.pausable.map(({ job }) => this.pause(job)));
  }

  /** Goes on with everything that the person paused. */
  async resumeAll(): Promise<void> {
    await Promise.all(this.paused.map(({ job }) => this.resume(job, null)));
  }

  /** Shows the Keys window, where what the job waits for can be unlocked. */
  openKeys(job: string): Promise<void> {
    return this.#ask(job, () => this.#door.openWindow("keys"));
  }

  /** Goes on with what waited for keys, now that the person changed something about them. */
  async keysChanged(): Promise<void> {
    await Promise.all(this.jobs.filter(needsKeys).map(({ job }) => this.resume(job, null)));
  }

  get pausable(): readonly Job[] {
    return this.jobs.filter((job) => actionsOf(job).pause);
  }

  get paused(): readonly Job[] {
    return this.jobs.filter((job) => actionsOf(job).resume);
  }

  resume(job: string, passphrase: string | null): Promise<void> {
    return this.#ask(job, () => this.#door.resume(job, passphrase));
  }

  cancel(job: string, choice: CancelChoice | null): Promise<void> {
    return this.#ask(job, () => this.#door.cancel(job, choice));
  }

  reveal(job: string): Promise<void> {
    return this.#ask(job, () => this.#door.reveal(job));
  }

  /** Takes an ended transfer off the list. */
  forget(job: string): Promise<void> {
    return this.#ask(job, async () => {
      await this.#door.forget(job);
      if (this.#now) this.#now = without(this.#now, job);
      if (this.board?.job === job) this.board = null;
    });
  }

  /** Asks where to, and brings a stored file back. */
  download(job: Job): Promise<void> {
    return this.#ask(job.job, async () => {
      if (job.fid === null) return;
      const target = await this.#door.chooseTarget(job.name);
      if (target !== null) await this.#door.download(job.fid, target);
    });
  }

  /** Puts the receipt of a stored file on the clipboard. */
  copyReceipt(job: Job): Promise<void> {
    return this.#ask(job.job, async () => {
      if (job.fid === null) return;
      await navigator.clipboard.writeText(await this.#door.receipt(job.fid));
      this.receipted = { job: job.job, how: "copied" };
    });
  }

  /** Asks where to, and saves the receipt of a stored file. */
  saveReceipt(job: Job): Promise<void> {
    return this.#ask(job.job, async () => {
      if (job.fid === null) return;
      const target = await this.#door.chooseTarget(`${job.name}.receipt.json`);
      if (target === null) return;
      await this.#door.saveReceipt(job.fid, target);
      this.receipted = { job: job.job, how: "saved" };
    });
  }

  async #ask(job: string, request: () => Promise<unknown>): Promise<void> {
    if (this.asked.includes(job)) return;
    this.asked = [...this.asked, job];
    this.refused = null;
    try {
      await request();
    } catch (reason) {
      this.refused = asProblem(reason);
    } finally {
      this.asked = this.asked.filter((other) => other !== job);
    }
  }

  #begin(snapshot: Snapshot): void {
    this.#now = unfold(snapshot);
    void this.board?.load();
  }

  #put(update: Update): void {
    if (!this.#now) return;
    const ended = news(this.#now.jobs, update.jobs);
    this.#now = fold(this.#now, update);
    this.board?.put(update);
    for (const job of ended) this.#onnews(job);
  }
}
