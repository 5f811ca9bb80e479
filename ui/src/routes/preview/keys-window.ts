import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, vi } from "vitest";

import { FakeDoor } from "../../lib/backend/fake/fake";
import type { KeysRecording } from "../../lib/backend/fake/keys";
import { busy, NOW } from "../../lib/backend/fake/scenes";
import { vault } from "../../lib/backend/fake/scenes-tools";
import App from "../keys/App.svelte";
import type { Drawer } from "./main-window";

/** Gives each test of a file a keys window of its own. */
export function onAKeysPage(): void {
  beforeEach(() => {
    vi.stubGlobal("matchMedia", () => ({
      addEventListener: vi.fn(),
      removeEventListener: vi.fn(),
    }));
    Element.prototype.scrollIntoView = vi.fn();
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}

/** Opens the keys window before a recorded vault. */
export async function open(
  recording: KeysRecording = vault(NOW),
  { languages = ["en"], shelf = null as Drawer | null } = {},
): Promise<FakeDoor> {
  const door = new FakeDoor({ ...busy, vault: recording });
  render(App, { door, shelf, languages });
  await screen.findByTestId("protection");
  return door;
}

export const click = (testid: string): Promise<boolean> =>
  fireEvent.click(screen.getByTestId(testid));

export async function type(testid: string, value: string): Promise<void> {
  await fireEvent.input(screen.getByTestId(testid), { target: { value } });
}

/** Waits until a dialog has closed by itself. */
export async function gone(testid: string): Promise<void> {
  await waitFor(() => {
    expect(screen.queryByTestId(testid)).toBeNull();
  });
}

/** Chooses a tab by its test id. */
export async function toTab(testid: string): Promise<void> {
  const tab = screen.getByTestId(testid);
  tab.focus();
  await fireEvent.keyDown(tab, { key: "Enter" });
  await fireEvent.click(tab);
}

/** Opens the menu of the data key at a place, and chooses in it. */
export async function inMenuOf(place: number, testid: string): Promise<void> {
  const trigger = screen.getAllByTestId("data-key-menu")[place] as HTMLElement;
  trigger.focus();
  await fireEvent.keyDown(trigger, { key: "Enter" });
  const item = await screen.findByTestId(testid);
  item.focus();
  await fireEvent.keyDown(item, { key: "Enter" });
}

/** The places of the words that are asked back. */
export function askedPlaces(): number[] {
  return screen
    .getAllByTestId(/^word-\d+$/)
    .map((field) => Number(field.dataset["testid"]?.slice("word-".length)));
}

/** What the page asked of the door, by name. */
export function askedNames(door: FakeDoor): string[] {
  return door.asked.map(([name]) => name);
}
