import type { FileRow } from "../backend/catalogue-types";
import { saying, type Saying } from "../words/speak";

const ARCHIVES = /zip|tar|compressed|archive|gzip|7z|rar/;
const DOCUMENTS = /^text\/|pdf|document|sheet|presentation|epub|json|xml/;

/** Letters of the longest ending that is worth saying. */
const LONGEST_ENDING = 5;

/** What a file is, in words: "TIF picture". */
export function kindOf(row: Pick<FileRow, "name" | "mediaType">): Saying {
  const ending = endingOf(row.name);
  const type = row.mediaType;
  if (type.startsWith("image/")) return saying("kind.picture", { ending });
  if (type.startsWith("video/")) return saying("kind.film", { ending });
  if (type.startsWith("audio/")) return saying("kind.sound", { ending });
  if (ARCHIVES.test(type)) return saying("kind.archive", { ending });
  if (DOCUMENTS.test(type)) return saying("kind.document", { ending });
  return saying("kind.file", { ending });
}

function endingOf(name: string): string {
  const at = name.lastIndexOf(".");
  const ending = at > 0 ? name.slice(at + 1) : "";
  return /^[a-z0-9]+$/i.test(ending) && ending.length <= LONGEST_ENDING ? ending.toUpperCase() : "";
}
