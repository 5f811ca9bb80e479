import { askedBy, type Ground } from "../../catalogue/keys";
import type { CatalogueStore } from "../../stores/catalogue.svelte";

/** What the list and the grid have in common: both are one field of files. */
export interface Field {
  /** The element that scrolls. */
  scroller: () => HTMLElement | undefined;
  ground: () => Omit<Ground, "length">;
  /** Scrolls no further than needed to show a place. */
  bring: (place: number) => Promise<void>;
  onopen: () => void;
  onremove: () => void;
}

/** Picks, opens and removes files by keys and by the pointer. */
export function fieldHandlers(catalogue: CatalogueStore, field: Field) {
  const slots = () => catalogue.sight.slots;

  async function focus(place: number): Promise<void> {
    await field.bring(place);
    const slot = String(slots()[place]);
    const file = field.scroller()?.querySelector<HTMLElement>(`[data-slot="${slot}"]`);
    file?.focus({ preventScroll: true });
  }

  function onkeydown(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || event.target.closest("button")) return;
    const place = catalogue.placeOf(catalogue.selection.active);
    const asked = askedBy(event, place, { length: slots().length, ...field.ground() });
    if (!asked) return;
    event.preventDefault();
    if (asked.kind === "all") catalogue.pickAll();
    else if (asked.kind === "open") field.onopen();
    else if (asked.kind === "remove") field.onremove();
    else {
      catalogue.pick(asked.place, asked.how);
      void focus(asked.place);
    }
  }

  function onclick(event: MouseEvent): void {
    const place = placeUnder(event);
    if (place === null) return;
    if (event.shiftKey) catalogue.pick(place, "range");
    else if (event.ctrlKey || event.metaKey) catalogue.pick(place, "toggle");
    else {
      catalogue.pick(place, "only");
      field.onopen();
    }
  }

  /** A menu on a file that is not chosen is about that file alone. */
  function oncontextmenu(event: MouseEvent): void {
    const place = placeUnder(event);
    const slot = place === null ? undefined : slots()[place];
    if (place === null || slot === undefined) return;
    if (!catalogue.selection.chosen.has(slot)) catalogue.pick(place, "only");
  }

  return { onkeydown, onclick, oncontextmenu };
}

function placeUnder(event: MouseEvent): number | null {
  if (!(event.target instanceof Element)) return null;
  const file = event.target.closest<HTMLElement>("[data-place]");
  return file ? Number(file.dataset["place"]) : null;
}
