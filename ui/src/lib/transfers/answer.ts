import type { Sheet } from "../backend/types";
import type { SealKind } from "../stores/preferences.svelte";
import { saying, type Saying } from "../words/speak";

/** What the person has filled into the sheet. */
export interface Draft {
  seal: SealKind;
  /** Fingerprints of the data keys to seal with. */
  keys: readonly string[];
  passphrase: string;
  again: string;
  publicUnderstood: boolean;
}

/** Why the sheet cannot be answered yet, in the order in which it is filled in; null when it can. */
export function missing(
  sheet: Sheet,
  draft: Draft,
  size: (bytes: number) => string,
): Saying | null {
  if (sheet.items.length === 0) return saying("sheet.nothing");
  if (!sheet.fits) {
    const more = Math.max(0, sheet.totals.territoryBytes - sheet.freeBytes);
    return saying("sheet.needsSpace", { missing: size(more) });
  }
  if (draft.seal === "dataKey" && sheet.dataKeys.length > 0 && draft.keys.length === 0) {
    return saying("sheet.needsKey");
  }
  if (draft.seal === "passphrase" && draft.passphrase === "")
    return saying("sheet.needsPassphrase");
  if (draft.seal === "passphrase" && draft.passphrase !== draft.again) {
    return saying("sheet.needsSame");
  }
  if (draft.seal === "none" && !draft.publicUnderstood) return saying("sheet.needsUnderstanding");
  return null;
}
