import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Preview } from "../../backend/catalogue-types";
import { FakeDoor } from "../../backend/fake/fake";
import { busy } from "../../backend/fake/scenes";
import Stage from "../../backend/fake/Stage.svelte";
import PreviewMedia from "./PreviewMedia.svelte";

const load = vi.fn();

beforeEach(() => {
  load.mockClear();
  vi.spyOn(HTMLMediaElement.prototype, "load").mockImplementation(load);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function opened(kind: "audio" | "video"): { player: HTMLMediaElement; onfail: () => void } {
  const preview: Preview = {
    kind,
    url: "http://127.0.0.1:4000/0011",
    token: "0011",
    bytes: 5_000,
    fileBytes: 5_000,
    mediaType: `${kind}/webm`,
    name: "Take 3.webm",
  };
  const onfail = vi.fn();
  render(Stage, { door: new FakeDoor(busy), shown: PreviewMedia, given: { preview, onfail } });
  const player = screen.getByTestId<HTMLMediaElement>(`preview-${kind}`);
  return { player, onfail };
}

describe.each(["audio", "video"] as const)("a preview of %s", (kind) => {
  it("cannot be played before its beginning was read", async () => {
    const { player } = opened(kind);
    expect(player.preload).toBe("metadata");
    expect(player.autoplay).toBe(false);
    expect(player.controls).toBe(false);
    expect(await fireEvent.contextMenu(player)).toBe(false);
    await fireEvent.loadedMetadata(player);
    expect(player.controls).toBe(true);
    expect(await fireEvent.contextMenu(player)).toBe(true);
  });

  it("says aloud that it loads, until it can be played", async () => {
    const { player } = opened(kind);
    const status = screen.getByRole("status");
    expect(status.textContent.trim()).toBe("Loading…");
    await fireEvent.loadedMetadata(player);
    expect(status.textContent.trim()).toBe("");
  });

  it("reads nothing more once it is off the page", () => {
    const { player } = opened(kind);
    expect(player.hasAttribute("src")).toBe(true);
    cleanup();
    expect(player.hasAttribute("src")).toBe(false);
    expect(load).toHaveBeenCalledOnce();
  });

  it("says when it cannot be played at all", async () => {
    const { player, onfail } = opened(kind);
    await fireEvent.error(player);
    expect(onfail).toHaveBeenCalledOnce();
  });
});
