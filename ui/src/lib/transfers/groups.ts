import type { SheetItem, SheetTotals } from "../backend/types";

/** What was dropped: a file by itself, or a folder with the files in it. */
export type SheetEntry =
  | { kind: "file"; key: string; item: SheetItem; within: boolean }
  | { kind: "folder"; key: string; name: string; items: SheetItem[]; totals: SheetTotals };

/** Files of the same dropped folder under one head, in the order of the drop; those of open folders follow it. */
export function sheetEntries(items: readonly SheetItem[], open: ReadonlySet<string>): SheetEntry[] {
  const folders = new Map<string, SheetItem[]>();
  const order: (SheetItem | string)[] = [];
  for (const item of items) {
    const folder = folderOf(item);
    const known = folder === null ? undefined : folders.get(folder);
    if (folder === null) order.push(item);
    else if (known) known.push(item);
    else {
      folders.set(folder, [item]);
      order.push(folder);
    }
  }
  return order.flatMap((each) =>
    typeof each === "string"
      ? folderEntries(each, folders.get(each) ?? [], open.has(each))
      : [fileEntry(each, false)],
  );
}

/** The dropped folders, in order. */
export function foldersIn(items: readonly SheetItem[]): string[] {
  return [...new Set(items.map(folderOf).filter((folder) => folder !== null))];
}

/** The name of a file without the folder that was dropped. */
export function nameWithin(item: SheetItem): string {
  const folder = folderOf(item);
  return folder === null ? item.name : item.name.slice(folder.length + 1);
}

function folderOf({ name }: SheetItem): string | null {
  const at = name.indexOf("/");
  return at > 0 ? name.slice(0, at) : null;
}

function folderEntries(name: string, items: SheetItem[], open: boolean): SheetEntry[] {
  const totals = items.reduce<SheetTotals>(
    (sum, item) => ({
      files: sum.files + 1,
      bytes: sum.bytes + item.bytes,
      segments: sum.segments + item.segments,
      territoryBytes: sum.territoryBytes + item.territoryBytes,
    }),
    { files: 0, bytes: 0, segments: 0, territoryBytes: 0 },
  );
  const head: SheetEntry = { kind: "folder", key: `folder:${name}`, name, items, totals };
  return open ? [head, ...items.map((item) => fileEntry(item, true))] : [head];
}

function fileEntry(item: SheetItem, within: boolean): SheetEntry {
  return { kind: "file", key: item.path, item, within };
}
