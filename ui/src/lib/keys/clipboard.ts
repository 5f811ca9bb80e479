/** Seconds after which a copied secret is taken off the clipboard. */
export const CLIPBOARD_SECONDS = 60;

/** What a person does that lets a page write to the clipboard again. */
const GESTURES = ["pointerdown", "keydown", "focus"] as const;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Copies a secret, and empties the clipboard after a minute, whatever it holds by then. */
export async function copySecret(secret: string): Promise<void> {
  await navigator.clipboard.writeText(secret);
  clearTimeout(timer);
  timer = setTimeout(() => void empty(), CLIPBOARD_SECONDS * 1_000);
}

/** Some systems let a page write only while a person uses it: then the next touch of it empties the clipboard. */
async function empty(): Promise<void> {
  try {
    await navigator.clipboard.writeText("");
  } catch {
    const again = (): void => {
      for (const gesture of GESTURES) removeEventListener(gesture, again, true);
      navigator.clipboard.writeText("").catch(() => undefined);
    };
    for (const gesture of GESTURES) addEventListener(gesture, again, true);
  }
}
