import type { IconName } from "../components/shared/icons";

const BY_ENDING: Record<string, IconName> = {};
for (const [icon, endings] of [
  ["film", "mov mp4 mkv avi webm m4v"],
  ["image", "jpg jpeg png gif tif tiff webp heic svg bmp raw"],
  ["audio", "mp3 flac wav ogg m4a aac opus"],
  ["archive", "zip tar gz tgz xz zst 7z rar bz2"],
  ["doc", "pdf txt md doc docx odt rtf tex epub csv xls xlsx ods ppt pptx odp"],
] as const) {
  for (const ending of endings.split(" ")) BY_ENDING[ending] = icon;
}

/** The picture for a file, by the end of its name. */
export function fileIcon(name: string): IconName {
  const ending = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "";
  return Object.hasOwn(BY_ENDING, ending) ? (BY_ENDING[ending] ?? "file") : "file";
}
