import type { Door, DragEvent } from "../door";
import type { Board, Job, Problem, Update } from "../types";
import type { Recording } from "./recording";

/** One request that the page made. */
export type Asked = [name: keyof Door, ...values: unknown[]];

/** A door that plays a recording and writes down what it is asked. For tests and for the browser page. */
export class FakeDoor implements Door {
  readonly asked: Asked[] = [];
  /** The next requests by these names are refused. */
  readonly refusals = new Map<keyof Door, Problem>();
  readonly #recording: Recording;
  #listener: ((update: Update) => void) | null = null;
  #drag: ((event: DragEvent) => void) | null = null;
  #close: (() => void) | null = null;
  #next = 0;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  shellState = () => this.#answer("shellState", this.#recording.shell);
  tryLocal = () =>
    this.#answer("tryLocal", {
      phase: "ready" as const,
      problem: null,
      network: this.#recording.bar,
      made: this.#recording.shell.made,
    });
  lookAt = (paths: string[]) => this.#answer("lookAt", this.#recording.sheet, paths);
  upload: Door["upload"] = (request) => this.#answer("upload", { jobs: [], refused: [] }, request);
  download = (fid: string, target: string) => this.#answer("download", this.#job(), fid, target);
  pause = (job: string) => this.#answer("pause", undefined, job);
  resume: Door["resume"] = (job, passphrase) => this.#answer("resume", undefined, job, passphrase);
  cancel: Door["cancel"] = (job, choice) => this.#answer("cancel", undefined, job, choice);
  cancelConsequence = (job: string) =>
    this.#answer("cancelConsequence", this.#recording.consequence, job);
  forget = (job: string) => this.#answer("forget", undefined, job);
  jobBoard = (job: string) => this.#answer("jobBoard", this.#board(job), job);
  reveal = (job: string) => this.#answer("reveal", undefined, job);
  chooseFiles = () => this.#answer("chooseFiles", ["/files/chosen.bin"]);
  chooseFolder = () => this.#answer("chooseFolder", ["/files"]);
  chooseTarget: Door["chooseTarget"] = (name) =>
    this.#answer("chooseTarget", `/files/${name}`, name);
  quitQuestion = () => this.#answer("quitQuestion", { running: this.#recording.running });
  announce = (title: string, text: string) => this.#answer("announce", undefined, title, text);
  leave = () => this.#answer("leave", undefined);

  follow: Door["follow"] = (onUpdate) => {
    this.#listener = onUpdate;
    const { sequence, jobs, bar } = this.#recording;
    return this.#answer("follow", { sequence, jobs, bar });
  };

  onDrag: Door["onDrag"] = (handler) => {
    this.#drag = handler;
    return Promise.resolve(() => (this.#drag = null));
  };

  onCloseRequest: Door["onCloseRequest"] = (handler) => {
    this.#close = handler;
    return Promise.resolve(() => (this.#close = null));
  };

  /** Says an update to whoever follows. */
  say(update: Update): void {
    this.#listener?.(update);
  }

  /** Says the next recorded update; false at the end. */
  play(): boolean {
    const update = this.#recording.updates[this.#next];
    if (!update) return false;
    this.#next += 1;
    this.say(update);
    return true;
  }

  /** Moves files over the window. */
  drag(event: DragEvent): void {
    this.#drag?.(event);
  }

  /** Asks the window to close. */
  close(): void {
    this.#close?.();
  }

  #answer<T>(name: keyof Door, value: T, ...values: unknown[]): Promise<T> {
    this.asked.push([name, ...values]);
    const problem = this.refusals.get(name);
    this.refusals.delete(name);
    // A problem crosses as a plain value, as it does over the bridge.
    return problem ? Promise.reject(problem) : Promise.resolve(value);
  }

  #job(): Job {
    const [job] = this.#recording.jobs;
    if (!job) throw new Error("the recording has no job");
    return job;
  }

  #board(job: string): Board {
    const board = this.#recording.boards.find((each) => each.job === job);
    const empty: Board = {
      job,
      segments: 0,
      fileBytes: 0,
      nodes: Array<null>(12).fill(null),
      cells: "",
      timeline: [],
    };
    return board ?? empty;
  }
}
