import { createContext } from "svelte";

import type { KitHint } from "./kit-hint.svelte";
import type { Preferences } from "./preferences.svelte";
import type { Revocations } from "./revocations.svelte";
import type { SheetStore } from "./sheet.svelte";
import type { TransfersStore } from "./transfers.svelte";
import type { Words } from "./words.svelte";

/** What every component below a window may reach for. */
export const [useWords, provideWords] = createContext<Words>();
export const [usePreferences, providePreferences] = createContext<Preferences>();
export const [useTransfers, provideTransfers] = createContext<TransfersStore>();
export const [useKitHint, provideKitHint] = createContext<KitHint>();
export const [useRevocations, provideRevocations] = createContext<Revocations>();
export const [useSheet, provideSheet] = createContext<SheetStore>();
