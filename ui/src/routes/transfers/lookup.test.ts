import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { busy } from "../../lib/backend/fake/scenes";
import type { LookedUp } from "../../lib/backend/types";
import { asTransaction, blockOf, isDigits } from "../../lib/lookup/digits";
import { fateOf, marksOf } from "../../lib/lookup/told";
import { asked, onAPage, open } from "../preview/main-window";

onAPage();

const FID = "ab".repeat(32);
const HASH = `0x${FID}`;
const { lookedUp } = busy.main;

async function inPalette(typed: string): Promise<void> {
  await screen.findByTestId("drop-zone");
  await fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
  await fireEvent.input(await screen.findByTestId("palette-input"), { target: { value: typed } });
}

async function opened(main: Partial<typeof busy.main> = {}, digits = HASH) {
  const door = open({ ...busy, main: { ...busy.main, ...main } });
  await inPalette(digits);
  await fireEvent.click(await screen.findByTestId("command-lookUp"));
  await screen.findByTestId("look-up");
  return door;
}

async function type(testid: string, value: string): Promise<void> {
  await fireEvent.input(screen.getByTestId(testid), { target: { value } });
}

const lookUps = (door: ReturnType<typeof open>) =>
  door.asked.filter(([name]) => name === "lookUp").map(([, ...given]) => given);

describe("digits", () => {
  it("are a hash or a FID when there are 64, with or without 0x", () => {
    expect([FID, HASH, ` ${FID.toUpperCase()}\n`].map(isDigits)).toEqual([true, true, true]);
    expect(["", "0x", FID.slice(1), `${FID}0`, "g".repeat(64)].some(isDigits)).toBe(false);
    expect([asTransaction(FID), asTransaction(HASH)]).toEqual([HASH, HASH]);
  });

  it("of a block are a whole number, or none", () => {
    expect(["", " 12 ", "4294967295"].map(blockOf)).toEqual([null, 12, 4_294_967_295]);
    expect(["-1", "1.5", "0x10", "4294967296"].map(blockOf)).toEqual(Array(4).fill(undefined));
  });
});

describe("a hash in the palette", () => {
  it("is looked up on the chain and told with its file, each hash copyable", async () => {
    const door = await opened();
    const found = await screen.findByTestId("look-up-found");
    expect(lookUps(door)).toEqual([[HASH, null]]);
    expect(within(found).getByText("Order to store a file")).toBeTruthy();
    expect(within(found).getByText("Successful, and final in block 4,102")).toBeTruthy();
    expect(within(found).getByText("0.0012 TCESS")).toBeTruthy();
    const { transaction, file } = lookedUp;
    const copied = [...found.querySelectorAll<HTMLElement>("[data-copy]")].map(
      ({ dataset }) => dataset["copy"],
    );
    const nodes = file?.lines.map(({ node }) => node) ?? [];
    const hashes = [transaction?.hash, transaction?.block?.hash, transaction?.signer, file?.fid];
    expect(copied).toEqual(expect.arrayContaining([...hashes, ...nodes]));
    expect(within(found).getByTestId("look-up-file").dataset["state"]).toBe("weakened");
  });

  it("is asked for by the command of its own, and nonsense is not sent", async () => {
    const door = open(busy);
    await inPalette("look up");
    await fireEvent.click(await screen.findByTestId("command-lookUp"));
    await type("look-up-field", "hello");
    await fireEvent.click(await screen.findByTestId("look-up-go"));
    expect(await screen.findByText("A hash has 64 digits from 0 to f.")).toBeTruthy();
    await type("look-up-field", FID);
    await type("look-up-from", "soon");
    await fireEvent.click(screen.getByTestId("look-up-go"));
    expect(await screen.findByText("A block is a whole number.")).toBeTruthy();
    expect(asked(door)).not.toContain("lookUp");
    await type("look-up-from", "4100");
    await fireEvent.click(screen.getByTestId("look-up-go"));
    await screen.findByTestId("look-up-found");
    expect(lookUps(door)).toEqual([[FID, 4_100]]);
  });

  it("is looked up when it is pasted, and is no file", async () => {
    const door = open(busy);
    await screen.findByTestId("drop-zone");
    const data = { getData: (kind: string) => (kind === "text/plain" ? HASH : "") };
    const event = Object.assign(new Event("paste"), { clipboardData: data });
    window.dispatchEvent(event);
    await screen.findByTestId("look-up-found");
    expect(asked(door)).not.toContain("lookAt");
  });
});

