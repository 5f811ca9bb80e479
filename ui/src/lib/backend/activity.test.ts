import { describe, expect, it, vi } from "vitest";

import { tellActivity } from "./activity";

function watched() {
  const page = new EventTarget();
  const personActive = vi.fn<() => Promise<unknown>>().mockResolvedValue(undefined);
  const clock = { now: 0 };
  const stop = tellActivity({ personActive }, page, () => clock.now);
  return { page, personActive, clock, stop };
}

describe("somebody who uses the page", () => {
  it("is told of at the first key or movement, and then every thirty seconds at most", () => {
    const { page, personActive, clock } = watched();
    page.dispatchEvent(new Event("keydown"));
    expect(personActive).toHaveBeenCalledTimes(1);
    clock.now = 29_999;
    page.dispatchEvent(new Event("pointermove"));
    page.dispatchEvent(new Event("keydown"));
    expect(personActive).toHaveBeenCalledTimes(1);
    clock.now = 30_000;
    page.dispatchEvent(new Event("pointermove"));
    expect(personActive).toHaveBeenCalledTimes(2);
  });

  it("is not told of when nobody is there", () => {
    const { page, personActive } = watched();
    page.dispatchEvent(new Event("focus"));
    page.dispatchEvent(new Event("scroll"));
    expect(personActive).not.toHaveBeenCalled();
  });

  it("is not told of by a page that is gone", () => {
    const { page, personActive, stop } = watched();
    stop();
    page.dispatchEvent(new Event("keydown"));
    expect(personActive).not.toHaveBeenCalled();
  });

  it("goes on undisturbed when the program does not answer", async () => {
    const { page, personActive, clock } = watched();
    personActive.mockRejectedValueOnce(new Error("gone"));
    page.dispatchEvent(new Event("wheel"));
    await Promise.resolve();
    clock.now = 40_000;
    page.dispatchEvent(new Event("wheel"));
    expect(personActive).toHaveBeenCalledTimes(2);
  });
});
