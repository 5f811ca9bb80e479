import type { Board, Fact, FactKind, Job, NetworkBar, Sheet, Update } from "../types";
import { someFiles } from "./catalogue-scenes";
import { foundOrder } from "./lookup";
import type { MainRecording } from "./main";
import type { Recording } from "./recording";
import { chosen, gateways, idleGateways, vault } from "./scenes-tools";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** The moment of every recording. */
export const NOW = Date.UTC(2026, 4, 12, 12, 6, 20);

const NODES = Array.from(
  { length: 12 },
  (_, line) =>
    `cX${"hmbqkvreuzdw"[line] ?? ""}${String(7 * line + 3)}Qd8sVnYtR1kPbLw64mEJ3eYb5pT4dWfhC7nG${"2468135790ab"[line] ?? ""}0M`,
);

export const bar: NetworkBar = {
  name: "local",
  label: "Local demo",
  isLocal: true,
  connected: true,
  best: 4_218,
  final: 4_215,
  account: "cXh7VtRk2mW8vN3eJr9Yb5e1pT4fSdWfu6hC7z8nG2dK9kPq",
  accountName: "Everyday",
  balance: "4812600000000000000000",
  tokenSymbol: "TCESS",
  territory: "home",
  usedBytes: 41 * GIB,
  lockedBytes: 4.6 * GIB,
  freeBytes: 18.4 * GIB,
  daysLeft: 212,
};

const PLAIN: Job = {
  job: "0",
  kind: "upload",
  fid: null,
  name: "notes.txt",
  bytes: 2.4 * MIB,
  stage: "sending",
  condition: "running",
  problem: null,
  bucket: "documents",
  territory: "home",
  seal: "dataKey",
  gateway: null,
  done: 0,
  total: 0,
  speed: null,
  secondsLeft: null,
  lines: "wwwwwwwwwwww",
  reported: 0,
  created: NOW,
  updated: NOW,
};

/** A job that is like any other but for what is given. */
export function job(given: Partial<Job>): Job {
  return { ...PLAIN, ...given };
}

/** A fact that is like any other but for what is given. */
export function fact(
  sequence: number,
  kind: FactKind,
  block: number | null,
  data: Partial<Fact["data"]> = {},
): Fact {
  const hash = `0x${sequence.toString(16).padStart(2, "0").repeat(32)}`;
  return {
    sequence,
    at: NOW - 260_000 + sequence * 9_000,
    kind,
    data: {
      block: block === null ? null : { number: block, hash },
      transaction: null,
      node: null,
      column: null,
      gateway: null,
      next: null,
      problem: null,
      note: null,
      ...data,
    },
  };
}

const ORDER = [
  fact(1, "orderSigned", null, { transaction: `0x9af3${"5b".repeat(28)}c41e` }),
  fact(2, "orderInBlock", 4_031),
  fact(3, "orderFinal", 4_032),
  fact(4, "allocated", 4_032),
];

function report(line: number): Fact {
  return fact(6 + line, "reported", 4_064 + 3 * line, { node: NODES[line] ?? null, column: line });
}

function lines(segments: number, line: (line: number) => string): string {
  return Array.from({ length: 12 }, (_, at) =>
    line(at).padEnd(segments, "e").slice(0, segments),
  ).join("");
}

const SENDING_LINES = [
  "r".repeat(14),
  "r".repeat(14),
  "nnnnnnnnn2",
  "n".repeat(14),
  "r".repeat(14),
  "r".repeat(14),
  "nnnnnnnnnnn6",
  "n".repeat(14),
  "nnnnn8",
  "nnnnnnn4",
  "",
  "f",
] as const;

export const sending = job({
  job: "14",
  name: "Dolomites, late light.mov",
  bytes: 441 * MIB,
  done: 946 * MIB,
  total: 1.3 * GIB,
  speed: 18.2 * MIB,
  secondsLeft: 22,
  lines: "rrsnrrsnssef",
  reported: 4,
  created: NOW - 1_000,
});

const LARGE = 1_000;
const FRONTIERS = [820, 740, 660, 700, 800, 580, 710, 412, 630, 690, 550, 750];
const FAILED_FROM = [-1, -1, 604, -1, -1, -1, -1, 412, -1, -1, 233, -1];

