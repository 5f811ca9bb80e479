import type {
  NetworkProfiles,
  NewNetwork,
  ProgramSettings,
  SettingsChange,
  ShellState,
} from "./types";

/** What the settings window asks. */
export interface SettingsDoor {
  networks(): Promise<NetworkProfiles>;
  addNetwork(network: NewNetwork): Promise<unknown>;
  removeNetwork(name: string): Promise<unknown>;
  /** Leaves the open network, whose transfers pause, and opens this one. */
  useNetwork(name: string): Promise<ShellState>;
  programSettings(): Promise<ProgramSettings>;
  setProgramSettings(settings: SettingsChange): Promise<ProgramSettings>;
  chooseDownloadFolder(): Promise<string | null>;
  chooseTarget(name: string): Promise<string | null>;
  /** The text exactly as it would be saved. */
  diagnostics(): Promise<string>;
  saveDiagnostics(target: string): Promise<unknown>;
}
