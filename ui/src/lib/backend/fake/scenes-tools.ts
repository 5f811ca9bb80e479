import type {
  GatewayRow,
  IdleGateway,
  KeysView,
  NetworkProfiles,
  ProgramSettings,
  Space,
  TerritoryCard,
} from "../types";
import type { KeysRecording } from "./keys";
import type { KitRecording } from "./kit";
import type { SettingsRecording } from "./settings";

const GIB = 1024 ** 3;
/** Territory that a segment takes. */
const SEGMENT = 96 * 1024 ** 2;
const DAY = 86_400_000;
const TOKEN = 10n ** 18n;

const EVERYDAY = "cXh7VtRk2mW8vN3eJr9Yb5e1pT4fSdWfu6hC7z8nG2dK9kPq";

/** Amounts as the chain writes them. */
const tokens = (whole: number): string =>
  String(BigInt(Math.round(whole * 1e6)) * (TOKEN / 1_000_000n));

/** A vault with three accounts and four data keys. */
export function vault(now: number): KeysRecording {
  const view: KeysView = {
    protection: "passphrase",
    keyring: "ready",
    locked: false,
    autoLockMinutes: 15,
    kit: { madeAt: now - 12 * DAY, filesSince: 34, keysSince: 1 },
    tokenSymbol: "TCESS",
    networkOpen: true,
    accounts: [
      account("Everyday", EVERYDAY, "4812.6", now - 620 * DAY, true),
      account(
        "Workshop",
        "cXmD8xWq3nLs7pKc5vRt1yHb9eJf4uGa2zNk6dMwQrTs4s4Qe",
        "310.02",
        now - 200 * DAY,
      ),
      account(
        "Old laptop",
        "cXb4KqZp8sVm2tXe6wRj1uLn5aCh9yDf3gBk7oWqPzNtR1a",
        "0.8",
        now - 900 * DAY,
      ),
    ],
    dataKeys: [
      {
        name: "Everyday key",
        fingerprint: "7f2a09c4d18e55b0",
        files: 1_371,
        created: now - 620 * DAY,
      },
      { name: "Papers", fingerprint: "c81e4410aa3709fe", files: 96, created: now - 580 * DAY },
      { name: "Cold shelf", fingerprint: "02bde97b6c41f382", files: 38, created: now - 450 * DAY },
      { name: "Test key", fingerprint: "a3f06d1590cce427", files: 0, created: now - 21 * DAY },
    ],
  };
  return {
    view,
    passphrase: "four quiet green umbrellas",
    words: "gravity lemon anchor village pencil orbit shadow copper meadow jacket river window",
    addresses: ["cXn2PqLw8eRt5yUi1oKj4hGf7dSa3zXc6vBn9mQwErTyUiOp"],
    fingerprints: ["51c0e2aa907b3d14", "e80b97d2446f1c35"],
    accountFile: { path: "/home/someone/Downloads/old-wallet.json", passphrase: "paper boat" },
    keyText: "pileus-data-key-1-9b1f4c07d2e86a35-4417-b2c9-5e60",
    resealing: {
      "7f2a09c4d18e55b0": {
        files: 1_368,
        elsewhere: 3,
        territoryBytes: 1_902 * SEGMENT,
        fee: "1368000000000000000",
        tokenSymbol: "TCESS",
        territories: [
          {
            territory: "Attic",
            territoryBytes: 1_806 * SEGMENT,
            freeBytes: 18.4 * GIB,
            lack: { gib: 151, days: 212, newTerritory: false, price: tokens(151 * 212) },
          },
          {
            territory: "Cold shelf",
            territoryBytes: 96 * SEGMENT,
            freeBytes: 44 * GIB,
            lack: null,
          },
        ],
      },
      c81e4410aa3709fe: {
        files: 96,
        elsewhere: 0,
        territoryBytes: 96 * SEGMENT,
        fee: "96000000000000000",
        tokenSymbol: "TCESS",
        territories: [
          {
            territory: "Attic",
            territoryBytes: 96 * SEGMENT,
            freeBytes: 18.4 * GIB,
            lack: null,
          },
        ],
      },
    },
    running: 0,
    kit: kitOf(view, now),
    now,
  };
}

