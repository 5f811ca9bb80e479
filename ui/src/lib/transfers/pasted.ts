/** Paths in one paste; the rest is left out. */
const MOST_PATHS = 10_000;

/** The local paths that a paste names: `file:` addresses or absolute paths, one a line. */
export function pastedPaths(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => pathOf(line.trim()))
    .filter((path) => path !== null)
    .slice(0, MOST_PATHS);
}

function pathOf(line: string): string | null {
  if (line.startsWith("file:")) return pathOfAddress(line);
  const absolute = line.startsWith("/") || /^[A-Za-z]:\\/.test(line);
  return absolute ? line : null;
}

function pathOfAddress(line: string): string | null {
  try {
    const { host, pathname } = new URL(line);
    if (host !== "" && host !== "localhost") return null;
    const path = decodeURIComponent(pathname);
    return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
  } catch {
    return null;
  }
}
