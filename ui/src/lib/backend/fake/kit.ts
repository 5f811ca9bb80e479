import type { CheckProgress } from "../catalogue-types";
import type { KitDoor } from "../door-kit";
import type { KitDrill, KitMade, KitOpening, KitReport, KitRestored, Problem } from "../types";
import type { Desk } from "./desk";
import { type KeysRecording, refused } from "./keys";

/** What the program answers about recovery kits. */
export interface KitRecording {
  folder: string | null;
  file: string | null;
  /** What opens the kit. */
  words: string;
  /** Any two of them open it when it is split. */
  shares: string[];
  made: Omit<KitMade, "words">;
  report: KitReport;
  drill: KitDrill;
  restored: KitRestored;
}

/** The part of a fake door for recovery kits. It writes down that a secret came, never the secret. */
export class FakeKits implements KitDoor {
  readonly #desk: Desk;
  readonly #vault: KeysRecording;
  #stop: (() => void) | null = null;
  /** Goes on with the running drill or restore. */
  progress: ((progress: CheckProgress) => void) | null = null;
  /** Brings the running drill or restore to its end. */
  finish: (() => void) | null = null;

  constructor(desk: Desk, vault: KeysRecording) {
    this.#desk = desk;
    this.#vault = vault;
  }

  get #said(): KitRecording {
    return this.#vault.kit;
  }

  chooseKitFolder = () => this.#desk.answer("chooseKitFolder", this.#said.folder);

  chooseKitFile = () => this.#desk.answer("chooseKitFile", this.#said.file);

  makeKit: KitDoor["makeKit"] = async (folder, split) => {
    await this.#desk.answer("makeKit", undefined, folder, split);
    const { made, words } = this.#said;
    this.#vault.view.kit = { madeAt: made.madeAt, filesSince: 0, keysSince: 0 };
    if (!split) return { ...made, words };
    const [file = ""] = made.files;
    const pages = Array.from({ length: split.total }, (_, at) =>
      file.replace(/\.pileus-kit$/, `-share-${String(at + 1)}.pdf`),
    );
    return { ...made, words: null, files: [file, ...pages] };
  };

  lookAtKit: KitDoor["lookAtKit"] = (source) => {
    const { number, madeAt, split } = this.#said.report;
    return this.#desk.answer("lookAtKit", { number, madeAt, split }, source);
  };

  judgeKitWords: KitDoor["judgeKitWords"] = async (kind, words) => {
    await this.#desk.answer("judgeKitWords", undefined, kind, words.length);
    const whole = kind === "words" ? [this.#said.words] : this.#said.shares;
    const list = new Set(whole.flatMap(listed));
    const typed = listed(words);
    const unknown = typed.flatMap((word, at) => (list.has(word) ? [] : [at]));
    const expected = listed(whole[0] ?? "").length;
    const complete = unknown.length === 0 && typed.length === expected;
    return { unknown, expected, checksum: complete ? whole.includes(typed.join(" ")) : null };
  };

  kitState = () => this.#desk.answer("kitState", { ...this.#vault.view.kit });

  checkKit: KitDoor["checkKit"] = async (source, opening) => {
    await this.#desk.answer("checkKit", undefined, source, lengths(opening));
    this.#open(opening);
    return this.#said.report;
  };

  drillKit: KitDoor["drillKit"] = async (source, opening, onProgress) => {
    await this.#desk.answer("drillKit", undefined, source, lengths(opening));
    this.#open(opening);
    this.progress = onProgress;
    return this.#run(() => this.#said.drill, DRILL_STOPPED);
  };

  restoreKit: KitDoor["restoreKit"] = async (source, opening, onProgress) => {
    await this.#desk.answer("restoreKit", undefined, source, lengths(opening));
    this.#open(opening);
    this.progress = onProgress ?? null;
    return this.#run(() => this.#restore(), RESTORE_STOPPED);
  };

  stopKit = async () => {
    await this.#desk.answer("stopKit", undefined);
    this.#stop?.();
  };

  #open(opening: KitOpening): void {
    const { words, shares } = this.#said;
    if (opening.kind === "words" && opening.words.trim() !== words) {
      throw refused("kit_words", "These words do not open the kit.");
    }
    if (opening.kind === "shares") {
      const known = new Set(opening.shares.filter((share) => shares.includes(share.trim())));
      if (known.size < 2) throw refused("kit_share", "These shares do not open the kit.");
    }
  }

  #restore(): KitRestored {
    const { view, now } = this.#vault;
    const { report, restored } = this.#said;
    for (const { name, address } of report.accounts) {
      if (view.accounts.some((each) => each.address === address)) continue;
      const isDefault = view.accounts.length === 0;
      const origin = "imported" as const;
      view.accounts.push({ name, address, isDefault, origin, balance: null, created: now });
    }
    for (const { name, fingerprint } of report.dataKeys) {
      if (view.dataKeys.some((each) => each.fingerprint === fingerprint)) continue;
      view.dataKeys.push({ name, fingerprint, files: restored.files, created: now });
    }
    return restored;
  }

  #run<T>(report: () => T, stopped: Problem): Promise<T> {
    return new Promise((resolve, reject) => {
      this.finish = () => {
        resolve(report());
      };
      this.#stop = () => {
        // A problem crosses as a plain value, as it does over the bridge.
        reject(stopped);
      };
    });
  }
}

const DRILL_STOPPED = refused("check_stopped", "This was stopped. Nothing was changed.");
const RESTORE_STOPPED = refused("restore_stopped", "This was stopped. What came back stays.");

/** The words of a text, as they are in a list. */
function listed(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** How much was typed, instead of what. */
function lengths(opening: KitOpening): number | number[] {
  return opening.kind === "words"
    ? opening.words.length
    : opening.shares.map((share) => share.length);
}
