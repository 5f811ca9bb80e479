import type {
  CatalogueUpdate,
  FileDetails,
  FileRow,
  FileState,
  Preview,
  PreviewKind,
  Shelf,
} from "../catalogue-types";
import type { CatalogueRecording } from "./catalogue";
import { pdfText, picture, tone } from "./samples";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const DAY = 86_400_000;
const SEGMENT = 32 * MIB;
const LINES = 12;

/** Rows of one update while the catalogue is listed. */
const CHUNK = 2_000;

/** The moment of these recordings. */
export const NOW = Date.UTC(2026, 9, 14, 10, 12);

const NODES = Array.from(
  { length: LINES },
  (_, line) =>
    `cX${"ukbqmvreczdw"[line] ?? ""}6${String(7 * line + 3)}Qd8sVnYtR1kPbLw64mEJ3eYb5pT4dWfC7`,
);

const TYPES: Record<string, string> = {
  tif: "image/tiff",
  jpg: "image/jpeg",
  mov: "video/quicktime",
  flac: "audio/flac",
  pdf: "application/pdf",
  txt: "text/plain",
  tar: "application/x-tar",
  zip: "application/zip",
};

export function fidOf(seed: number): string {
  return (seed + 1).toString(16).padStart(8, "0").repeat(8);
}

function row(seed: number, name: string, bytes: number, given: Partial<FileRow> = {}): FileRow {
  const ending = name.slice(name.lastIndexOf(".") + 1);
  return {
    fid: fidOf(seed),
    bucket: 1,
    name,
    bytes,
    takesBytes: Math.ceil(bytes / SEGMENT) * 96 * MIB,
    seal: "dataKey",
    mediaType: TYPES[ending] ?? "application/octet-stream",
    added: NOW - seed * DAY,
    ...given,
  };
}

const stored: FileState = { state: "stored", holding: LINES };

const SOME: [FileRow, FileState | null][] = [
  [row(0, "Dolomites, late light.mov", 441 * MIB), { state: "arriving", holding: 4 }],
  [row(1, "Panorama, Seceda.jpg", 18.3 * MIB), { state: "weakened", holding: 11 }],
  [row(2, "Dolomites, first snow.mov", 388 * MIB), stored],
  [row(3, "Lago di Braies, morning.jpg", 31 * MIB), stored],
  [row(4, "Phone pictures, the whole summer.zip", 2.1 * GIB), stored],
  [row(5, "Cowbells above Ortisei.flac", 54.2 * MIB), stored],
  [row(6, "Cap cloud over the ridge.jpg", 27.7 * MIB), stored],
  [row(7, "Hut dinner, everyone singing.mov", 1.1 * GIB), { state: "weakened", holding: 10 }],
  [row(8, "Route and huts.pdf", 2.4 * MIB, { seal: "none" }), stored],
  [row(9, "Hut under the Langkofel.jpg", 29.4 * MIB), stored],
  [row(10, "Packing list.txt", 4_812), stored],
  [row(11, "Diary, private.pdf", 812_000, { seal: "passphrase" }), stored],
  [row(12, "Negatives, scanned 1978–1991.tar", 4.6 * GIB), { state: "lost", holding: 3 }],
  [row(20, "Lease agreement, signed.pdf", 1.9 * MIB, { bucket: 2 }), stored],
  [row(21, "Letters to the council.txt", 92_000, { bucket: 2 }), stored],
  [row(22, "Tax 2024.zip", 240 * MIB, { bucket: 2 }), { state: "gone", holding: 0 }],
  [row(23, "Studio session, raw takes.flac", 1.9 * GIB, { bucket: 3 }), null],
];