/** A kit of these keys, with the catalogue as it was when it was made. */
function kitOf(view: KeysView, now: number): KitRecording {
  const accounts = view.accounts.map(({ name, address }) => ({ name, address }));
  const dataKeys = view.dataKeys.map(({ name, fingerprint }) => ({ name, fingerprint }));
  return {
    folder: "/home/someone/Kits",
    file: "/media/stick/pileus-2026-11-23.pileus-kit",
    words:
      "harbor velvet tunnel orange maple siren cabin pottery drift eager globe wisdom fossil lunar quilt anchor ribbon salmon token urban vivid walnut yellow zebra",
    shares: ["first share alpha one", "second share beta two", "third share gamma three"],
    made: {
      files: [
        "/home/someone/Kits/pileus-2026-11-23.pileus-kit",
        "/home/someone/Kits/pileus-2026-11-23.pdf",
      ],
      madeAt: now,
      number: "4F7K-Q2MD",
    },
    report: {
      number: "4F7K-Q2MD",
      split: null,
      madeAt: now - 12 * DAY,
      accounts,
      dataKeys,
      networks: ["CESS test network"],
      buckets: 9,
      files: 1_505,
      holdsAllKeys: true,
    },
    drill: {
      fid: "7be0d2".padEnd(64, "4c9a1f"),
      name: "Lease agreement, signed.pdf",
      bytes: 2.4 * 1024 * 1024,
      passed: true,
      problem: null,
    },
    restored: {
      madeAt: now - 12 * DAY,
      hadCatalogue: true,
      accounts: accounts.map(({ name }) => name),
      dataKeys: dataKeys.map(({ name }) => name),
      networks: ["CESS test network"],
      buckets: 9,
      files: 1_505,
      found: 34,
      unknown: 0,
      unread: [],
      open: "CESS test network",
    },
  };
}

function account(
  name: string,
  address: string,
  balance: string,
  created: number,
  isDefault = false,
): KeysView["accounts"][number] {
  const origin = isDefault ? ("created" as const) : ("imported" as const);
  return { name, address, isDefault, origin, balance: tokens(Number(balance)), created };
}

/** A territory that is like any other but for what is given, in GiB and days. */
export function territory(
  now: number,
  name: string,
  [total, used, locked]: [total: number, used: number, locked: number],
  daysLeft: number,
  given: Partial<TerritoryCard> = {},
): TerritoryCard {
  return {
    name,
    token: `0x${"c4".repeat(32)}`,
    state: "active",
    totalBytes: total * GIB,
    usedBytes: used * GIB,
    lockedBytes: locked * GIB,
    freeBytes: (total - used - locked) * GIB,
    startBlock: 1_200_000,
    deadlineBlock: 4_218_079 + daysLeft * 14_400,
    endsAt: now + daysLeft * DAY,
    daysLeft,
    files: Math.round(used / 2),
    paid: tokens(total * 212),
    history: history(now, used),
    fullAt: null,
    yearCost: tokens(total * 365),
    ...given,
  };
}

/** Half a year of growth up to what is used now. */
function history(now: number, used: number): [number, number][] {
  const shares = [0.18, 0.3, 0.34, 0.52, 0.6, 0.72, 0.75, 0.9, 1];
  return shares.map((share, at) => [
    now - (shares.length - 1 - at) * 19 * DAY,
    Math.round(share * used * GIB),
  ]);
}

/** Two territories, one of which ends soon. */
export function rented(now: number): Space {
  return {
    tokenSymbol: "TCESS",
    balance: tokens(4_812.6),
    unitPrice: String(TOKEN),
    availableBytes: 900_000 * GIB,
    block: 4_218_079,
    readAt: now - 4_000,
    account: { name: "Everyday", address: EVERYDAY },
    territories: [
      territory(now, "Attic", [64, 41.1, 4.5], 212, { fullAt: now + 112 * DAY }),
      territory(now, "Cold shelf", [256, 212, 0], 6, {
        files: 50,
        history: [
          [now - 90 * DAY, 160 * GIB],
          [now - 60 * DAY, 200 * GIB],
          [now - 30 * DAY, 210 * GIB],
          [now, 212 * GIB],
        ],
      }),
    ],
  };
}

/** Every state that a territory can be in. */
export function allStates(now: number): Space {
  return {
    ...rented(now),
    territories: [
      territory(now, "Brim", [64, 58, 2], 90, { fullAt: now + 12 * DAY }),
      territory(now, "One day", [8, 0, 0], 1),
      territory(now, "Frozen", [32, 12, 0], 0, { state: "frozen", endsAt: now - 2 * DAY }),
      territory(now, "Past", [32, 0, 0], 0, { state: "expired", endsAt: now - 40 * DAY }),
      territory(now, "For sale", [16, 0, 0], 120, { state: "onSale" }),
      territory(now, "Elsewhere", [0, 0, 0], 0, { state: "unknown", paid: null, history: [] }),
    ],
  };
}

