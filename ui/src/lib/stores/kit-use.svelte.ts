import type { CheckProgress } from "../backend/catalogue-types";
import type { KitDoor } from "../backend/door-kit";
import { asProblem } from "../backend/problem";
import type {
  KitDrill,
  KitFace,
  KitOpening,
  KitReport,
  KitRestored,
  KitSource,
} from "../backend/types";
import type { KitPurpose } from "../keys/question";
import { wordsIn } from "../kit/finding";
import { Attempt } from "./attempt.svelte";
import { TypedSecret } from "./typed-secret.svelte";

/** The codes of a drill and of a restore that the person stopped. */
const STOPPED: readonly (string | undefined)[] = ["check_stopped", "restore_stopped"];
/** Shares that a split kit takes at least. */
const FEWEST_SHARES = 2;
/** Shares that can be typed. */
const MOST_SHARES = 16;

/** What has to be given before a kit can be opened. */
type Missing = "kit.fileNeeded" | "kit.codesNeeded" | "kit.wordsNeeded" | "kit.sharesNeeded";

/** What came of a kit. */
export type KitOutcome =
  | { kind: "check"; report: KitReport }
  | { kind: "drill"; drill: KitDrill }
  | { kind: "restore"; restored: KitRestored };

/** One kit in use: where it is read from, what opens it, and what came of it. Made while a component is. */
export class KitUse {
  readonly #door: KitDoor;
  readonly attempt = new Attempt();
  source = $state<KitSource["kind"]>("file");
  path = $state<string | null>(null);
  codes = $state("");
  /** What can be seen of the kit without opening it; null until it was looked at. */
  face = $state.raw<KitFace | null>(null);
  opening = $state<KitOpening["kind"]>("words");
  readonly words = new TypedSecret();
  readonly #shares = Array.from({ length: MOST_SHARES }, () => new TypedSecret());
  #shown = $state(FEWEST_SHARES);
  #turn = 0;
  running = $state<KitPurpose | null>(null);
  stopping = $state(false);
  progress = $state.raw<CheckProgress>({ done: 0, total: 0 });
  outcome = $state.raw<KitOutcome | null>(null);

  constructor(door: KitDoor) {
    this.#door = door;
  }

  /** The shares that there are fields for. */
  get shares(): readonly TypedSecret[] {
    return this.#shares.slice(0, this.#shown);
  }

  get canAddShare(): boolean {
    return this.#shown < MOST_SHARES;
  }

  addShare(): void {
    if (this.canAddShare) this.#shown += 1;
  }

  /** What has to be given first. */
  get missing(): Missing | null {
    if (this.source === "file" && this.path === null) return "kit.fileNeeded";
    if (this.source === "codes" && this.codes.trim() === "") return "kit.codesNeeded";
    if (this.opening === "words") return this.words.text.trim() === "" ? "kit.wordsNeeded" : null;
    return this.#typedShares().length < FEWEST_SHARES ? "kit.sharesNeeded" : null;
  }

  /** Reads it from somewhere else. */
  readFrom(source: KitSource["kind"]): void {
    this.source = source;
    this.#turn += 1;
    this.face = null;
    this.attempt.dismiss();
  }

  async choose(): Promise<void> {
    await this.attempt.run(async () => {
      const chosen = await this.#door.chooseKitFile();
      if (chosen === null) return;
      this.path = chosen;
      await this.#look();
    });
  }

  /** Looks at the kit whose codes were pasted; what the person does next does not wait for it. */
  async lookAtCodes(): Promise<void> {
    if (this.codes.trim() === "") return;
    try {
      await this.#look();
    } catch (reason) {
      if (this.running === null) this.attempt.problem = asProblem(reason);
    }
  }

  /** Reads the kit for a purpose; while one is under way, a second is not begun. */
  async run(purpose: KitPurpose): Promise<void> {
    if (this.running !== null || this.missing !== null) return;
    this.running = purpose;
    this.progress = { done: 0, total: 0 };
    await this.attempt.run(async (signal) => {
      this.outcome = await this.#ask(purpose, signal);
    });
    if (STOPPED.includes(this.attempt.problem?.code)) this.attempt.dismiss();
    this.running = null;
    this.stopping = false;
  }

  /** Ends what runs: its own request is refused then. */
  async stop(): Promise<void> {
    if (this.running === null || this.stopping) return;
    this.stopping = true;
    if (this.running === "check") {
      this.attempt.leave();
      return;
    }
    try {
      await this.#door.stopKit();
    } catch {
      // It has ended by itself, or it can be stopped once more.
      this.stopping = false;
    }
  }

  async #ask(purpose: KitPurpose, signal: AbortSignal): Promise<KitOutcome> {
    const source = this.#from();
    const opening: KitOpening =
      this.opening === "words"
        ? { kind: "words", words: wordsIn(this.words.text).join(" ") }
        : { kind: "shares", shares: this.#typedShares() };
    if (purpose === "check") {
      return { kind: "check", report: await this.#door.checkKit(source, opening, signal) };
    }
    const tell = (progress: CheckProgress): void => {
      this.progress = progress;
    };
    return purpose === "drill"
      ? { kind: "drill", drill: await this.#door.drillKit(source, opening, tell) }
      : { kind: "restore", restored: await this.#door.restoreKit(source, opening, tell) };
  }

  /** Learns what opens the kit, so that the right fields are there. */
  async #look(): Promise<void> {
    this.face = null;
    this.#turn += 1;
    const turn = this.#turn;
    const face = await this.#door.lookAtKit(this.#from());
    if (turn !== this.#turn) return;
    this.face = face;
    this.opening = face.split ? "shares" : "words";
    this.#shown = Math.max(this.#shown, face.split?.needed ?? FEWEST_SHARES);
  }

  #from(): KitSource {
    return this.source === "file"
      ? { kind: "file", path: this.path ?? "" }
      : { kind: "codes", text: this.codes };
  }

  #typedShares(): string[] {
    return this.shares.map((share) => wordsIn(share.text).join(" ")).filter((text) => text !== "");
  }
}