function shelvesOf(rows: readonly FileRow[]): Shelf[] {
  const bucket = (id: number, name: string) => {
    const own = rows.filter((each) => each.bucket === id);
    return {
      bucket: id,
      name,
      files: own.length,
      bytes: own.reduce((sum, each) => sum + each.bytes, 0),
    };
  };
  const shelf = (name: string, total: number, used: number, buckets: Shelf["buckets"]): Shelf => ({
    name,
    state: "active",
    totalBytes: total * GIB,
    usedBytes: used * GIB,
    lockedBytes: 1.3 * GIB,
    freeBytes: (total - used - 1.3) * GIB,
    buckets,
  });
  return [
    shelf("Valley", 64, 44.3, [bucket(1, "Family photos"), bucket(2, "Papers")]),
    shelf("Cold shelf", 256, 236, [bucket(3, "Archive"), bucket(4, "Public downloads")]),
  ];
}

/** The updates that list rows in chunks, and then tell their states. */
function listing(
  rows: readonly FileRow[],
  states: readonly [string, FileState][],
  shelves: Shelf[],
): CatalogueUpdate[] {
  const empty = { rows: [], states: [], removed: [], shelves: null, asOf: null, sequence: 0 };
  const updates: CatalogueUpdate[] = [];
  for (let from = 0; from < rows.length; from += CHUNK) {
    updates.push({ ...empty, rows: rows.slice(from, from + CHUNK), listed: false, read: 0 });
  }
  updates.push({ ...empty, shelves, listed: true, read: 0 });
  for (let from = 0; from < states.length; from += CHUNK) {
    const told = states.slice(from, from + CHUNK);
    updates.push({
      ...empty,
      states: told,
      asOf: 4_218_076,
      listed: true,
      read: from + told.length,
    });
  }
  return updates;
}

