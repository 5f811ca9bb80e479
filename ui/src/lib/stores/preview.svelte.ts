import type { CatalogueDoor } from "../backend/catalogue";
import type { Preview } from "../backend/catalogue-types";
import { asProblem } from "../backend/problem";
import type { Problem } from "../backend/types";

/** The code of a file that opens with a passphrase only. */
const NEEDS_PASSPHRASE = "passphrase_needed";

/** The preview of one file: opened once, closed with its panel. */
export class PreviewStore {
  readonly #door: Pick<CatalogueDoor, "openPreview" | "closePreview">;
  readonly #fid: string;
  #turn = 0;

  preview = $state.raw<Preview | null>(null);
  opening = $state(false);
  problem = $state.raw<Problem | null>(null);
  needsPassphrase = $state(false);

  constructor(door: Pick<CatalogueDoor, "openPreview" | "closePreview">, fid: string) {
    this.#door = door;
    this.#fid = fid;
  }

  /** Opens the file; an answer that comes after `end` is closed at once. */
  async open(passphrase: string | null): Promise<void> {
    if (this.opening) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.opening = true;
    this.problem = null;
    try {
      const preview = await this.#door.openPreview(this.#fid, passphrase);
      if (turn !== this.#turn) this.#close(preview);
      else this.#show(preview);
    } catch (reason) {
      if (turn === this.#turn) this.#refuse(asProblem(reason));
    } finally {
      if (turn === this.#turn) this.opening = false;
    }
  }

  end(): void {
    this.#turn += 1;
    if (this.preview) this.#close(this.preview);
    this.preview = null;
  }

  #show(preview: Preview): void {
    this.needsPassphrase = false;
    this.preview = preview;
  }

  #refuse(problem: Problem): void {
    if (problem.code === NEEDS_PASSPHRASE) this.needsPassphrase = true;
    else this.problem = problem;
  }

  #close({ token }: Preview): void {
    // What the program forgot already is closed.
    this.#door.closePreview(token).catch(() => undefined);
  }
}
