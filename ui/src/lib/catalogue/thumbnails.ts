import type { FileRow } from "../backend/catalogue-types";
import type { CatalogueDoor } from "../backend/catalogue";

/** Pictures that are opened at the same time; the others wait. */
const OPENING_AT_ONCE = 4;

/** Bytes of the largest picture that is fetched for its thumbnail: one segment. */
const LARGEST = 32 * 1024 * 1024;

/** Milliseconds that a tile stays in view before its picture is asked for, so that scrolling past asks for nothing. */
const REST = 120;

/** Is this a picture that a tile may show without being asked? */
export function hasThumbnail(row: FileRow): boolean {
  return row.mediaType.startsWith("image/") && row.bytes <= LARGEST && row.seal !== "passphrase";
}

interface Wanted {
  fid: string;
  show: (url: string) => void;
  ended: boolean;
}

/**
 * The pictures of the tiles in view: opened a few at a time, closed as soon as their tile is gone.
 *
 * The newest tile comes first. A picture that cannot be opened leaves its tile with the icon.
 */
export class Thumbnails {
  readonly #door: Pick<CatalogueDoor, "openPreview" | "closePreview">;
  #waiting: Wanted[] = [];
  #opening = 0;

  constructor(door: Pick<CatalogueDoor, "openPreview" | "closePreview">) {
    this.#door = door;
  }

  /** Calls `show` with an address of the picture; the answer ends that. */
  want(fid: string, show: (url: string) => void): () => void {
    const wanted: Wanted = { fid, show, ended: false };
    const rest = setTimeout(() => {
      this.#waiting.push(wanted);
      this.#next();
    }, REST);
    return () => {
      clearTimeout(rest);
      wanted.ended = true;
      this.#waiting = this.#waiting.filter((other) => other !== wanted);
      this.#close(wanted);
    };
  }

  readonly #tokens = new Map<Wanted, string>();

  #next(): void {
    while (this.#opening < OPENING_AT_ONCE) {
      const wanted = this.#waiting.pop();
      if (!wanted) return;
      this.#opening += 1;
      void this.#open(wanted).finally(() => {
        this.#opening -= 1;
        this.#next();
      });
    }
  }

  async #open(wanted: Wanted): Promise<void> {
    try {
      const { token, url, kind } = await this.#door.openPreview(wanted.fid, null);
      this.#tokens.set(wanted, token);
      if (wanted.ended || kind !== "picture") this.#close(wanted);
      else wanted.show(url);
    } catch {
      // The tile keeps its icon; opening the file says what is wrong.
    }
  }

  #close(wanted: Wanted): void {
    const token = this.#tokens.get(wanted);
    if (token === undefined) return;
    this.#tokens.delete(wanted);
    this.#door.closePreview(token).catch(() => undefined);
  }
}