const KINDS: [RegExp, PreviewKind][] = [
  [/^image\/jpeg/, "picture"],
  [/^text\//, "text"],
  [/pdf$/, "pdf"],
  [/^audio\//, "audio"],
  [/^video\//, "video"],
];

function kindOf({ mediaType }: FileRow): PreviewKind | null {
  return KINDS.find(([pattern]) => pattern.test(mediaType))?.[1] ?? null;
}

function preview(file: FileRow): Preview {
  const seed = parseInt(file.fid.slice(0, 8), 16);
  const kind = kindOf(file) ?? "text";
  const url = {
    picture: () => picture(seed),
    text: () =>
      `data:text/plain,${encodeURIComponent(`${file.name}\n\nTwo ropes\nA warm hat\nTea`)}`,
    pdf: () =>
      `data:application/pdf,${encodeURIComponent(pdfText(["Route and huts", "The second day"]))}`,
    audio: () => tone(),
    video: () => "data:video/mp4,",
  }[kind]();
  const bytes = Math.min(file.bytes, MIB);
  const { mediaType, name } = file;
  return { kind, url, token: `token-${file.fid}`, bytes, fileBytes: file.bytes, mediaType, name };
}

function details(states: ReadonlyMap<string, FileState>) {
  return (file: FileRow): FileDetails => {
    const state = states.get(file.fid) ?? null;
    const segments = Math.max(1, Math.ceil(file.bytes / SEGMENT));
    const missing = new Set(
      Array.from({ length: LINES - (state?.holding ?? 0) }, (_, at) => (9 + at * 5) % LINES),
    );
    const letter = (line: number, segment: number): string => {
      if (state === null || state.state === "arriving") return "w";
      return missing.has(line) && segment === segments - 1 ? "f" : "o";
    };
    const cells = Array.from({ length: LINES }, (_, line) =>
      Array.from({ length: segments }, (__, segment) => letter(line, segment)).join(""),
    );
    const known = state !== null && state.state !== "gone";
    const drill = {
      fid: file.fid,
      passed: true,
      at: NOW - 3 * DAY,
      columns: [1, 4, 7, 12],
      fragments: 4 * segments,
      bytes: segments * SEGMENT,
      seconds: 3.2,
      problem: null,
    };
    return {
      row: file,
      state,
      territory: file.bucket < 3 ? "Valley" : "Cold shelf",
      bucketName: ["", "Family photos", "Papers", "Archive", "Public downloads"][file.bucket] ?? "",
      segments,
      chainName: file.seal === "none" ? file.name : file.fid.slice(0, 16),
      owners: ["cXh7VtRk2mW8vN3eJr9Yb5e1pT4fSdWfu6hC7z8nG2dK9kPq"],
      storedBlock: state?.state === "stored" || state?.state === "weakened" ? 3_641_290 : null,
      asOf: 4_218_076,
      keys:
        file.seal === "dataKey"
          ? [
              { fingerprint: "7f2a09c4d18e55b0", name: "This computer", known: true },
              { fingerprint: "02bde97b6c41f382", name: null, known: false },
            ]
          : [],
      lines: known
        ? NODES.map((node, line) => ({
            column: line + 1,
            node,
            holding: [...(cells[line] ?? "")].filter((each) => each === "o").length,
            segments,
          }))
        : [],
      cells: known ? cells.join("") : "",
      lastDrill: state?.state === "stored" ? drill : null,
      history: [
        { at: file.added, kind: "added", block: null },
        { at: file.added + 300_000, kind: "stored", block: 3_641_290 },
        ...(state?.state === "stored"
          ? [{ at: drill.at, kind: "drill" as const, block: null }]
          : []),
      ],
      canPreview: kindOf(file),
    };
  };
}

function recording(told: readonly [FileRow, FileState | null][]): CatalogueRecording {
  const rows = told.map(([file]) => file);
  const states = told.flatMap(([file, state]): [string, FileState][] =>
    state ? [[file.fid, state]] : [],
  );
  const shelves = shelvesOf(rows);
  return {
    files: rows.length,
    shelves,
    updates: listing(rows, states, shelves),
    apart: false,
    details: details(new Map(states)),
    preview,
    removal: (asked) => ({
      files: asked.length,
      bytes: asked.reduce((sum, { bytes }) => sum + bytes, 0),
      freedBytes: asked.reduce((sum, { takesBytes }) => sum + takesBytes, 0),
      fee: "18400000000000000",
      feeKnown: true,
      tokenSymbol: "TCESS",
      refused: [],
    }),
    move: {
      files: 1,
      sameTerritory: false,
      fee: "9200000000000000",
      feeKnown: true,
      warning: null,
    },
    local: {
      path: "",
      bytes: 18.3 * MIB,
      fid: fidOf(1),
      equal: true,
      stored: rows[1] ?? null,
      how: "sealed",
    },
    holdsAfter: null,
  };
}

/** A few files in every state. */
export const someFiles = recording(SOME);

/** The same, where a deletion or a move waits after its first file. */
export const heldFiles: CatalogueRecording = { ...someFiles, holdsAfter: 1 };

/** Territories and buckets without a file. */
export const noFiles = recording([]);

/** A catalogue that does not answer yet. */
export const loadingFiles: CatalogueRecording = { ...noFiles, files: null };

/** A catalogue of years. */
export function manyFiles(count: number): CatalogueRecording {
  const names = ["Scan", "Letter", "Dolomites, late light", "Minutes of the choir", "Übung"];
  const endings = ["pdf", "jpg", "mov", "txt", "zip"];
  const told = recording(
    Array.from({ length: count }, (_, at): [FileRow, FileState] => {
      const shuffled = (at * 7_919) % count;
      const name = `${names[at % 5] ?? ""} ${String(shuffled + 1)}.${endings[(at * 3) % 5] ?? ""}`;
      const file = row(at, name, ((at * 48_271) % 90_000) * 1_024 + 1, {
        bucket: 1 + (at % 4),
        added: NOW - at * 600_000,
      });
      const state: FileState =
        at % 997 === 0
          ? { state: "weakened", holding: 11 }
          : at < 3
            ? { state: "arriving", holding: 2 }
            : stored;
      return [file, state];
    }),
  );
  return { ...told, apart: true };
}
