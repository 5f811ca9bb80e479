import type { Component } from "svelte";

import {
  heldFiles,
  loadingFiles,
  manyFiles,
  noFiles,
  someFiles,
} from "../../lib/backend/fake/catalogue-scenes";
import { FakeDoor } from "../../lib/backend/fake/fake";
import type { Recording } from "../../lib/backend/fake/recording";
import {
  busy,
  byGateway,
  byOneGateway,
  fresh,
  linked,
  long,
  setup,
  space,
  storedByGateway,
  tokens,
} from "../../lib/backend/fake/scenes";
import {
  allStates,
  barelyKept,
  emptyVault,
  idleGateways,
  keyringVault,
  lockedVault,
  reached,
  rented,
  vault,
} from "../../lib/backend/fake/scenes-tools";
import Buckets from "../buckets/App.svelte";
import Keys from "../keys/App.svelte";
import Settings from "../settings/App.svelte";
import Space from "../space/App.svelte";
import { start, type WindowProps } from "../start";
import Transfers from "../transfers/App.svelte";

/** Rows of the long lists. */
const LONG = 10_000;
const MANY = 100_000;

const catalogue = (recording: Recording["catalogue"]): Recording => ({
  ...busy,
  catalogue: recording,
});

const now = Date.now();
const kept = (recording: Recording["vault"]): Recording => ({ ...busy, vault: recording });
const main = (recording: Partial<Recording["main"]>): Recording => ({
  ...busy,
  main: { ...busy.main, ...recording },
});

/** What `preview.html?window=…&scene=…` shows; the first scene of a window when none is named. */
const WINDOWS: Record<
  string,
  { app: Component<WindowProps>; scenes: Record<string, () => Recording> }
> = {
  transfers: {
    app: Transfers,
    scenes: {
      busy: () => busy,
      away: () => {
        const bar = { ...busy.bar, isLocal: false, name: "testnet", label: "CESS test network" };
        return { ...kept(barelyKept(now)), bar };
      },
      fresh: () => fresh,
      starting: () => ({ ...fresh, shell: { ...fresh.shell, phase: "starting" } }),
      setup: () => setup,
      tokens: () => tokens,
      space: () => space,
      link: () => linked,
      searching: () => busy,
      gateway: () => byGateway,
      oneGateway: () => byOneGateway,
      stored: () => storedByGateway,
      long: () => long(LONG),
    },
  },
  buckets: {
    app: Buckets,
    scenes: {
      small: () => catalogue(someFiles),
      bare: () => ({ ...catalogue(someFiles), vault: barelyKept(now) }),
      empty: () => catalogue(noFiles),
      loading: () => catalogue(loadingFiles),
      failed: () => catalogue(someFiles),
      many: () => catalogue(manyFiles(MANY)),
      held: () => catalogue(heldFiles),
    },
  },
  keys: {
    app: Keys,
    scenes: {
      full: () => kept(vault(now)),
      locked: () => kept(lockedVault(now)),
      empty: () => kept(emptyVault(now)),
      keyring: () => kept(keyringVault(now)),
      stuck: () => kept(keyringVault(now, "locked", true)),
      bare: () => kept(barelyKept(now)),
      sending: () => kept({ ...vault(now), running: 2 }),
    },
  },
  space: {
    app: Space,
    scenes: {
      rented: () => main({ space: rented(now) }),
      idle: () => main({ space: rented(now), idle: idleGateways(now) }),
      states: () => main({ space: allStates(now) }),
      empty: () => busy,
    },
  },
  settings: { app: Settings, scenes: { chosen: () => main({ profiles: reached() }) } },
};

const query = new URLSearchParams(location.search);
const scene = query.get("scene") ?? "";
const shown = WINDOWS[query.get("window") ?? "transfers"] ?? WINDOWS["transfers"];
const [first] = Object.values(shown?.scenes ?? {});
const recording = (shown?.scenes[scene] ?? first)?.();
if (!shown || !recording) throw new Error("there is no such window");

const door = new FakeDoor(recording);
if (scene === "failed") {
  door.refusals.set("followCatalogue", {
    code: "journal_unreadable",
    message:
      "The catalogue on this computer could not be read. Your files on the network are safe.",
    remedy: "Close other programs that use the data folder, then try again.",
    retry: true,
    context: {},
  });
}
if (scene === "searching") door.main.searches = true;
Object.assign(globalThis, { door });
start(shown.app, door);
