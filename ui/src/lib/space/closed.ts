/**
 * A dialog about space is closed: `changed` when something was signed and done in it; `signing` is what comes of a change
 * that was left while it was being signed.
 */
export type SpaceClosed = (changed: boolean, signing?: Promise<unknown>) => void;
