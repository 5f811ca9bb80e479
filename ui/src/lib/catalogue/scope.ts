import type { Shelf } from "../backend/catalogue-types";

/** Which files the list shows: all, those of a territory, or those of a bucket. */
export type Scope =
  { kind: "all" } | { kind: "territory"; name: string } | { kind: "bucket"; bucket: number };

/** The buckets of a scope; null when it is all of them. */
export function bucketsOf(scope: Scope, shelves: readonly Shelf[]): ReadonlySet<number> | null {
  switch (scope.kind) {
    case "all":
      return null;
    case "bucket":
      return new Set([scope.bucket]);
    case "territory": {
      const shelf = shelves.find(({ name }) => name === scope.name);
      return new Set(shelf?.buckets.map(({ bucket }) => bucket));
    }
  }
}