export const large = job({
  job: "13",
  name: "Field recordings 2011–2025.tar",
  bytes: 31.2 * GIB,
  done: 62.8 * GIB,
  total: 93.8 * GIB,
  speed: 36.8 * MIB,
  secondsLeft: 840,
  lines: "ssssssssfsss",
  created: NOW - 2_000,
});

function largeLine(line: number): string {
  const failed = FAILED_FROM[line] ?? -1;
  const width = line === 7 ? 11 : 1;
  return Array.from({ length: LARGE }, (_, segment) => {
    if (failed >= 0 && segment >= failed && segment < failed + width) return "f";
    return segment < (FRONTIERS[line] ?? 0) ? "n" : "e";
  }).join("");
}

export const stored = job({
  job: "9",
  name: "Thesis, final version.pdf",
  bytes: 18.3 * MIB,
  fid: "7be0d2".padEnd(60, "4c9a1f") + "19aa",
  stage: "done",
  condition: "finished",
  lines: "oooooooooooo",
  reported: 12,
  created: NOW - 273_000,
});

export const jobs: Job[] = [
  sending,
  large,
  job({
    job: "12",
    name: "Lecture recordings 2025.zip",
    bytes: 6.2 * GIB,
    stage: "planning",
    done: 1.9 * GIB,
    total: 6.2 * GIB,
    speed: 512 * MIB,
    secondsLeft: 9,
    created: NOW - 3_000,
  }),
  job({
    job: "11",
    kind: "download",
    name: "Wedding, full ceremony.mp4",
    bytes: 2.1 * GIB,
    stage: "fetching",
    bucket: null,
    seal: null,
    done: 1.3 * GIB,
    total: 2.1 * GIB,
    speed: 11.2 * MIB,
    secondsLeft: 74,
    lines: "nnnwnwwwwwww",
    created: NOW - 4_000,
  }),
  job({
    job: "10",
    name: "Lease agreement, signed.pdf",
    stage: "confirming",
    lines: "rrrrrrrrrnnn",
    reported: 9,
    created: NOW - 5_000,
  }),
  job({
    job: "8",
    name: "Studio session, raw takes.flac",
    bytes: 1.9 * GIB,
    condition: "paused",
    done: 1.2 * GIB,
    total: 5.8 * GIB,
    lines: "sssssseeeeee",
    created: NOW - 300_000,
  }),
  job({
    job: "7",
    name: "Album mixdown project.zip",
    bytes: 812 * MIB,
    condition: "failed",
    lines: "ssfseeeeeeee",
    problem: {
      code: "transfer.file-changed",
      message: "The file changed while it was being sent.",
      remedy: "Your file is untouched; start again to send the new version.",
      retry: true,
      context: { segment: "12" },
    },
    created: NOW - 310_000,
  }),
  job({
    job: "6",
    name: "Letters to the council.odt",
    condition: "needsKey",
    seal: "passphrase",
    done: 20 * MIB,
    total: 96 * MIB,
    lines: "nnssswwwwwww",
    created: NOW - 320_000,
  }),
  stored,
  job({
    job: "4",
    kind: "download",
    name: "Panorama, Seceda.tif",
    bytes: 18.3 * MIB,
    stage: "done",
    condition: "finished",
    bucket: null,
    seal: null,
    lines: "nnnnwwwwwwww",
    created: NOW - 400_000,
    updated: NOW - 390_000,
  }),
];

export const boards: Board[] = [
  {
    job: sending.job,
    segments: 14,
    fileBytes: sending.bytes,
    nodes: NODES,
    cells: lines(14, (line) => SENDING_LINES[line] ?? ""),
    timeline: [...ORDER, report(0), report(1), report(4), report(5)],
  },
  {
    job: large.job,
    segments: LARGE,
    fileBytes: large.bytes,
    nodes: NODES,
    cells: lines(LARGE, largeLine),
    timeline: ORDER,
  },
  {
    job: stored.job,
    segments: 1,
    fileBytes: stored.bytes,
    nodes: NODES,
    cells: "o".repeat(12),
    timeline: [...ORDER, ...NODES.map((_, line) => report(line)), fact(19, "stored", 4_107)],
  },
];

