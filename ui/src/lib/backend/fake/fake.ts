import type { Door, DragEvent } from "../door";
import type { Board, Job, Problem, ShellState, Update } from "../types";
import { FakeCatalogue } from "./catalogue";
import { FakeGateways } from "./gateways";
import { FakeKeys } from "./keys";
import { FakeKits } from "./kit";
import { FakeMain } from "./main";
import type { Recording } from "./recording";
import { FakeSettings } from "./settings";
import { FakeSpace } from "./space";

/** One request that the page made. */
export type Asked = [name: keyof Door, ...values: unknown[]];

/** A door that plays a recording and writes down what it is asked. For tests and for the browser page. */
export class FakeDoor implements Door {
  readonly asked: Asked[] = [];
  /** The next requests by these names are refused. */
  readonly refusals = new Map<keyof Door, Problem>();
  /** Where the program stands. */
  shell: ShellState;
  readonly #recording: Recording;
  readonly main: FakeMain;
  readonly vault: FakeKeys;
  readonly kits: FakeKits;
  readonly territories: FakeSpace;
  readonly others: FakeGateways;
  readonly program: FakeSettings;
  readonly catalogue: FakeCatalogue;
  #listener: ((update: Update) => void) | null = null;
  #drag: ((event: DragEvent) => void) | null = null;
  #close: (() => void) | null = null;
  #next = 0;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.shell = recording.shell;
    // Another recording shall not find what a test added to this one.
    const { main, vault, settings } = structuredClone({
      main: recording.main,
      vault: recording.vault,
      settings: recording.settings,
    });
    this.main = new FakeMain(this, main);
    this.vault = new FakeKeys(this, vault);
    this.kits = new FakeKits(this, vault);
    this.territories = new FakeSpace(this, main.space);
    this.others = new FakeGateways(this, this.territories, main.gateways, main.idle);
    this.program = new FakeSettings(this, settings, main.profiles);
    this.catalogue = new FakeCatalogue(this, recording.catalogue);
  }

  shellState = () => this.answer("shellState", this.shell);
  tryLocal: Door["tryLocal"] = async () => {
    const ready = await this.answer("tryLocal", {
      phase: "ready" as const,
      problem: null,
      network: this.#recording.bar,
      made: this.#recording.shell.made,
    });
    return this.main.silent ? this.main.untilGivenUp() : ready;
  };
  openWindow: Door["openWindow"] = (window) => this.main.openWindow(window);
  networks = () => this.main.networks();
  addNetwork: Door["addNetwork"] = (network) => this.main.addNetwork(network);
  useNetwork: Door["useNetwork"] = (name) => this.main.useNetwork(name);
  space = () => this.territories.space();
  quoteSpace: Door["quoteSpace"] = (change) => this.territories.quoteSpace(change);
  gateways = () => this.others.gateways();
  idleGateways = () => this.others.idleGateways();
  gatewayLink: Door["gatewayLink"] = (fid) => this.others.gatewayLink(fid);
  quoteGateway: Door["quoteGateway"] = (change) => this.others.quoteGateway(change);
  signSpace: Door["signSpace"] = (quote) => this.territories.signSpace(quote);
  keys = () => this.vault.keys();
  createAccount: Door["createAccount"] = (name) => this.vault.createAccount(name);
  importAccount: Door["importAccount"] = (...given) => this.vault.importAccount(...given);
  makeDefault: Door["makeDefault"] = (address) => this.vault.makeDefault(address);
  renameAccount: Door["renameAccount"] = (...given) => this.vault.renameAccount(...given);
  createDataKey: Door["createDataKey"] = (name) => this.vault.createDataKey(name);
  renameDataKey: Door["renameDataKey"] = (...given) => this.vault.renameDataKey(...given);
  chooseAccountFile = () => this.vault.chooseAccountFile();
  importAccountFile: Door["importAccountFile"] = (...given) =>
    this.vault.importAccountFile(...given);
  exportAccount: Door["exportAccount"] = (...given) => this.vault.exportAccount(...given);
  removeAccount: Door["removeAccount"] = (...given) => this.vault.removeAccount(...given);
  deriveDataKey: Door["deriveDataKey"] = (...given) => this.vault.deriveDataKey(...given);
  importDataKey: Door["importDataKey"] = (...given) => this.vault.importDataKey(...given);
  revealDataKey: Door["revealDataKey"] = (given) => this.vault.revealDataKey(given);
  resealing: Door["resealing"] = (fingerprint) => this.vault.resealing(fingerprint);
  rotateDataKey: Door["rotateDataKey"] = (...given) => this.vault.rotateDataKey(...given);
  removeDataKey: Door["removeDataKey"] = (...given) => this.vault.removeDataKey(...given);
  lockQuestion = () => this.vault.lockQuestion();
  lockKeys: Door["lockKeys"] = (wipe) => this.vault.lockKeys(wipe);
  moveKeysToKeyring = () => this.vault.moveKeysToKeyring();
  setAutoLock: Door["setAutoLock"] = (minutes) => this.vault.setAutoLock(minutes);
  copySecret: Door["copySecret"] = (text) => this.vault.copySecret(text);
  chooseKitFolder = () => this.kits.chooseKitFolder();
  chooseKitFile = () => this.kits.chooseKitFile();
  makeKit: Door["makeKit"] = (...given) => this.kits.makeKit(...given);
  lookAtKit: Door["lookAtKit"] = (source) => this.kits.lookAtKit(source);
  judgeKitWords: Door["judgeKitWords"] = (...given) => this.kits.judgeKitWords(...given);
  kitState = () => this.kits.kitState();
  checkKit: Door["checkKit"] = (...given) => this.kits.checkKit(...given);
  drillKit: Door["drillKit"] = (...given) => this.kits.drillKit(...given);
  restoreKit: Door["restoreKit"] = (...given) => this.kits.restoreKit(...given);
  stopKit = () => this.kits.stopKit();
  unlockKeys: Door["unlockKeys"] = (passphrase) => this.vault.unlockKeys(passphrase);
  setKeysPassphrase: Door["setKeysPassphrase"] = (given) => this.vault.setKeysPassphrase(given);
  removeNetwork: Door["removeNetwork"] = (name) => this.program.removeNetwork(name);
  programSettings = () => this.program.programSettings();
  setProgramSettings: Door["setProgramSettings"] = (given) =>
    this.program.setProgramSettings(given);
  chooseDownloadFolder: Door["chooseDownloadFolder"] = () => this.program.chooseDownloadFolder();
  diagnostics = () => this.program.diagnostics();
  saveDiagnostics: Door["saveDiagnostics"] = (target) => this.program.saveDiagnostics(target);
  followCatalogue: Door["followCatalogue"] = (hear) => this.catalogue.followCatalogue(hear);
  fileDetails: Door["fileDetails"] = (fid) => this.catalogue.fileDetails(fid);
  restoreDrill: Door["restoreDrill"] = (...given) => this.catalogue.restoreDrill(...given);
  verifyFile: Door["verifyFile"] = (...given) => this.catalogue.verifyFile(...given);
  stopCheck: Door["stopCheck"] = (fid) => this.catalogue.stopCheck(fid);
  checkLocalFile: Door["checkLocalFile"] = (...given) => this.catalogue.checkLocalFile(...given);
  createBucket: Door["createBucket"] = (...given) => this.catalogue.createBucket(...given);
  renameBucket: Door["renameBucket"] = (...given) => this.catalogue.renameBucket(...given);
  deleteBucket: Door["deleteBucket"] = (bucket) => this.catalogue.deleteBucket(bucket);
  removalQuestion: Door["removalQuestion"] = (fids) => this.catalogue.removalQuestion(fids);
  removeFiles: Door["removeFiles"] = (...given) => this.catalogue.removeFiles(...given);
  moveQuestion: Door["moveQuestion"] = (...given) => this.catalogue.moveQuestion(...given);
  moveFiles: Door["moveFiles"] = (...given) => this.catalogue.moveFiles(...given);
  stopBulk = () => this.catalogue.stopBulk();
  downloadFiles: Door["downloadFiles"] = (...given) => this.catalogue.downloadFiles(...given);
  openPreview: Door["openPreview"] = (...given) => this.catalogue.openPreview(...given);
  onKeysLocked: Door["onKeysLocked"] = (handler) => this.catalogue.onKeysLocked(handler);
  closePreview: Door["closePreview"] = (token) => this.catalogue.closePreview(token);
  receipt: Door["receipt"] = (fid) => this.catalogue.receipt(fid);
  saveReceipt: Door["saveReceipt"] = (...given) => this.catalogue.saveReceipt(...given);
  giveUpOpening = () => this.main.giveUpOpening();
  finishSetup = () => this.main.finishSetup();
  pendingLink = () => this.main.pendingLink();
  readReceipt: Door["readReceipt"] = (path) => this.main.readReceipt(path);
  lookUp: Door["lookUp"] = (...given) => this.main.lookUp(...given);
  stopLookUp = () => this.main.stopLookUp();
  onLinkOpened: Door["onLinkOpened"] = (handler) => this.main.onLinkOpened(handler);
  nameTray: Door["nameTray"] = (...given) => this.main.nameTray(...given);
  onKeysChanged: Door["onKeysChanged"] = (handler) => this.main.onKeysChanged(handler);
  onShellChanged: Door["onShellChanged"] = (handler) => this.main.onShellChanged(handler);
  lookAt = (paths: string[]) => this.answer("lookAt", this.#recording.sheet, paths);
  adviseRoute: Door["adviseRoute"] = (question) =>
    this.answer("adviseRoute", this.#recording.main.advice, question);
  upload: Door["upload"] = (request) => this.answer("upload", { jobs: [], refused: [] }, request);
  download: Door["download"] = (...given) => this.answer("download", this.#job(), ...given);
  pause = (job: string) => this.answer("pause", undefined, job);
  resume: Door["resume"] = (job, passphrase) => this.answer("resume", undefined, job, passphrase);
  cancel: Door["cancel"] = (job, choice) => this.answer("cancel", undefined, job, choice);
  cancelConsequence = (job: string) =>
    this.answer("cancelConsequence", this.#recording.consequence, job);
  forget = (job: string) => this.answer("forget", undefined, job);
  jobBoard = (job: string) => this.answer("jobBoard", this.#board(job), job);
  reveal = (job: string) => this.answer("reveal", undefined, job);
  chooseFiles = () => this.answer("chooseFiles", ["/files/chosen.bin"]);
  chooseFolder = () => this.answer("chooseFolder", ["/files"]);
  chooseTarget: Door["chooseTarget"] = (name) =>
    this.answer("chooseTarget", `/files/${name}`, name);
  quitQuestion = () => this.answer("quitQuestion", { running: this.#recording.running });
  personActive = () => this.answer("personActive", undefined);
  announce = (title: string, text: string) => this.answer("announce", undefined, title, text);
  leave = () => this.answer("leave", undefined);

  follow: Door["follow"] = (onUpdate) => {
    this.#listener = onUpdate;
    const { sequence, jobs, bar } = this.#recording;
    return this.answer("follow", { sequence, jobs, bar });
  };

  onDrag: Door["onDrag"] = (handler) => {
    this.#drag = handler;
    return Promise.resolve(() => (this.#drag = null));
  };

  onCloseRequest: Door["onCloseRequest"] = (handler) => {
    this.#close = handler;
    return Promise.resolve(() => (this.#close = null));
  };

  /** Says an update to whoever follows. */
  say(update: Update): void {
    this.#listener?.(update);
  }

  /** Says the next recorded update; false at the end. */
  play(): boolean {
    const update = this.#recording.updates[this.#next];
    if (!update) return false;
    this.#next += 1;
    this.say(update);
    return true;
  }

  /** Moves files over the window. */
  drag(event: DragEvent): void {
    this.#drag?.(event);
  }

  /** Asks the window to close. */
  close(): void {
    this.#close?.();
  }

  /** Writes down a request and answers it, or refuses it when that is what comes next. */
  answer<T>(name: keyof Door, value: T, ...values: unknown[]): Promise<T> {
    this.asked.push([name, ...values]);
    const problem = this.refusals.get(name);
    this.refusals.delete(name);
    // A problem crosses as a plain value, as it does over the bridge.
    return problem ? Promise.reject(problem) : Promise.resolve(value);
  }

  #job(): Job {
    const [job] = this.#recording.jobs;
    if (!job) throw new Error("the recording has no job");
    return job;
  }

  #board(job: string): Board {
    const board = this.#recording.boards.find((each) => each.job === job);
    const empty: Board = {
      job,
      segments: 0,
      fileBytes: 0,
      nodes: Array<null>(12).fill(null),
      cells: "",
      timeline: [],
    };
    return board ?? empty;
  }
}
