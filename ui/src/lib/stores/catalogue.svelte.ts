import type { Door } from "../backend/door";
import type { CatalogueUpdate, FileRow, Shelf } from "../backend/catalogue-types";
import { asProblem } from "../backend/problem";
import type { Problem } from "../backend/types";
import type { Filter } from "../catalogue/health";
import {
  keepSeen,
  NOTHING_CHOSEN,
  pick,
  pickAll,
  type Picking,
  type Selection,
} from "../catalogue/selection";
import { bucketsOf, type Scope } from "../catalogue/scope";
import { look, NOTHING_SEEN, type Sight, type Wish } from "../catalogue/sight";
import { type Column, type FileEntry, FileTable } from "../catalogue/table";

/** These columns begin with the largest or the newest. */
const FALLING: ReadonlySet<Column> = new Set(["size", "takes", "added", "sealed"]);

/** Calls `draw` once, before the next frame. */
type Frame = (draw: () => void) => unknown;

/**
 * The catalogue as one window sees it: a fold over its updates, and what of it is shown.
 *
 * What the person does shows at once; what the program tells is drawn at most once a frame.
 */
export class CatalogueStore {
  readonly #door: Door;
  readonly #frame: Frame;
  readonly #language: string;
  #table: FileTable;
  #turn = 0;
  #sequence: number | null = null;
  #drawing = false;

  scope = $state.raw<Scope>({ kind: "all" });
  wish = $state.raw<Wish>({
    buckets: null,
    query: "",
    filter: "all",
    column: "added",
    descending: true,
  });
  sight = $state.raw<Sight>(NOTHING_SEEN);
  selection = $state.raw<Selection>(NOTHING_CHOSEN);
  shelves = $state.raw<readonly Shelf[]>([]);
  symbol = $state("");
  /** Files that the catalogue said it has; null until it answers. */
  expected = $state<number | null>(null);
  /** Were all local rows told? */
  listed = $state(false);
  /** Files whose state the chain has told. */
  read = $state(0);
  /** The block of the states. */
  asOf = $state<number | null>(null);
  /** Why the list cannot be shown. */
  lost = $state.raw<Problem | null>(null);
  /** Grows with each locking of the keys: what is shown of files is opened anew then. */
  locks = $state(0);
  /** Grows with each change of the table, for what is derived from it. */
  version = $state(0);

  constructor(door: Door, language: string, frame: Frame = (draw) => requestAnimationFrame(draw)) {
    this.#door = door;
    this.#frame = frame;
    this.#language = language;
    this.#table = new FileTable(language);
  }

  /** Begins, or begins again. What an abandoned stream still says is not heard. */
  async follow(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#forget();
    try {
      const head = await this.#door.followCatalogue((update) => {
        if (turn === this.#turn) this.#hear(update);
      });
      if (turn !== this.#turn) return;
      this.expected = head.files;
      this.symbol = head.tokenSymbol;
      if (this.shelves.length === 0) this.shelves = head.territories;
      this.#settleScope();
      this.#see();
    } catch (reason) {
      if (turn === this.#turn) this.lost = asProblem(reason);
    }
  }

  /** The keys were locked. */
  lock(): void {
    this.locks += 1;
  }

  /** Stops listening. */
  end(): void {
    this.#turn += 1;
  }

  /** Files that are known, in all buckets. */
  get known(): number {
    void this.version;
    return this.#table.count;
  }

  entry(slot: number): FileEntry | null {
    void this.version;
    return this.#table.entry(slot);
  }

  row(slot: number): FileRow | null {
    void this.version;
    return this.#table.row(slot);
  }

  show(scope: Scope): void {
    this.scope = scope;
    this.selection = NOTHING_CHOSEN;
    this.wish = { ...this.wish, buckets: bucketsOf(scope, this.shelves) };
    this.#see();
  }

  search(query: string): void {
    this.wish = { ...this.wish, query };
    this.#see();
  }

  filter(filter: Filter): void {
    this.wish = { ...this.wish, filter };
    this.#see();
  }

  /** Sorts by a column; by the one that sorts already, the other way round. */
  sort(column: Column): void {
    const again = column === this.wish.column;
    const descending = again ? !this.wish.descending : FALLING.has(column);
    this.wish = { ...this.wish, column, descending };
    this.#see();
  }

  pick(place: number, how: Picking): void {
    this.selection = pick(this.selection, this.sight.slots, place, how);
  }

  pickAll(): void {
    this.selection = pickAll(this.selection, this.sight.slots);
  }

  pickNone(): void {
    this.selection = { ...NOTHING_CHOSEN, active: this.selection.active };
  }

  /** The place of a slot in the list; -1 when it is not there. */
  placeOf(slot: number | null): number {
    return slot === null ? -1 : this.sight.slots.indexOf(slot);
  }

  /** The rows that are chosen, in the order of the list. */
  chosenRows(): FileRow[] {
    const { chosen } = this.selection;
    if (chosen.size === 0) return [];
    const slots =
      chosen.size === 1 ? [...chosen] : [...this.sight.slots].filter((slot) => chosen.has(slot));
    return slots.flatMap((slot) => this.row(slot) ?? []);
  }

  /** The territory and the name of a bucket. */
  bucketOf(bucket: number): { territory: string; name: string } | null {
    for (const shelf of this.shelves) {
      const found = shelf.buckets.find((each) => each.bucket === bucket);
      if (found) return { territory: shelf.name, name: found.name };
    }
    return null;
  }

  #forget(): void {
    this.#sequence = null;
    this.#table = new FileTable(this.#language);
    this.sight = NOTHING_SEEN;
    this.selection = NOTHING_CHOSEN;
    this.expected = null;
    this.listed = false;
    this.read = 0;
    this.asOf = null;
    this.lost = null;
    this.version += 1;
  }

  #hear(update: CatalogueUpdate): void {
    if (this.#sequence !== null && update.sequence <= this.#sequence) return;
    if (this.#sequence !== null && update.sequence > this.#sequence + 1) {
      void this.follow();
      return;
    }
    this.#sequence = update.sequence;
    this.#table.apply(update);
    if (update.shelves) this.shelves = update.shelves;
    if (update.shelves) this.#settleScope();
    this.listed = update.listed;
    this.read = update.read;
    this.asOf = update.asOf ?? this.asOf;
    this.#draw();
  }

  #draw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    this.#frame(() => {
      this.#drawing = false;
      this.version += 1;
      this.#see();
    });
  }

  #see(): void {
    this.sight = look(this.#table, this.wish);
    this.selection = keepSeen(this.selection, this.sight.slots);
  }

  /** A scope whose bucket or territory is gone shows everything instead. */
  #settleScope(): void {
    const { scope } = this;
    const gone =
      (scope.kind === "bucket" && !this.bucketOf(scope.bucket)) ||
      (scope.kind === "territory" && !this.shelves.some(({ name }) => name === scope.name));
    if (gone) this.scope = { kind: "all" };
    this.wish = { ...this.wish, buckets: bucketsOf(this.scope, this.shelves) };
  }
}
