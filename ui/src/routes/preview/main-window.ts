import { cleanup, render } from "@testing-library/svelte";
import { afterEach, beforeEach, vi } from "vitest";

import { FakeDoor } from "../../lib/backend/fake/fake";
import type { Recording } from "../../lib/backend/fake/recording";
import App from "../transfers/App.svelte";

/** Answers that the page needs and jsdom does not have because it draws nothing. */
class NoObserver {
  observe = vi.fn();
  unobserve = vi.fn();
  disconnect = vi.fn();
}

/** A place to keep choices, as long as a test lasts. */
export class Drawer {
  readonly #kept = new Map<string, string>();
  getItem = (name: string): string | null => this.#kept.get(name) ?? null;
  setItem = (name: string, value: string): void => {
    this.#kept.set(name, value);
  };
}

/** Gives each test of a file a page of its own. */
export function onAPage(): void {
  beforeEach(() => {
    vi.stubGlobal("ResizeObserver", NoObserver);
    vi.stubGlobal("matchMedia", () => ({
      addEventListener: vi.fn(),
      removeEventListener: vi.fn(),
    }));
    Element.prototype.scrollIntoView = vi.fn();
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });
}

/** Opens the main window before a recording. */
export function open(
  recording: Recording,
  { languages = ["en"], shelf = null as Drawer | null } = {},
): FakeDoor {
  const door = new FakeDoor(recording);
  render(App, { door, shelf, languages });
  return door;
}

/** What the page asked of the door, by name. */
export function asked(door: FakeDoor): string[] {
  return door.asked.map(([name]) => name);
}
