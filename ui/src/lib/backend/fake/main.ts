import type { MainDoor } from "../door-main";
import type {
  GatewayRow,
  IdleGateway,
  Link,
  LookedUp,
  NetworkProfiles,
  Problem,
  ReceiptReport,
  RouteAdvice,
  ShellState,
  Space,
} from "../types";
import type { Desk } from "./desk";

/** What the program answers when it is set up, and what it says of links and receipts. */
export interface MainRecording {
  profiles: NetworkProfiles;
  /** How far the program is once a network was chosen. */
  chosen: ShellState;
  space: Space;
  gateways: GatewayRow[];
  /** Those that have nothing more to do. */
  idle: IdleGateway[];
  /** Which way Pileus would choose. */
  advice: RouteAdvice;
  link: Link | null;
  receipt: ReceiptReport;
  lookedUp: LookedUp;
}

/** What a search that is stopped ends with. */
const STOPPED: Problem = {
  code: "look_up_stopped",
  message: "The search was stopped.",
  remedy: "",
  retry: true,
  context: {},
};

/** A foreign transaction is still far away. */
const FAR = { kind: "searching", block: 3_017, left: 1_201 } as const;

/** A desk that also knows where the program stands. */
interface ShellDesk extends Desk {
  shell: ShellState;
}

/** The part of a fake door for setting up, links and receipts. Tests change its answers while they run. */
export class FakeMain implements Omit<MainDoor, "space" | "quoteSpace" | "signSpace"> {
  readonly #desk: ShellDesk;
  readonly #said: MainRecording;
  #link: ((link: Link) => void) | null = null;
  readonly #keys = new Set<() => void>();
  readonly #shell = new Set<() => void>();
  #giveUp: (() => void) | null = null;
  /** Does a network that is asked for open never, until it is given up? */
  silent = false;
  /** Does a search of the chain go on until it is stopped? */
  searches = false;
  #stopLookUp: (() => void) | null = null;

  constructor(desk: ShellDesk, said: MainRecording) {
    this.#desk = desk;
    this.#said = said;
  }

  openWindow: MainDoor["openWindow"] = (window) =>
    this.#desk.answer("openWindow", undefined, window);
  networks = () => this.#desk.answer("networks", structuredClone(this.#said.profiles));
  addNetwork: MainDoor["addNetwork"] = async (network) => {
    await this.#desk.answer("addNetwork", undefined, network);
    const endpoints = network.endpoints.map((url) => ({ url, inUse: false, trouble: null }));
    const { name } = network;
    const own = { name, label: name, isLocal: false, preset: false, endpoints, genesis: null };
    this.#said.profiles.profiles.push(own);
  };
  useNetwork: MainDoor["useNetwork"] = async (name) => {
    await this.#desk.answer("useNetwork", undefined, name);
    if (this.silent) return this.untilGivenUp();
    this.#said.profiles.current = name;
    this.#desk.shell = this.#said.chosen;
    return this.#desk.shell;
  };
  giveUpOpening = async () => {
    await this.#desk.answer("giveUpOpening", undefined);
    this.#giveUp?.();
  };
  /** What stood before stands again once the person gave up. */
  untilGivenUp(): Promise<ShellState> {
    return new Promise((resolve) => {
      this.#giveUp = () => {
        resolve(this.#desk.shell);
      };
    });
  }
  finishSetup = () => this.#desk.answer("finishSetup", this.#desk.shell);
  pendingLink = () => this.#desk.answer("pendingLink", this.#said.link);
  readReceipt: MainDoor["readReceipt"] = (path) =>
    this.#desk.answer("readReceipt", this.#said.receipt, path);
  lookUp: MainDoor["lookUp"] = async (text, from, onUpdate) => {
    const found = await this.#desk.answer("lookUp", this.#said.lookedUp, text, from);
    if (!this.searches) return found;
    onUpdate({ ...FAR, block: FAR.block + FAR.left, left: 2 * FAR.left });
    onUpdate(FAR);
    return new Promise((_, reject) => {
      // A problem crosses as a plain value, as it does over the bridge.
      this.#stopLookUp = () => {
        reject(STOPPED);
      };
    });
  };
  stopLookUp = async () => {
    await this.#desk.answer("stopLookUp", undefined);
    this.#stopLookUp?.();
  };
  nameTray: MainDoor["nameTray"] = (open, quit) =>
    this.#desk.answer("nameTray", undefined, open, quit);

  onLinkOpened: MainDoor["onLinkOpened"] = (handler) => {
    this.#link = handler;
    return Promise.resolve(() => (this.#link = null));
  };
  onKeysChanged: MainDoor["onKeysChanged"] = (handler) => {
    this.#keys.add(handler);
    return Promise.resolve(() => this.#keys.delete(handler));
  };
  onShellChanged: MainDoor["onShellChanged"] = (handler) => {
    this.#shell.add(handler);
    return Promise.resolve(() => this.#shell.delete(handler));
  };

  /** Opens a link from outside. */
  open(link: Link): void {
    this.#link?.(link);
  }

  /** Says that a window changed the keys. */
  changeKeys(): void {
    for (const handler of this.#keys) handler();
  }

  /** Says that the program stands elsewhere now. */
  changeShell(shell: ShellState): void {
    this.#desk.shell = shell;
    for (const handler of this.#shell) handler();
  }
}