export const sheet: Sheet = {
  items: [
    ["Dolomites, late light.mov", 441],
    ["Route and huts.pdf", 2.4],
    ["Panorama, Seceda.tif", 18.3],
    ["Choir, second take.flac", 96],
  ].map(([name, mebibytes]) => {
    const bytes = Number(mebibytes) * MIB;
    const segments = Math.ceil(bytes / (32 * MIB));
    const path = `/files/${String(name)}`;
    return { path, name: String(name), bytes, segments, territoryBytes: segments * 96 * MIB };
  }),
  totals: { files: 4, bytes: 557.7 * MIB, segments: 19, territoryBytes: 19 * 96 * MIB },
  fee: "18400000000000000",
  feeKnown: true,
  freeBytes: bar.freeBytes,
  fits: true,
  buckets: ["documents", "photos"],
  bucket: "documents",
  gateways: [],
  sealed: true,
  dataKeys: [
    { name: "Everyday key", fingerprint: "7f2a09c4d18e55b0" },
    { name: "Papers", fingerprint: "c81e4410aa3709fe" },
    { name: "Family", fingerprint: "02bde97b6c41f382" },
  ],
  defaultKey: "7f2a09c4d18e55b0",
  refused: [],
  spendable: bar.balance,
  tokenSymbol: "TCESS",
};

/** Line 9 goes on, segment by segment, and the speed with it. */
export const updates: Update[] = Array.from({ length: 8 }, (_, step) => ({
  sequence: 101 + step,
  jobs: [{ ...sending, done: sending.done + step * 8 * MIB }],
  cells: [
    {
      job: sending.job,
      cells: [
        [8, 5 + step, "n"],
        [8, 6 + step, String(step % 10)],
      ],
    },
  ],
  facts: step === 4 ? [{ job: sending.job, fact: report(3) }] : [],
  bar: { ...bar, best: bar.best + step },
}));

const TEST_GENESIS = "0c".repeat(32);

/** The bar of a network that was just chosen: no account, no space. */
export const bare: NetworkBar = {
  ...bar,
  name: "cess-testnet",
  label: "CESS test network",
  isLocal: false,
  best: 4_218_079,
  final: 4_218_076,
  account: "",
  accountName: "",
  balance: "0",
  territory: "",
  usedBytes: 0,
  lockedBytes: 0,
  freeBytes: 0,
  daysLeft: 0,
};

const main: MainRecording = {
  gateways: gateways(),
  idle: [],
  advice: { gateway: null, reason: { kind: "uplinkUnknown" } },
  profiles: {
    current: null,
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
        name: "cess-testnet",
        label: "CESS test network",
        isLocal: false,
        preset: true,
        endpoints: ["wss://one.test.example", "wss://two.test.example"].map(unknown),
        genesis: TEST_GENESIS,
      },
      {
        name: "cess-mainnet",
        label: "CESS main network",
        isLocal: false,
        preset: true,
        endpoints: ["wss://one.main.example"].map(unknown),
        genesis: "1d".repeat(32),
      },
    ],
  },
  chosen: { phase: "setup", problem: null, network: bare, made: [] },
  space: {
    tokenSymbol: "TCESS",
    balance: bar.balance,
    unitPrice: "1000000000000000000",
    availableBytes: 900_000 * GIB,
    block: 4_218_079,
    readAt: NOW,
    account: { name: bar.accountName, address: bar.account },
    territories: [],
  },
  link: null,
  receipt: {
    fid: stored.fid ?? "",
    name: stored.name,
    bytes: stored.bytes,
    account: bar.account,
    network: TEST_GENESIS,
    storedBlock: 4_107,
    made: NOW,
    hashesHold: true,
    signatureHolds: true,
    chain: "agrees",
    problem: null,
  },
  lookedUp: foundOrder(stored.fid ?? "", bar.account, NOW),
};

function unknown(url: string) {
  return { url, inUse: false, trouble: null };
}

/** A window in the middle of its work. */
export const busy: Recording = {
  shell: { phase: "ready", problem: null, network: bar, made: [] },
  bar,
  sequence: 100,
  jobs,
  boards,
  sheet,
  consequence: { signed: true, lockedBytes: 1.3 * GIB, untilBlock: 18_432 },
  running: 2,
  main,
  vault: vault(NOW),
  settings: chosen,
  catalogue: someFiles,
  updates,
};

