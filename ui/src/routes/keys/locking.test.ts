import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { NOW } from "../../lib/backend/fake/scenes";
import { barelyKept, keyringVault, vault } from "../../lib/backend/fake/scenes-tools";
import { askedNames, click, gone, onAKeysPage, open, type } from "../preview/keys-window";

onAKeysPage();

/** A vault under a passphrase, while transfers run. */
const sending = (running: number) => ({ ...vault(NOW), running });

describe("locking", () => {
  it("happens at once when nothing is sent, and a wrong passphrase is said kindly", async () => {
    const door = await open();
    await click("lock-now");
    expect(await screen.findByTestId("locked")).toBeTruthy();
    expect(door.asked).toContainEqual(["lockKeys", false]);
    await click("unlock");
    await screen.findByTestId("unlock-keys");
    await type("unlock-passphrase", "guess");
    await click("unlock-keys-go");
    expect(await screen.findByText(/^That is not the passphrase/)).toBeTruthy();
    expect(screen.getByTestId<HTMLInputElement>("unlock-passphrase").value).toBe("");
    await type("unlock-passphrase", vault(NOW).passphrase);
    await click("unlock-keys-go");
    await gone("locked");
  });

  it("says which keys stay while transfers run, and lets them end", async () => {
    const door = await open(sending(2));
    await click("lock-now");
    await screen.findByTestId("lock-question");
    expect(screen.getByText("2 transfers are running")).toBeTruthy();
    expect(screen.getByText(/stay until their transfers end/)).toBeTruthy();
    expect(askedNames(door)).not.toContain("lockKeys");
    await click("lock-keep");
    await gone("lock-question");
    expect(door.asked).toContainEqual(["lockKeys", false]);
    expect(screen.getByTestId("locked")).toBeTruthy();
  });

  it("pauses and wipes when that is chosen", async () => {
    const door = await open(sending(1));
    await click("lock-now");
    await screen.findByTestId("lock-question");
    await click("lock-wipe");
    await gone("lock-question");
    expect(door.asked).toContainEqual(["lockKeys", true]);
  });

  it("keeps the question when it was refused", async () => {
    const door = await open(sending(1));
    door.refusals.set("lockKeys", {
      code: "keys_still_in_use",
      message: "The keys are still in use.",
      remedy: "Try again.",
      retry: true,
      context: {},
    });
    await click("lock-now");
    await screen.findByTestId("lock-question");
    await click("lock-wipe");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("keys_still_in_use");
    await click("lock-cancel");
    await gone("lock-question");
    expect(screen.queryByTestId("locked")).toBeNull();
  });

  it("happens by itself after the minutes that are chosen, or never", async () => {
    const door = await open();
    const field = screen.getByTestId<HTMLSelectElement>("auto-lock");
    expect(field.value).toBe("15");
    expect(field.selectedOptions[0]?.textContent).toBe("15 minutes");
    await fireEvent.change(field, { target: { value: "120" } });
    await waitFor(() => {
      expect(door.asked).toContainEqual(["setAutoLock", 120]);
    });
    expect(field.value).toBe("120");
    await fireEvent.change(field, { target: { value: "never" } });
    await waitFor(() => {
      expect(door.asked).toContainEqual(["setAutoLock", null]);
    });
  });

  it("shows the minutes that hold when others were refused", async () => {
    const door = await open();
    door.refusals.set("setAutoLock", {
      code: "auto_lock_minutes",
      message: "It takes 1 to 720 minutes.",
      remedy: "Choose others.",
      retry: false,
      context: {},
    });
    const field = screen.getByTestId<HTMLSelectElement>("auto-lock");
    await fireEvent.change(field, { target: { value: "60" } });
    await screen.findByTestId("problem");
    await waitFor(() => {
      expect(field.value).toBe("15");
    });
  });

  it("offers minutes that were chosen elsewhere", async () => {
    const recording = vault(NOW);
    await open({ ...recording, view: { ...recording.view, autoLockMinutes: 7 } });
    expect(screen.getByTestId<HTMLSelectElement>("auto-lock").value).toBe("7");
  });
});

describe("where the secrets live", () => {
  it("says plainly that there is no keyring and no passphrase", async () => {
    await open(barelyKept(NOW));
    expect(screen.getByText(/without a passphrase: whoever can read your files/)).toBeTruthy();
    expect(screen.getByTestId("keyring-note").textContent).toContain("no keyring");
    expect(screen.queryByTestId("move-keyring")).toBeNull();
    expect(screen.queryByTestId("lock-now")).toBeNull();
    expect(screen.queryByTestId("auto-lock")).toBeNull();
  });

  it("moves to the keyring in one action", async () => {
    const door = await open();
    await click("move-keyring");
    await screen.findByTestId("move-keyring-dialog");
    await click("move-keyring-dialog-go");
    await gone("move-keyring-dialog");
    expect(askedNames(door)).toContain("moveKeysToKeyring");
    expect(screen.getByTestId("protection").dataset["protection"]).toBe("keyring");
  });

  it("says why the keyring cannot be used, and that nothing changed", async () => {
    const recording = vault(NOW);
    const locked = { ...recording.view, keyring: "locked" as const };
    await open({ ...recording, view: locked });
    await click("move-keyring");
    await screen.findByTestId("move-keyring-dialog");
    await click("move-keyring-dialog-go");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("keyring_locked");
    expect(screen.getByTestId("protection").dataset["protection"]).toBe("passphrase");
  });

  it("goes back from the keyring to a passphrase", async () => {
    await open(keyringVault(NOW));
    await click("set-passphrase-open");
    expect(screen.getByText(/^The vault leaves the keyring/)).toBeTruthy();
    await type("new-passphrase", "seven sleepy herons");
    await type("new-passphrase-again", "seven sleepy herons");
    await click("set-passphrase-go");
    await gone("set-passphrase");
    expect(screen.getByTestId("protection").dataset["protection"]).toBe("passphrase");
  });

  it("unlocks from the keyring without asking for a passphrase", async () => {
    const door = await open(keyringVault(NOW, "ready", true));
    await click("unlock");
    await gone("locked");
    expect(door.asked).toContainEqual(["unlockKeys", null]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says so when the keyring does not open the vault", async () => {
    const door = await open(keyringVault(NOW, "locked", true));
    door.refusals.set("unlockKeys", {
      code: "keyring_locked",
      message: "The system's keyring is locked.",
      remedy: "Unlock it.",
      retry: true,
      context: {},
    });
    await click("unlock");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("keyring_locked");
    expect(screen.getByTestId("locked")).toBeTruthy();
  });
});
