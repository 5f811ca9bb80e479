import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import type { ShellState } from "../backend/types";

/** Milliseconds between two looks at a program that is starting. */
const LOOK_AGAIN = 400;

/** Where the program stands: first run, starting, ready or failed. */
export class ShellStore {
  readonly #door: Door;
  #ended = false;

  state = $state.raw<ShellState | null>(null);

  constructor(door: Door) {
    this.#door = door;
  }

  /** Looks until the program has started. */
  async look(): Promise<void> {
    do {
      this.state = await this.#answer(this.#door.shellState());
      if (this.state.phase === "starting") await pause(LOOK_AGAIN);
    } while (this.state.phase === "starting" && !this.#ended);
  }

  /** Starts the local network. */
  async tryLocal(): Promise<void> {
    this.state = { phase: "starting", problem: null, network: null, made: [] };
    this.state = await this.#answer(this.#door.tryLocal());
    if (this.state.phase === "starting") await this.look();
  }

  end(): void {
    this.#ended = true;
  }

  async #answer(answer: Promise<ShellState>): Promise<ShellState> {
    try {
      return await answer;
    } catch (reason) {
      return { phase: "failed", problem: asProblem(reason), network: null, made: [] };
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