/** The gateways of the recordings, by their names. */
const [FIRST, SECOND] = main.gateways.map(({ name, account }) => ({
  name: name ?? account,
  account,
}));

/** A file that a second gateway stored after the first one had failed, one that goes to it, and one before that. */
const byGatewayJobs: Job[] = [
  job({
    job: "23",
    name: "Harbour at dawn.mov",
    bytes: 318 * MIB,
    done: 120 * MIB,
    total: 318 * MIB,
    speed: 6.4 * MIB,
    secondsLeft: 31,
    gateway: SECOND ?? null,
    created: NOW - 1_000,
  }),
  { ...stored, job: "22", name: "Thesis, as submitted.pdf", gateway: FIRST ?? null },
];

/** What happened to the file that the first gateway stored, after the second one was given up. */
const byGatewayBoard: Board = {
  job: "22",
  segments: 1,
  fileBytes: stored.bytes,
  nodes: NODES,
  cells: "o".repeat(12),
  timeline: [
    fact(1, "gatewayGivenUp", null, {
      gateway: SECOND ?? null,
      next: FIRST ?? null,
      problem: {
        code: "gateway_unreachable",
        message: `Gateway "${SECOND?.name ?? ""}" did not answer, or the connection to it broke.`,
        remedy: "Try again later, or store the file by the direct route.",
        retry: true,
        context: { gateway: SECOND?.name ?? "" },
      },
    }),
    fact(2, "handedOver", null, { gateway: FIRST ?? null }),
    ...NODES.map((_, line) => report(line)),
    fact(19, "stored", 4_107),
  ],
};

/** An account that gateways may act for, one of which has nothing more to do. */
export const byGateway: Recording = {
  ...busy,
  jobs: [...byGatewayJobs, ...jobs],
  boards: [byGatewayBoard, ...boards],
  main: {
    ...main,
    idle: idleGateways(NOW),
    advice: {
      gateway: FIRST ?? null,
      reason: { kind: "saves", uplink: 1.2 * MIB, directSeconds: 1_524, gatewaySeconds: 465 },
    },
  },
  sheet: {
    ...sheet,
    gateways: main.gateways.flatMap(({ name, account, listed, experimental }) =>
      listed && name !== null ? [{ name, account, experimental }] : [],
    ),
  },
};

/** The file that a gateway stored stands alone in the list. */
export const storedByGateway: Recording = { ...byGateway, jobs: byGatewayJobs.slice(1) };

/** An account that one gateway may act for. */
export const byOneGateway: Recording = {
  ...byGateway,
  sheet: { ...byGateway.sheet, gateways: byGateway.sheet.gateways.slice(0, 1) },
};

/** A window that was never used. */
export const fresh: Recording = {
  ...busy,
  shell: {
    phase: "fresh",
    problem: null,
    network: null,
    made: [
      "An account with test tokens, named Everyday.",
      "A territory of 10 GiB for 30 days.",
      "A bucket, documents, and a data key.",
    ],
  },
  jobs: [],
  boards: [],
};

/** A network is chosen; account, tokens and space are still to come. */
export const setup: Recording = { ...fresh, shell: main.chosen };

/** There is an account, and nothing on it yet. */
export const tokens: Recording = inSetup({ balance: "0" });

/** There is an account with tokens, and no space. */
export const space: Recording = inSetup({ balance: bar.balance });

/** A link to a file opened the program. */
export const linked: Recording = {
  ...busy,
  main: { ...main, link: { kind: "file", fid: "7be0d2".padEnd(64, "4c9a1f"), network: null } },
};

function inSetup(given: Partial<NetworkBar>): Recording {
  const { account, accountName } = bar;
  return {
    ...setup,
    shell: { ...main.chosen, network: { ...bare, account, accountName, ...given } },
  };
}

/** A list as long as years of use make it. */
export function long(rows: number): Recording {
  const many = Array.from({ length: rows }, (_, at) =>
    job({
      ...stored,
      job: `many-${String(at)}`,
      name: `Scan ${String(at + 1)}.pdf`,
      created: NOW - at,
    }),
  );
  return { ...busy, jobs: many };
}
