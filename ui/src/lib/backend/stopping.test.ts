import { beforeEach, describe, expect, it, vi } from "vitest";

import { commands } from "../bindings";
import { GoesOn, STOPPED, toTheEnd } from "./stopping";
import { stoppable } from "./tauri-stoppable";

/** A command that answers when the test says so. */
function slow() {
  const calls: {
    call: number;
    name: string;
    answer: (text: string) => void;
    refuse: (reason: unknown) => void;
  }[] = [];
  const command = (call: number, name: string): Promise<string> =>
    new Promise((answer, refuse) => {
      calls.push({ call, name, answer, refuse });
    });
  return { calls, ask: stoppable(command) };
}

const stop = vi.spyOn(commands, "stopCommand");

/** Lets everything that is decided come to pass. */
const settle = (): Promise<void> => new Promise((done) => setTimeout(done));

beforeEach(() => {
  stop.mockReset();
});

describe("a request with a signal", () => {
  it("has a number of its own and answers as without one", async () => {
    const { calls, ask } = slow();
    const signal = new AbortController().signal;
    const [one, other] = [ask("one", signal), ask("other")];
    expect(calls.map(({ name }) => name)).toEqual(["one", "other"]);
    expect(calls[0]?.call).not.toBe(calls[1]?.call);
    calls[0]?.answer("first");
    calls[1]?.answer("second");
    expect(await Promise.all([one, other])).toEqual(["first", "second"]);
    expect(stop).not.toHaveBeenCalled();
  });

  it("is stopped by its number, and rejects as the program says", async () => {
    stop.mockResolvedValue("stopped");
    const { calls, ask } = slow();
    const leave = new AbortController();
    const answer = ask("one", leave.signal);
    leave.abort();
    expect(stop).toHaveBeenCalledExactlyOnceWith(calls[0]?.call);
    calls[0]?.refuse({ code: STOPPED, message: "", remedy: "", retry: true, context: {} });
    await expect(answer).rejects.toMatchObject({ code: STOPPED });
  });

  it("that nobody wants any more when it begins is stopped at once", async () => {
    stop.mockResolvedValue("unknown");
    const { calls, ask } = slow();
    const answer = ask("one", AbortSignal.abort());
    expect(stop).toHaveBeenCalledExactlyOnceWith(calls[0]?.call);
    calls[0]?.refuse({ code: STOPPED, message: "", remedy: "", retry: true, context: {} });
    await expect(answer).rejects.toMatchObject({ code: STOPPED });
  });

  it("that is too late to stop says so at once, and has an end", async () => {
    stop.mockResolvedValue("goesOn");
    const { calls, ask } = slow();
    const leave = new AbortController();
    const answer = ask("one", leave.signal);
    leave.abort();
    const reason: unknown = await answer.catch((caught: unknown) => caught);
    if (!(reason instanceof GoesOn)) throw new Error("it does not go on");
    calls[0]?.answer("done");
    expect(await reason.end).toBe("done");
  });

  it("is not stopped once it has answered", async () => {
    const { calls, ask } = slow();
    const leave = new AbortController();
    const answer = ask("one", leave.signal);
    calls[0]?.answer("done");
    expect(await answer).toBe("done");
    await settle();
    leave.abort();
    expect(stop).not.toHaveBeenCalled();
  });

  it("answers all the same when it cannot be asked to stop", async () => {
    stop.mockRejectedValue(new Error("the bridge is gone"));
    const { calls, ask } = slow();
    const leave = new AbortController();
    const answer = ask("one", leave.signal);
    leave.abort();
    await settle();
    calls[0]?.answer("done");
    expect(await answer).toBe("done");
  });
});

describe("waiting to the end", () => {
  it("goes beyond a stop that came too late, and tells so", async () => {
    const late = vi.fn();
    expect(await toTheEnd(Promise.reject(new GoesOn(Promise.resolve(5))), late)).toBe(5);
    expect(late).toHaveBeenCalledOnce();
  });

  it("keeps every other reason", async () => {
    await expect(toTheEnd(Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
});
