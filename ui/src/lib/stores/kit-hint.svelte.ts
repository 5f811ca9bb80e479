import type { Door } from "../backend/door";
import { asProblem } from "../backend/problem";
import type { KitState, Problem } from "../backend/types";
import type { Preferences } from "./preferences.svelte";

/** Whether sealed files can be opened on this computer only. Made while a component is, for as long as that stands. */
export class KitHint {
  readonly #door: Pick<Door, "kitState" | "onKeysChanged" | "openWindow">;
  readonly #preferences: Preferences;
  #state = $state.raw<KitState | null>(null);
  /** Why the keys window did not open. */
  problem = $state.raw<Problem | null>(null);

  constructor(
    door: Pick<Door, "kitState" | "onKeysChanged" | "openWindow">,
    preferences: Preferences,
  ) {
    this.#door = door;
    this.#preferences = preferences;
    $effect(() => {
      void this.#look();
      const stop = door.onKeysChanged(() => void this.#look());
      return () => {
        void stop.then((end) => {
          end();
        });
      };
    });
  }

  /** No kit was made yet; false while that is not known. */
  get onlyHere(): boolean {
    return this.#state !== null && this.#state.madeAt === null;
  }

  /** Opens the keys window at the kit, or where one is restored. */
  async open(place: "kit" | "restore"): Promise<void> {
    this.problem = null;
    this.#preferences.sendKeysTo(place);
    try {
      await this.#door.openWindow("keys");
    } catch (reason) {
      this.problem = asProblem(reason);
    }
  }

  async #look(): Promise<void> {
    try {
      this.#state = await this.#door.kitState();
    } catch {
      // A hint that cannot be given is left out; the keys window says what is wrong.
      this.#state = null;
    }
  }
}
