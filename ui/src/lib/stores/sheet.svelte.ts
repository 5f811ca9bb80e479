import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import type { Problem, Refusal, Sheet, UploadRequest } from "../backend/types";

/** The upload sheet: what was chosen, looked at, and what was refused. */
export class SheetStore {
  readonly #door: Door;
  #turn = 0;

  sheet = $state.raw<Sheet | null>(null);
  /** Is the program walking what was chosen? */
  looking = $state(false);
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
    this.#turn += 1;
    const turn = this.#turn;
    this.looking = true;
    this.problem = null;
    this.refused = [];
    try {
      const sheet = await this.#door.lookAt(paths);
      if (turn === this.#turn) this.sheet = sheet;
    } catch (reason) {
      if (turn === this.#turn) this.problem = asProblem(reason);
    } finally {
      if (turn === this.#turn) this.looking = false;
    }
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

  /** Starts the uploads; the sheet closes once the program has taken them. */
  async store(answer: Omit<UploadRequest, "paths">): Promise<boolean> {
    if (!this.sheet || this.storing) return false;
    this.storing = true;
    this.problem = null;
    try {
      const paths = this.sheet.items.map(({ path }) => path);
      const { refused } = await this.#door.upload({ ...answer, paths });
      this.refused = refused;
      this.sheet = null;
      return true;
    } catch (reason) {
      this.problem = asProblem(reason);
      return false;
    } finally {
      this.storing = false;
    }
  }

  close(): void {
    if (this.storing) return;
    this.sheet = null;
    this.problem = null;
  }

  /** Puts the notes about refusals away. */
  dismiss(): void {
    this.problem = null;
    this.refused = [];
  }
}
