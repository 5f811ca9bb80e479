import { fireEvent, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { NOW } from "../../lib/backend/fake/scenes";
import { lockedVault, vault } from "../../lib/backend/fake/scenes-tools";
import { askedNames, click, gone, onAKeysPage, open, type } from "../preview/keys-window";

onAKeysPage();

const ADDRESS = vault(NOW).view.accounts[1]?.address ?? "";

/** Opens the second account, and one of its dialogs. */
async function openAccount(testid: string, recording = vault(NOW)) {
  const door = await open(recording);
  const row = screen.getAllByTestId("account")[1] as HTMLElement;
  await fireEvent.click(within(row).getByTestId("account-open"));
  await fireEvent.click(await within(row).findByTestId(testid));
  return door;
}

describe("the file of another wallet", () => {
  async function choose() {
    const door = await open();
    await click("account-import");
    await type("import-name", "Attic");
    await click("import-kind-file");
    await click("import-account-go");
    expect(screen.getByText("Choose the file.")).toBeTruthy();
    await click("account-file");
    await waitFor(() => {
      expect(screen.getByTestId("account-file-path").textContent).toContain("old-wallet.json");
    });
    return door;
  }

  it("is brought in with the passphrase that was chosen there", async () => {
    const door = await choose();
    await type("import-secret", "paper boat");
    await click("import-account-go");
    await gone("import-account");
    const path = vault(NOW).accountFile.path;
    expect(door.asked).toContainEqual(["importAccountFile", "Attic", path, 10]);
    expect(screen.getByText("Attic")).toBeTruthy();
  });

  it("says that it has a passphrase, and that one is wrong, and stays", async () => {
    const door = await choose();
    await click("import-account-go");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("account_file_locked");
    expect(door.asked).toContainEqual([
      "importAccountFile",
      "Attic",
      vault(NOW).accountFile.path,
      null,
    ]);
    await type("import-secret", "paper ship");
    await click("import-account-go");
    await waitFor(() => {
      expect(screen.getByTestId("problem").dataset["code"]).toBe("account_file_passphrase");
    });
    expect(screen.getByTestId("import-secret").getAttribute("aria-invalid")).toBe("true");
  });

  it("stays chosen when the person thinks better of another", async () => {
    const door = await choose();
    door.refusals.clear();
    await click("account-file");
    expect(screen.getByTestId("account-file-path").textContent).toContain("old-wallet.json");
  });
});

describe("an account", () => {
  it("is exported to a chosen place under a passphrase typed twice", async () => {
    const door = await openAccount("account-export");
    await screen.findByTestId("export-account");
    await click("export-account-go");
    expect(screen.getByText("Choose where the file goes.")).toBeTruthy();
    await click("export-target");
    await waitFor(() => {
      expect(screen.getByTestId("export-target-path").textContent).toContain(`${ADDRESS}.json`);
    });
    await type("export-passphrase", "nine lives");
    await type("export-passphrase-again", "nine lives");
    await click("export-account-go");
    await screen.findByTestId("account-exported");
    expect(door.asked).toContainEqual(["exportAccount", ADDRESS, `/files/${ADDRESS}.json`, 10]);
  });

  it("is removed only when its name is typed, after what is lost was said", async () => {
    const door = await openAccount("account-remove");
    await screen.findByTestId("remove-account");
    expect(screen.getByText(/stay on the chain/)).toBeTruthy();
    expect(screen.getByText(/^Only its words, its exported file or a recovery kit/)).toBeTruthy();
    await type("remove-account-name", "Work");
    await click("remove-account-go");
    expect(askedNames(door)).not.toContain("removeAccount");
    await type("remove-account-name", "Workshop");
    await click("remove-account-go");
    await gone("remove-account");
    expect(screen.getAllByTestId("account")).toHaveLength(2);
  });

  it("is neither exported nor removed while the keys are locked", async () => {
    await openAccount("account-export", lockedVault(NOW));
    await click("account-remove");
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
