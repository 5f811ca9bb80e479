import type {
  CheckProgress,
  DrillReport,
  FileDetails,
  VerifyReport,
} from "../backend/catalogue-types";
import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import type { Problem } from "../backend/types";

/** The code of a check that the person stopped. */
const STOPPED = "check_stopped";

/** A running check: a restore drill from four fragments, or a verification of all twelve. */
export interface Check {
  kind: "drill" | "verify";
  progress: CheckProgress;
  stopping: boolean;
}

/** Everything about one file, and its checks. */
export class DetailsStore {
  readonly fid: string;
  readonly #door: Door;
  #turn = 0;

  details = $state.raw<FileDetails | null>(null);
  problem = $state.raw<Problem | null>(null);
  check = $state.raw<Check | null>(null);
  drill = $state.raw<DrillReport | null>(null);
  verified = $state.raw<VerifyReport | null>(null);
  /** Why the last check has no report. */
  checkProblem = $state.raw<Problem | null>(null);

  constructor(door: Door, fid: string) {
    this.#door = door;
    this.fid = fid;
  }

  /** Reads the file, or reads it again; an answer that was overtaken is dropped. */
  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const details = await this.#door.fileDetails(this.fid);
      if (turn !== this.#turn) return;
      this.details = details;
      this.problem = null;
    } catch (reason) {
      if (turn === this.#turn) this.problem = asProblem(reason);
    }
  }

  async runDrill(): Promise<void> {
    await this.#run("drill", async (tell) => {
      this.drill = await this.#door.restoreDrill(this.fid, tell);
    });
  }

  async runVerification(): Promise<void> {
    await this.#run("verify", async (tell) => {
      this.verified = await this.#door.verifyFile(this.fid, tell);
    });
  }

  async stop(): Promise<void> {
    if (!this.check) return;
    this.check = { ...this.check, stopping: true };
    try {
      await this.#door.stopCheck(this.fid);
    } catch (reason) {
      this.checkProblem = asProblem(reason);
    }
  }

  /** Ends what runs for a panel that closes. */
  end(): void {
    this.#turn += 1;
    if (this.check) void this.stop();
  }

  async #run(
    kind: Check["kind"],
    request: (tell: (progress: CheckProgress) => void) => Promise<void>,
  ): Promise<void> {
    if (this.check) return;
    this.check = { kind, progress: { done: 0, total: 0 }, stopping: false };
    this.drill = null;
    this.verified = null;
    this.checkProblem = null;
    try {
      await request((progress) => {
        if (this.check) this.check = { ...this.check, progress };
      });
    } catch (reason) {
      const problem = asProblem(reason);
      this.checkProblem = problem.code === STOPPED ? null : problem;
    } finally {
      this.check = null;
    }
    await this.load();
  }
}