describe("a search of the chain", () => {
  it("tells how far it is, and stops", async () => {
    const door = open(busy);
    door.main.searches = true;
    await inPalette(HASH);
    await fireEvent.click(await screen.findByTestId("command-lookUp"));
    const text = "Searching the chain: block 3,017, 1,201 left";
    expect((await screen.findAllByText(text)).length).toBeGreaterThan(0);
    await fireEvent.click(screen.getByTestId("look-up-stop"));
    expect(await screen.findByText("The search was stopped. Nothing was changed.")).toBeTruthy();
    expect(screen.queryByTestId("look-up-progress")).toBeNull();
  });

  it("ends with its dialog", async () => {
    const door = open(busy);
    door.main.searches = true;
    await inPalette(HASH);
    await fireEvent.click(await screen.findByTestId("command-lookUp"));
    await screen.findByTestId("look-up-stop");
    await fireEvent.click(screen.getByTestId("look-up-close"));
    await vi.waitFor(() => {
      expect(asked(door)).toContain("stopLookUp");
    });
  });

  it("goes on before the blocks that were searched in vain", async () => {
    const door = open(busy);
    const context = { from: "1700", to: "4099" };
    const message = "No such transaction.";
    const missing = { code: "transaction_missing", message, remedy: "", retry: false, context };
    door.refusals.set("lookUp", missing);
    await inPalette(HASH);
    await fireEvent.click(await screen.findByTestId("command-lookUp"));
    await vi.waitFor(() => {
      expect(screen.getByTestId<HTMLInputElement>("look-up-from").value).toBe("1699");
    });
    await fireEvent.click(screen.getByTestId("look-up-go"));
    await screen.findByTestId("look-up-found");
    expect(lookUps(door)).toEqual([
      [HASH, null],
      [HASH, 1_699],
    ]);
  });

  it("is offered for digits that are no file's", async () => {
    const { file } = lookedUp;
    if (!file) throw new Error("the recording has a file");
    const gone = { state: "gone", holding: 0 } as const;
    const nothing = { ...file, state: gone, bytes: null, owners: [], storedBlock: null, lines: [] };
    const unknown: LookedUp = { ...lookedUp, transaction: null, file: nothing };
    const door = await opened({ lookedUp: unknown }, FID);
    expect(await screen.findByText("The network does not know a file of this FID.")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("look-up-transactions"));
    await vi.waitFor(() => {
      expect(lookUps(door)).toEqual([
        [FID, null],
        [HASH, null],
      ]);
    });
  });
});

describe("what is told of a transaction", () => {
  const { transaction } = lookedUp;
  if (!transaction) throw new Error("the recording has a transaction");

  it("names why the chain refused it", () => {
    const failed = { ...transaction, standing: "failed", failure: "FileBank.Existed" } as const;
    expect(fateOf(failed)).toMatchObject({
      tone: "bad",
      text: { key: "lookUp.failed", values: { number: 4_102, failure: "FileBank.Existed" } },
    });
  });

  it("never claims success without a final block", () => {
    const open = ["signed", "inBlock", "expired", "eventsGone"] as const;
    expect(open.map((standing) => fateOf({ ...transaction, standing }).tone)).not.toContain("good");
  });

  it("marks what a stored file lost, and what an order waits for", () => {
    const lines = [3, 2, 0].map((holding, at) => ({
      column: at + 1,
      node: null,
      holding,
      segments: 3,
    }));
    expect([marksOf(lines, true), marksOf(lines, false)]).toEqual(["off", "oww"]);
  });
});
