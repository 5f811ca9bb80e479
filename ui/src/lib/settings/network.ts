import { saying, type Saying } from "../words/speak";

/** The addresses that were typed, one a line. */
export function endpointsIn(text: string): string[] {
  return text
    .split(/\s+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What is missing or wrong about a network that shall be added; null when nothing is. */
export function networkProblem(
  name: string,
  endpoints: readonly string[],
  taken: readonly string[],
): Saying | null {
  if (name === "") return saying("settings.needsName");
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name)) return saying("settings.needsPlainName");
  if (taken.includes(name)) return saying("settings.nameTaken");
  if (endpoints.length === 0) return saying("settings.needsEndpoint");
  const bad = endpoints.find((endpoint) => !isEndpoint(endpoint));
  if (bad !== undefined) return saying("settings.badEndpoint", { text: bad });
  const twice = endpoints.find((endpoint, at) => endpoints.indexOf(endpoint) !== at);
  return twice === undefined ? null : saying("settings.endpointTwice", { text: twice });
}

function isEndpoint(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ["ws:", "wss:"].includes(url.protocol) && url.hostname !== "";
}
