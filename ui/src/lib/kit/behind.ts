import type { KitState } from "../backend/types";
import { saying, type Saying } from "../words/speak";

/** What there is to say of the newest kit, and whether it asks for something to be done. */
export interface Behind {
  saying: Saying;
  urgent: boolean;
}

/** A file that came later is found on the chain again; a key that came later is not. */
export function behindOf(kit: KitState): Behind {
  const { madeAt, filesSince: files, keysSince: keys } = kit;
  if (madeAt === null) return { saying: saying("kit.never"), urgent: true };
  if (keys > 0) return { saying: saying("kit.keysSince", { count: keys }), urgent: true };
  if (files > 0) return { saying: saying("kit.filesSince", { count: files }), urgent: false };
  return { saying: saying("kit.upToDate"), urgent: false };
}