const settings: ProgramSettings = {
  parallel: 3,
  uploadLimit: null,
  downloadLimit: 4 * 1024 * 1024,
  downloadFolder: null,
  dataFolder: "/home/someone/.local/share/pileus",
  version: "0.1.0",
  tray: true,
};

/** Settings as they come, with one limit. */
export const chosen: SettingsRecording = {
  settings,
  diagnostics: [
    "Pileus 0.1.0 on linux x86_64",
    "network: local, connected, best 4218, final 4215",
    "jobs: 2 running, 1 paused, 1 failed",
    "settings: parallel 3, upload limit none, download limit 4194304",
    ...Array.from(
      { length: 40 },
      (_, at) => `12:06:${String(at).padStart(2, "0")} chain: block read`,
    ),
  ].join("\n"),
};

/** Keys that are locked, under a passphrase, while no network is open. */
export function lockedVault(now: number): KeysRecording {
  const recording = vault(now);
  const accounts = recording.view.accounts.map((each) => ({ ...each, balance: null }));
  return { ...recording, view: { ...recording.view, accounts, locked: true, networkOpen: false } };
}

/** A vault that nothing was put into yet. */
export function emptyVault(now: number): KeysRecording {
  const recording = vault(now);
  const kit = { madeAt: null, filesSince: 0, keysSince: 0 };
  const nothing = { protection: "none" as const, accounts: [], dataKeys: [], kit };
  const view = { ...recording.view, ...nothing, autoLockMinutes: null };
  return { ...recording, view };
}

/** Keys whose vault the keyring opens; the keyring itself may be in some other state by now. */
export function keyringVault(
  now: number,
  keyring: KeysView["keyring"] = "ready",
  locked = false,
): KeysRecording {
  const recording = vault(now);
  const protection = "keyring" as const;
  return { ...recording, view: { ...recording.view, protection, keyring, locked } };
}

/** Keys that nothing but the rights on their file protects, on a computer without a keyring, and no kit of them. */
export function barelyKept(now: number): KeysRecording {
  const recording = vault(now);
  const kit = { madeAt: null, filesSince: 1_505, keysSince: 7 };
  const protection = "none" as const;
  const view = { ...recording.view, protection, keyring: "missing" as const, kit };
  return { ...recording, running: 2, view: { ...view, autoLockMinutes: null } };
}

/** A gateway that may act for the account, one that is away, and one of another program. */
export function gateways(): GatewayRow[] {
  return [
    {
      name: "deoss.example",
      account: "cXgW3rTq8yUn5iKd1pLs6aZx9vBm2eHc4jFo7tRwQnYkDeoss",
      listed: true,
      authorised: true,
      experimental: false,
      answer: { kind: "answers", version: "deoss v0.4.2" },
    },
    {
      name: "second.gateway.example:8080",
      account: "cXhB6nPw2xKe9sVr4mTj7qYc1zLd5gUf8aHo3iRtWnSkAway1",
      listed: true,
      authorised: false,
      experimental: false,
      answer: { kind: "silent", code: "timedOut" },
    },
    {
      name: "retriever.example",
      account: "cXkD2vNq7mWs4bTy9rLz5cHe8pKj3gUa6xFo1iRtQnBwCd2n3",
      listed: true,
      authorised: false,
      experimental: true,
      answer: { kind: "answers", version: "cd2n v0.1.0" },
    },
  ];
}

/** The first gateway, of which nothing is wanted any more. */
export function idleGateways(now: number): IdleGateway[] {
  return gateways()
    .slice(0, 1)
    .map(({ name, account }) => ({ name: name ?? account, account, usedAt: now - DAY }));
}

/** Networks of which one is open, and of whose addresses one does not answer. */
export function reached(): NetworkProfiles {
  const open = { name: "testnet", label: "CESS test network", isLocal: false, preset: true };
  const own = { name: "garden", label: "garden", isLocal: false, preset: false };
  return {
    current: "testnet",
    profiles: [
      {
        name: "local",
        label: "Local demo",
        isLocal: true,
        preset: true,
        endpoints: [],
        genesis: null,
      },
      {
        ...open,
        genesis: "0c".repeat(32),
        endpoints: [
          { url: "wss://one.test.example", inUse: false, trouble: "no answer within 10 s" },
          { url: "wss://two.test.example", inUse: true, trouble: null },
          { url: "wss://three.test.example", inUse: false, trouble: null },
        ],
      },
      {
        ...own,
        genesis: null,
        endpoints: [{ url: "ws://node.garden.example:9944", inUse: false, trouble: null }],
      },
    ],
  };
}
