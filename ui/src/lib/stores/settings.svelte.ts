import type { SettingsDoor } from "../backend/door-settings";
import { asProblem } from "../backend/problem";
import type {
  NetworkProfiles,
  NewNetwork,
  Problem,
  ProgramSettings,
  SettingsChange,
} from "../backend/types";

/** What is set in the program, and the networks that it knows. */
export class SettingsStore {
  readonly #door: SettingsDoor;

  settings = $state.raw<ProgramSettings | null>(null);
  networks = $state.raw<NetworkProfiles | null>(null);
  /** Why reading or keeping failed. */
  problem = $state.raw<Problem | null>(null);
  /** Was the last change kept? */
  saved = $state(false);
  /** Grows with each change that was not kept, so that fields show again what is. */
  refusals = $state(0);

  constructor(door: SettingsDoor) {
    this.#door = door;
  }

  async look(): Promise<void> {
    this.problem = null;
    try {
      [this.settings, this.networks] = await Promise.all([
        this.#door.programSettings(),
        this.#door.networks(),
      ]);
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  /** Keeps a change at once; what is shown is what the program has. */
  async change(change: Partial<SettingsChange>): Promise<void> {
    const now = this.settings;
    if (!now) return;
    const { parallel, uploadLimit, downloadLimit, downloadFolder } = now;
    this.saved = false;
    this.problem = null;
    try {
      const wanted = { parallel, uploadLimit, downloadLimit, downloadFolder, ...change };
      this.settings = await this.#door.setProgramSettings(wanted);
      this.saved = true;
    } catch (reason) {
      this.problem = asProblem(reason);
      this.refusals += 1;
    }
  }

  /** Lets the person choose where downloads go; nothing changes when they think better of it. */
  async chooseFolder(): Promise<void> {
    try {
      const folder = await this.#door.chooseDownloadFolder();
      if (folder !== null) await this.change({ downloadFolder: folder });
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  /** Opens another network; a network that does not open is refused with its problem. */
  async use(name: string): Promise<void> {
    const state = await this.#door.useNetwork(name);
    await this.#lookAtNetworks();
    // A problem crosses as a plain value, as it does over the bridge.
    if (state.phase === "failed" && state.problem) throw state.problem;
  }

  async add(network: NewNetwork): Promise<void> {
    await this.#door.addNetwork(network);
    await this.#lookAtNetworks();
  }

  async remove(name: string): Promise<void> {
    await this.#door.removeNetwork(name);
    await this.#lookAtNetworks();
  }

  /** Health changes while the window is open. */
  async lookAtNetworks(): Promise<void> {
    // What is shown stays until there is newer; the next look is not far.
    await this.#lookAtNetworks().catch(() => undefined);
  }

  async #lookAtNetworks(): Promise<void> {
    this.networks = await this.#door.networks();
  }
}
