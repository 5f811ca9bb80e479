import { describe, expect, it } from "vitest";

import { FakeDoor } from "../backend/fake/fake";
import { busy } from "../backend/fake/scenes";
import { GoesOn, STOPPED } from "../backend/stopping";
import { SheetStore } from "./sheet.svelte";

const PROBLEM = { code: STOPPED, message: "", remedy: "", retry: true, context: {} };
const ANSWER = {
  bucket: "files",
  seal: { kind: "none" },
  route: { kind: "direct" },
  publicUnderstood: true,
} as const;

/** A request of a door that comes to an end when the test says so. */
function held(door: FakeDoor, name: "lookAt" | "upload") {
  const asked: { signal: AbortSignal | undefined; refuse: (reason: unknown) => void }[] = [];
  door[name] = (_: unknown, signal?: AbortSignal) =>
    new Promise<never>((_answer, refuse) => {
      asked.push({ signal, refuse });
    });
  return asked;
}

describe("an upload sheet that is left", () => {
  it("stops the walk over what was chosen, and shows nothing of it", async () => {
    const door = new FakeDoor(busy);
    const asked = held(door, "lookAt");
    const store = new SheetStore(door);
    const looked = store.look(["/a"]);
    expect(store.looking).toBe(true);
    store.stopLooking();
    expect([store.looking, asked[0]?.signal?.aborted]).toEqual([false, true]);
    asked[0]?.refuse(PROBLEM);
    await looked;
    expect([store.sheet, store.problem]).toEqual([null, null]);
  });

  it("stops what it was starting", async () => {
    const door = new FakeDoor(busy);
    const asked = held(door, "upload");
    const store = new SheetStore(door);
    await store.look(["/a"]);
    const stored = store.store(ANSWER);
    store.close();
    expect([store.sheet, asked[0]?.signal?.aborted]).toEqual([null, true]);
    asked[0]?.refuse(PROBLEM);
    expect(await stored).toBe(false);
    expect([store.problem, store.storing]).toEqual([null, false]);
  });

  it("still tells what was refused when it was too late to stop", async () => {
    const door = new FakeDoor(busy);
    const asked = held(door, "upload");
    const store = new SheetStore(door);
    await store.look(["/a"]);
    const stored = store.store(ANSWER);
    store.close();
    const refused = [{ path: "/a", problem: { ...PROBLEM, code: "x" } }];
    asked[0]?.refuse(new GoesOn(Promise.resolve({ jobs: [], refused })));
    expect(await stored).toBe(true);
    expect(store.refused).toEqual(refused);
  });
});
