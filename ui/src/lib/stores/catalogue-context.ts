import { createContext } from "svelte";

import type { CatalogueStore } from "./catalogue.svelte";
import type { FileActions } from "./file-actions.svelte";

/** What every component below a Buckets window may reach for. */
export const [useCatalogue, provideCatalogue] = createContext<CatalogueStore>();
export const [useFileActions, provideFileActions] = createContext<FileActions>();
