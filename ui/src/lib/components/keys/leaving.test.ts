import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import { FakeDoor } from "../../backend/fake/fake";
import { busy, NOW } from "../../backend/fake/scenes";
import { vault } from "../../backend/fake/scenes-tools";
import Stage from "../../backend/fake/Stage.svelte";
import { GoesOn, STOPPED } from "../../backend/stopping";
import Keys from "../../views/Keys.svelte";

afterEach(cleanup);

const STOPPED_PROBLEM = { code: STOPPED, message: "", remedy: "", retry: true, context: {} };

/** What a door was asked, with a way to refuse it. */
interface Request {
  signal: AbortSignal | undefined;
  refuse: (reason: unknown) => void;
}

function endless(requests: Request[], signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, refuse) => {
    requests.push({ signal, refuse });
  });
}

async function type(testid: string, text: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value: text } });
}

/** The keys window while a key is derived from a passphrase. */
async function deriving(door: FakeDoor): Promise<Request> {
  const requests: Request[] = [];
  door.deriveDataKey = (_name, _passphrase, signal) => endless(requests, signal);
  render(Stage, { door, shown: Keys, given: { door } });
  await fireEvent.click(await screen.findByTestId("tab-data-keys"));
  await fireEvent.click(await screen.findByTestId("data-key-create"));
  await type("create-data-key-name", "Family");
  await fireEvent.click(await screen.findByTestId("key-derive"));
  await type("derive-passphrase", "seven tall ships");
  await type("derive-passphrase-again", "seven tall ships");
  await fireEvent.click(screen.getByTestId("create-data-key-go"));
  await waitFor(() => {
    expect(requests).toHaveLength(1);
  });
  const [request] = requests;
  if (!request) throw new Error("nothing was asked");
  return request;
}

describe("a key that is being derived", () => {
  for (const how of ["Escape", "Cancel"] as const) {
    it(`is stopped when its dialog is left by ${how}`, async () => {
      const { signal, refuse } = await deriving(new FakeDoor({ ...busy, vault: vault(NOW) }));
      expect(signal?.aborted).toBe(false);
      if (how === "Cancel") await fireEvent.click(screen.getByTestId("create-data-key-cancel"));
      else await fireEvent.keyDown(screen.getByTestId("create-data-key"), { key: "Escape" });
      await waitFor(() => {
        expect(screen.queryByTestId("create-data-key")).toBeNull();
      });
      expect(signal?.aborted).toBe(true);
      refuse(STOPPED_PROBLEM);
      await new Promise((done) => setTimeout(done));
      expect(screen.queryByRole("alert")).toBeNull();
    });
  }

  it("that was being written already and failed is told in the window", async () => {
    const { refuse } = await deriving(new FakeDoor({ ...busy, vault: vault(NOW) }));
    await fireEvent.click(screen.getByTestId("create-data-key-cancel"));
    const end = Promise.reject({ ...STOPPED_PROBLEM, code: "x", message: "The disk is full." });
    end.catch(() => undefined);
    refuse(new GoesOn(end));
    expect(await screen.findByText(/The disk is full/)).toBeTruthy();
  });
});

describe("an account that is being made", () => {
  async function making(door: FakeDoor): Promise<Request> {
    const requests: Request[] = [];
    door.createAccount = (_name, signal) => endless(requests, signal);
    render(Stage, { door, shown: Keys, given: { door } });
    await fireEvent.click(await screen.findByTestId("account-create"));
    await type("create-account-name", "Savings");
    await fireEvent.click(screen.getByTestId("create-account-go"));
    await waitFor(() => {
      expect(requests).toHaveLength(1);
    });
    await fireEvent.click(screen.getByTestId("create-account-cancel"));
    const [request] = requests;
    if (!request) throw new Error("nothing was asked");
    expect(request.signal?.aborted).toBe(true);
    return request;
  }

  it("is left once it was stopped", async () => {
    const { refuse } = await making(new FakeDoor({ ...busy, vault: vault(NOW) }));
    refuse(STOPPED_PROBLEM);
    await waitFor(() => {
      expect(screen.queryByTestId("create-account")).toBeNull();
    });
  });

  it("shows its words this once when it was too late to stop", async () => {
    const door = new FakeDoor({ ...busy, vault: vault(NOW) });
    const { refuse } = await making(door);
    const account = {
      name: "Savings",
      address: "cX",
      isDefault: false,
      origin: "created",
      balance: "0",
      created: NOW,
    };
    refuse(new GoesOn(Promise.resolve({ account, words: "one two three" })));
    expect(await screen.findByText("two")).toBeTruthy();
  });
});
