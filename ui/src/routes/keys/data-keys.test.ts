import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import type { FakeDoor } from "../../lib/backend/fake/fake";
import { NOW } from "../../lib/backend/fake/scenes";
import { lockedVault, vault } from "../../lib/backend/fake/scenes-tools";
import {
  askedNames,
  click,
  gone,
  inMenuOf,
  onAKeysPage,
  open,
  toTab,
  type,
} from "../preview/keys-window";

onAKeysPage();

const TEXT = vault(NOW).keyText;

async function openDataKeys(recording = vault(NOW)): Promise<FakeDoor> {
  const door = await open(recording);
  await toTab("tab-data-keys");
  await screen.findByRole("table");
  return door;
}

describe("the data keys", () => {
  it("are reached by the keyboard, with their fingerprints in two groups", async () => {
    await open();
    const tab = screen.getByTestId("tab-accounts");
    tab.focus();
    await fireEvent.keyDown(tab, { key: "ArrowRight" });
    await screen.findByRole("table");
    expect(screen.getByText("7F2A09C4 D18E55B0")).toBeTruthy();
    expect(screen.getAllByTestId("data-key")).toHaveLength(4);
  });

  it("are made at random and renamed", async () => {
    const door = await openDataKeys();
    await click("data-key-create");
    await type("create-data-key-name", "Letters");
    await click("create-data-key-go");
    await gone("create-data-key");
    expect(screen.getByText("Letters")).toBeTruthy();
    expect(door.asked).toContainEqual(["createDataKey", "Letters"]);
    await inMenuOf(0, "data-key-rename");
    await screen.findByTestId("rename-data-key");
    await type("rename-data-key-name", "Daily");
    await click("rename-data-key-go");
    await gone("rename-data-key");
    expect(screen.getByText("Daily")).toBeTruthy();
    expect(door.asked).toContainEqual(["renameDataKey", "7f2a09c4d18e55b0", "Daily"]);
  });

  it("are made from a passphrase typed twice, after its dangers were said", async () => {
    const door = await openDataKeys();
    await click("data-key-create");
    await type("create-data-key-name", "Shared");
    await click("key-derive");
    expect(screen.getByText(/^The same name and passphrase give the same key/)).toBeTruthy();
    expect(screen.getByText(/^A weak passphrase can be guessed/)).toBeTruthy();
    await click("create-data-key-go");
    expect(screen.getByText("Type a passphrase.")).toBeTruthy();
    await type("derive-passphrase", "six words of no sense at all");
    await type("derive-passphrase-again", "six words of no sense at");
    await click("create-data-key-go");
    expect(screen.getByText("The two passphrases differ.")).toBeTruthy();
    expect(askedNames(door)).not.toContain("deriveDataKey");
    await type("derive-passphrase-again", "six words of no sense at all");
    await click("create-data-key-go");
    await gone("create-data-key");
    expect(door.asked).toContainEqual(["deriveDataKey", "Shared", 28]);
  });

  it("forget a passphrase that was typed for the other way", async () => {
    await openDataKeys();
    await click("data-key-create");
    await click("key-derive");
    await type("derive-passphrase", "six words of no sense at all");
    await click("key-random");
    await click("key-derive");
    expect(screen.getByTestId<HTMLInputElement>("derive-passphrase").value).toBe("");
  });

  it("are imported as they were shown, and a slip is said without the text", async () => {
    await openDataKeys();
    await click("key-import");
    await type("import-data-key-name", "From the attic");
    await type("import-data-key-secret", "pileus-data-key-1-nonsense");
    await click("import-data-key-go");
    const problem = await screen.findByTestId("problem");
    expect(problem.dataset["code"]).toBe("data_key_unreadable");
    expect(problem.textContent).not.toContain("nonsense");
    await type("import-data-key-secret", ` ${TEXT} `);
    await click("import-data-key-go");
    await gone("import-data-key");
    expect(screen.getByText("From the attic")).toBeTruthy();
  });

  it("wait for the keys to be unlocked, but for their names", async () => {
    await openDataKeys(lockedVault(NOW));
    const [trigger] = screen.getAllByTestId("data-key-menu");
    (trigger as HTMLElement).focus();
    await fireEvent.keyDown(trigger as HTMLElement, { key: "Enter" });
    const reveal = await screen.findByTestId("key-reveal");
    expect(reveal.getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByTestId("data-key-rename").getAttribute("aria-disabled")).not.toBe("true");
  });
});

