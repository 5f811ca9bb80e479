import type { NetworkProfiles } from "../backend/types";

/** What a genesis hash in a link means here. */
export type LinkNetwork =
  | { kind: "same"; label: string }
  | { kind: "other"; label: string }
  | { kind: "unknown"; genesis: string }
  | { kind: "unnamed" };

/** The network that a link names, among those that are known. */
export function linkNetwork(genesis: string | null, known: NetworkProfiles): LinkNetwork {
  if (genesis === null) return { kind: "unnamed" };
  const named = known.profiles.filter((profile) => isSameHash(profile.genesis, genesis));
  const open = named.find(({ name }) => name === known.current);
  if (open) return { kind: "same", label: open.label };
  const [other] = named;
  return other ? { kind: "other", label: other.label } : { kind: "unknown", genesis };
}

function isSameHash(one: string | null, other: string): boolean {
  return one !== null && digits(one) === digits(other);
}

function digits(hash: string): string {
  return hash.toLowerCase().replace(/^0x/, "");
}
