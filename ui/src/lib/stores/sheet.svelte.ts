import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import { STOPPED, toTheEnd } from "../backend/stopping";
import type { Problem, Refusal, RouteAdvice, Sheet, UploadRequest } from "../backend/types";

/** The upload sheet: what was chosen, looked at, and what was refused. */
export class SheetStore {
  readonly #door: Door;
  #turn = 0;
  #looking = new AbortController();
  #advising = new AbortController();
  #storing = new AbortController();

  sheet = $state.raw<Sheet | null>(null);
  /** Is the program walking what was chosen? */
  looking = $state(false);
  /** Which way Pileus would choose for what is on the sheet; none while that is not known. */
  advice = $state.raw<RouteAdvice | null>(null);
  /** Is that being found out? */
  advising = $state(false);
  /** Is the answer on its way? */
  storing = $state(false);
  /** Why looking or storing failed. */
  problem = $state.raw<Problem | null>(null);
  /** What the program did not take, after storing. */
  refused = $state.raw<readonly Refusal[]>([]);

  constructor(door: Door) {
    this.#door = door;
  }

  /** Looks at what was dropped, pasted or chosen. A later choice takes the place of an earlier one. */
  async look(paths: string[]): Promise<void> {
    if (paths.length === 0 || this.storing) return;
    this.stopLooking();
    this.#turn += 1;
    const turn = this.#turn;
    const { signal } = (this.#looking = new AbortController());
    this.looking = true;
    this.problem = null;
    this.refused = [];
    try {
      const sheet = await this.#door.lookAt(paths, signal);
      if (turn === this.#turn) this.sheet = sheet;
    } catch (reason) {
      if (turn === this.#turn) this.problem = asProblem(reason);
    } finally {
      if (turn === this.#turn) this.looking = false;
    }
  }

  /** Leaves what is being walked; nothing comes of it. */
  stopLooking(): void {
    this.#turn += 1;
    this.#looking.abort();
    this.looking = false;
  }

  /** Finds out which way Pileus would choose; the sheet does without where that cannot be known. */
  async advise({ items }: Sheet, sealed: boolean): Promise<void> {
    this.#advising.abort();
    const { signal } = (this.#advising = new AbortController());
    this.advice = null;
    this.advising = true;
    const files = items.map(({ bytes }) => bytes);
    const advice = await this.#door.adviseRoute({ files, sealed }, signal).catch(() => null);
    if (signal.aborted) return;
    this.advice = advice;
    this.advising = false;
  }

  /** Asks with the system's own dialog, then looks. */
  async choose(what: "files" | "folder"): Promise<void> {
    try {
      const chosen = what === "files" ? this.#door.chooseFiles() : this.#door.chooseFolder();
      await this.look(await chosen);
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  /** Starts the uploads; the sheet closes once the program has taken them. True when it took them. */
  async store(answer: Omit<UploadRequest, "paths">): Promise<boolean> {
    if (!this.sheet || this.storing) return false;
    this.storing = true;
    this.problem = null;
    const { signal } = (this.#storing = new AbortController());
    try {
      const paths = this.sheet.items.map(({ path }) => path);
      const { refused } = await toTheEnd(this.#door.upload({ ...answer, paths }, signal));
      this.refused = refused;
      this.#advising.abort();
      this.sheet = null;
      return true;
    } catch (reason) {
      const problem = asProblem(reason);
      if (problem.code !== STOPPED) this.problem = problem;
      return false;
    } finally {
      this.storing = false;
    }
  }

  /** What is being started is asked to stop; uploads that are there by then are in the list, each with its own cancel. */
  close(): void {
    this.#storing.abort();
    this.#advising.abort();
    this.sheet = null;
    this.problem = null;
  }

  /** Puts the notes about refusals away. */
  dismiss(): void {
    this.problem = null;
    this.refused = [];
  }
}
