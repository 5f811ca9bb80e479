import type { SettingsDoor } from "../door-settings";
import type { NetworkProfiles, ProgramSettings } from "../types";
import type { Desk } from "./desk";

/** What is set, and what a diagnostics text says. */
export interface SettingsRecording {
  settings: ProgramSettings;
  diagnostics: string;
}

/** The part of a fake door for settings; the networks are shared with the part of the main window. */
export class FakeSettings {
  readonly #desk: Desk;
  readonly #said: SettingsRecording;
  readonly #profiles: NetworkProfiles;

  constructor(desk: Desk, said: SettingsRecording, profiles: NetworkProfiles) {
    this.#desk = desk;
    this.#said = said;
    this.#profiles = profiles;
  }

  removeNetwork: SettingsDoor["removeNetwork"] = async (name) => {
    await this.#desk.answer("removeNetwork", undefined, name);
    this.#profiles.profiles = this.#profiles.profiles.filter((profile) => profile.name !== name);
  };

  programSettings = () => this.#desk.answer("programSettings", { ...this.#said.settings });

  setProgramSettings: SettingsDoor["setProgramSettings"] = async (settings) => {
    await this.#desk.answer("setProgramSettings", undefined, settings);
    Object.assign(this.#said.settings, settings);
    return { ...this.#said.settings };
  };

  chooseDownloadFolder = () => this.#desk.answer("chooseDownloadFolder", "/home/someone/Downloads");
  diagnostics = () => this.#desk.answer("diagnostics", this.#said.diagnostics);
  saveDiagnostics: SettingsDoor["saveDiagnostics"] = (target) =>
    this.#desk.answer("saveDiagnostics", undefined, target);
}
