import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import type { Problem, ShellState } from "../backend/types";

/** Milliseconds between two looks at a program that is starting. */
const LOOK_AGAIN = 400;

/** What the window shows: the two doors, the steps behind the second one, or the transfers. */
export type Place = "doors" | "setup" | "transfers";

/** Where the program stands: first run, starting, being set up, ready or failed. */
export class ShellStore {
  readonly #door: Door;
  #ended = false;
  /** The door that the person went through; none before, and after they came back. */
  #through = $state<Place | null>(null);

  state = $state.raw<ShellState | null>(null);
  /** Was the local network asked for in this window? */
  tried = $state(false);
  /** Is a step of the setup being done? */
  busy = $state(false);
  /** Was the network that is being opened given up? */
  givingUp = $state(false);
  /** Why the last step of the setup was not done. */
  problem = $state.raw<Problem | null>(null);

  constructor(door: Door) {
    this.#door = door;
  }

  get place(): Place {
    if (this.state?.phase === "ready") return "transfers";
    if (this.#through) return this.#through;
    return this.state?.phase === "setup" ? "setup" : "doors";
  }

  /** Looks until the program has started. */
  async look(): Promise<void> {
    do {
      this.state = await this.#answer(this.#door.shellState());
      if (this.state.phase === "starting") await pause(LOOK_AGAIN);
    } while (this.state.phase === "starting" && !this.#ended);
    this.givingUp = false;
  }

  /** Looks once more while a network is being set up; what cannot be seen now stays as it was. */
  async glance(): Promise<void> {
    if (this.busy || this.state?.phase !== "setup") return;
    try {
      const seen = await this.#door.shellState();
      if (!this.busy) this.state = seen;
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  /** Looks again because the program stands elsewhere now; what this window asked for answers by itself. */
  async changed(): Promise<void> {
    if (!this.busy) await this.look();
  }

  /** Starts the local network. */
  async tryLocal(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.tried = true;
    this.#through = null;
    this.state = { phase: "starting", problem: null, network: null, made: [] };
    this.state = await this.#answer(this.#door.tryLocal());
    this.busy = false;
    this.givingUp = false;
    if (this.state.phase === "starting") await this.look();
  }

  /** Goes through the door "Use CESS". */
  setUp(): void {
    this.problem = null;
    this.#through = "setup";
  }

  /** Goes back to the two doors; what was done stays done. */
  leaveSetup(): void {
    this.problem = null;
    this.#through = "doors";
  }

  /** Opens a network; true when it is open. */
  use(name: string): Promise<boolean> {
    return this.#step(async () => {
      this.state = await this.#door.useNetwork(name);
      if (this.state.phase === "starting") await this.look();
      if (this.state.problem) this.problem = this.state.problem;
    });
  }

  /** Looks for account and space, and makes what the first upload still misses. */
  finish(): Promise<boolean> {
    return this.#step(async () => {
      this.state = await this.#door.finishSetup();
      if (this.state.problem) this.problem = this.state.problem;
    });
  }

  /** Gives up the network that is being opened; whoever asked for it hears what is open then. */
  async giveUp(): Promise<void> {
    if (this.givingUp) return;
    this.givingUp = true;
    try {
      await this.#door.giveUpOpening();
    } catch (reason) {
      this.givingUp = false;
      this.problem = asProblem(reason);
    }
  }

  end(): void {
    this.#ended = true;
  }

  async #step(step: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await step();
    } catch (reason) {
      this.problem = asProblem(reason);
    } finally {
      this.busy = false;
      this.givingUp = false;
    }
    return this.problem === null;
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
