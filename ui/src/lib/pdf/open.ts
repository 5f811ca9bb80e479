import {
  getDocument,
  GlobalWorkerOptions,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import jpeg2000 from "pdfjs-dist/wasm/openjpeg_nowasm_fallback.js?url";

import { fetchBytes } from "./bytes";

/** Bytes of the longest document that is fetched as a whole; of a longer one only what its pages need. */
const WHOLE = 16 * 1024 * 1024;

/** Bytes of one range of a longer document. */
const RANGE = 256 * 1024;

/** Edge in points of the largest picture that is decoded. */
const LARGEST_PICTURE = 64_000_000;

const tables = import.meta.glob<string>(
  ["/node_modules/pdfjs-dist/cmaps/*.bcmap", "/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}"],
  { query: "?url", import: "default", eager: true },
);

const addresses = new Map(
  Object.entries(tables).map(([path, url]) => [path.slice(path.lastIndexOf("/") + 1), url]),
);

/** Character tables and fonts that documents name without bringing them, out of our own assets. */
class OwnAssets {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const url = addresses.get(filename);
    if (url === undefined) throw new Error(`no asset is named ${filename}`);
    return fetchBytes(url);
  }
}

/** A long document, read in ranges. */
class Ranges extends PDFDataRangeTransport {
  readonly #url: string;
  readonly #failed: (reason: unknown) => void;

  constructor(url: string, length: number, failed: (reason: unknown) => void) {
    super(length, null);
    this.#url = url;
    this.#failed = failed;
  }

  override requestDataRange(begin: number, end: number): void {
    fetchBytes(this.#url, { begin, end }).then(
      (chunk) => {
        this.onDataRange(begin, chunk);
      },
      (reason: unknown) => {
        this.#failed(reason);
      },
    );
  }
}

/** An opened document, and what closes it. */
export interface Opened {
  document: PDFDocumentProxy;
  close(): Promise<void>;
}

/** Opens a document of `length` bytes; `failed` hears of bytes that did not arrive later on. */
export async function openPdf(
  url: string,
  length: number,
  failed: (reason: unknown) => void,
): Promise<Opened> {
  GlobalWorkerOptions.workerSrc = worker;
  const source =
    length <= WHOLE
      ? { data: await fetchBytes(url) }
      : { range: new Ranges(url, length, failed), rangeChunkSize: RANGE };
  const task = getDocument({
    ...source,
    BinaryDataFactory: OwnAssets,
    cMapPacked: true,
    useWorkerFetch: false,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    maxImageSize: LARGEST_PICTURE,
    // The content policy lets scripts run, and no WebAssembly: pictures in JPEG 2000 are decoded by a script of ours.
    useWasm: false,
    wasmUrl: new URL(".", new URL(jpeg2000, document.baseURI)).href,
  });
  return { document: await task.promise, close: () => task.destroy() };
}
