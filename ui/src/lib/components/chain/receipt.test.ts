import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FakeDoor } from "../../backend/fake/fake";
import { busy, sending, stored } from "../../backend/fake/scenes";
import Stage from "../../backend/fake/Stage.svelte";
import type { Job } from "../../backend/types";
import Timeline from "./Timeline.svelte";

const writeText = vi.fn(() => Promise.resolve());

beforeEach(() => {
  Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
  writeText.mockClear();
});

afterEach(cleanup);

/** The receipt's part of a job's timeline. */
function opened(job: Job): { door: FakeDoor; tools: HTMLElement } {
  const door = new FakeDoor(busy);
  render(Stage, { door, shown: Timeline, given: { job, facts: [] } });
  return { door, tools: screen.getByTestId("receipt") };
}

describe("the receipt of an upload", () => {
  it("waits until the file is stored, and says so", () => {
    const { tools } = opened(sending);
    const save = within(tools).getByTestId("save-receipt");
    expect(save).toHaveProperty("disabled", true);
    const note = document.getElementById(save.getAttribute("aria-describedby") ?? "");
    expect(note?.textContent).toBe("There is a receipt once the file is stored in a final block.");
  });

  it("is copied as the program signed it", async () => {
    const { door, tools } = opened(stored);
    await fireEvent.click(within(tools).getByTestId("copy-receipt"));
    expect(await within(tools).findByText("Receipt copied")).toBeTruthy();
    const text = await door.receipt(stored.fid ?? "");
    expect(writeText).toHaveBeenCalledWith(text);
  });

  it("is saved where the person says", async () => {
    const { door, tools } = opened(stored);
    await fireEvent.click(within(tools).getByTestId("save-receipt"));
    expect(await within(tools).findByText("Receipt saved")).toBeTruthy();
    expect(door.asked).toContainEqual([
      "saveReceipt",
      stored.fid,
      `/files/${stored.name}.receipt.json`,
    ]);
  });

  it("is not offered for what stored nothing", () => {
    const door = new FakeDoor(busy);
    const cancelled = { ...sending, condition: "cancelled" as const };
    render(Stage, { door, shown: Timeline, given: { job: cancelled, facts: [] } });
    expect(screen.queryByTestId("receipt")).toBeNull();
  });
});