describe("a data key", () => {
  async function show(): Promise<FakeDoor> {
    const door = await openDataKeys();
    await inMenuOf(0, "key-reveal");
    await screen.findByTestId("reveal-data-key");
    expect(askedNames(door)).not.toContain("revealDataKey");
    expect(document.body.textContent).not.toContain(TEXT);
    vi.useFakeTimers();
    await click("reveal-data-key-go");
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByTestId("data-key-text").textContent).toBe(TEXT);
    return door;
  }

  it("is shown only when asked, and hidden again after a minute", async () => {
    await show();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(document.body.textContent).toContain(TEXT);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(document.body.textContent).not.toContain(TEXT);
    expect(screen.getByText("The key is hidden again.")).toBeTruthy();
  });

  it("is hidden when the person goes to another window", async () => {
    await show();
    await fireEvent.blur(window);
    expect(document.body.textContent).not.toContain(TEXT);
  });

  it("is hidden when the keys lock themselves", async () => {
    const door = await show();
    await door.vault.lockKeys(false);
    door.main.changeKeys();
    await vi.advanceTimersByTimeAsync(0);
    expect(document.body.textContent).not.toContain(TEXT);
  });

  it("is copied by the program, not by the page", async () => {
    const door = await show();
    await click("data-key-copy");
    await vi.advanceTimersByTimeAsync(0);
    expect(door.asked).toContainEqual(["copySecret", TEXT.length]);
    expect(screen.getByText("Copied. Clears in 60 s.")).toBeTruthy();
  });

  it("is rotated after it was said what stored files keep and what another key costs", async () => {
    const door = await openDataKeys();
    await inMenuOf(1, "key-rotate");
    await screen.findByTestId("rotate-data-key");
    expect(screen.getByText(/^96 files that are stored already keep the old key/)).toBeTruthy();
    expect(screen.getByText(/its space, its fee and its time once more/)).toBeTruthy();
    expect((await screen.findByTestId("resealing-fee")).textContent).toContain("0.096 TCESS");
    expect(screen.getByTestId("resealing").textContent).toContain("9 GiB of 18.4 GiB free");
    expect(screen.queryByTestId("resealing-lack")).toBeNull();
    expect(screen.getByTestId<HTMLInputElement>("rotate-old-name").value).toBe("Papers (old)");
    await type("rotate-old-name", "Test key");
    await click("rotate-data-key-go");
    expect(askedNames(door)).not.toContain("rotateDataKey");
    await type("rotate-old-name", "Papers until now");
    await click("rotate-data-key-go");
    await gone("rotate-data-key");
    expect(door.asked).toContainEqual(["rotateDataKey", "c81e4410aa3709fe", "Papers until now"]);
    expect(screen.getByText("Papers until now")).toBeTruthy();
  });

  it("is rotated after it was said which space is missing and what it costs", async () => {
    const door = await openDataKeys();
    await inMenuOf(0, "key-rotate");
    const lack = await screen.findByTestId("resealing-lack");
    expect(lack.textContent.trim()).toBe(
      "First rent 151 GiB more until the end of its term: 32,012 TCESS for 212 days",
    );
    expect(screen.getByTestId("resealing").textContent).toContain("3 more files belong to other");
    expect(door.asked).toContainEqual(["resealing", "7f2a09c4d18e55b0"]);
  });

  it("is rotated also while the network does not say what another key costs", async () => {
    const door = await openDataKeys();
    await inMenuOf(2, "key-rotate");
    await waitFor(() => {
      expect(screen.getByTestId("resealing").textContent).toContain("is not known");
    });
    await click("rotate-data-key-go");
    await gone("rotate-data-key");
    expect(askedNames(door)).toContain("rotateDataKey");
  });

  it("is rotated without asking anybody while nothing is sealed with it", async () => {
    const door = await openDataKeys();
    await inMenuOf(3, "key-rotate");
    await screen.findByTestId("rotate-data-key");
    expect(screen.queryByTestId("resealing")).toBeNull();
    expect(askedNames(door)).not.toContain("resealing");
  });

  it("that files need is removed only when its name is typed", async () => {
    const door = await openDataKeys();
    await inMenuOf(2, "key-remove");
    await screen.findByTestId("remove-data-key");
    expect(screen.getByText(/^38 files need this key/)).toBeTruthy();
    await type("remove-data-key-name", "cold shelf");
    await click("remove-data-key-go");
    expect(askedNames(door)).not.toContain("removeDataKey");
    await type("remove-data-key-name", "Cold shelf");
    await click("remove-data-key-go");
    await gone("remove-data-key");
    await waitFor(() => {
      expect(screen.queryByText("Cold shelf")).toBeNull();
    });
  });

  it("that nothing needs is removed without typing", async () => {
    const door = await openDataKeys();
    await inMenuOf(3, "key-remove");
    await screen.findByTestId("remove-data-key");
    expect(screen.queryByTestId("remove-data-key-name")).toBeNull();
    await click("remove-data-key-go");
    await gone("remove-data-key");
    expect(door.asked).toContainEqual(["removeDataKey", "a3f06d1590cce427", null]);
  });

  it("asks for its name when the program knows of files that the page does not", async () => {
    const door = await openDataKeys();
    door.refusals.set("removeDataKey", {
      code: "data_key_needed",
      message: "2 files can be opened with this key only.",
      remedy: "Type its name.",
      retry: false,
      context: { files: "2" },
    });
    await inMenuOf(3, "key-remove");
    await screen.findByTestId("remove-data-key");
    await click("remove-data-key-go");
    await screen.findByTestId("remove-data-key-name");
    await type("remove-data-key-name", "Test key");
    await click("remove-data-key-go");
    await gone("remove-data-key");
    expect(door.asked).toContainEqual(["removeDataKey", "a3f06d1590cce427", "Test key"]);
  });
});
