import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { FakeDoor } from "../../lib/backend/fake/fake";
import { busy, NOW } from "../../lib/backend/fake/scenes";
import { emptyVault, lockedVault, vault } from "../../lib/backend/fake/scenes-tools";
import {
  askedNames,
  askedPlaces,
  click,
  gone,
  onAKeysPage,
  open,
  type,
} from "../preview/keys-window";
import App from "./App.svelte";

const PHRASE = vault(NOW).words.split(" ");

onAKeysPage();

async function openWords(): Promise<FakeDoor> {
  const door = await open();
  await click("account-create");
  await type("create-account-name", "Travel");
  await click("create-account-go");
  await screen.findByTestId("words");
  return door;
}

describe("the accounts", () => {
  it("show both ends of their addresses, and all of one when opened", async () => {
    await open();
    const [first] = screen.getAllByTestId("account");
    expect(within(first as HTMLElement).getByText("cXh7Vt…9kPq")).toBeTruthy();
    expect(within(first as HTMLElement).getByText("Default")).toBeTruthy();
    expect(screen.queryByTestId("account-address")).toBeNull();
    await fireEvent.click(within(first as HTMLElement).getByTestId("account-open"));
    const address = vault(NOW).view.accounts[0]?.address ?? "";
    expect((await screen.findByTestId("account-address")).textContent).toContain(address);
    expect(screen.getByTestId("qr").dataset["text"]).toBe(address);
  });

  it("show an amount to the last planck after a click", async () => {
    await open();
    await fireEvent.click(screen.getByText("310.02 TCESS"));
    expect(screen.getByText("310,020,000,000,000,000,000 planck")).toBeTruthy();
  });

  it("can be made the default and renamed", async () => {
    const door = await open();
    const workshop = screen.getAllByTestId("account")[1] as HTMLElement;
    await fireEvent.click(within(workshop).getByTestId("account-open"));
    await fireEvent.click(await within(workshop).findByTestId("account-default"));
    await waitFor(() => {
      expect(within(workshop).getByText("Default")).toBeTruthy();
    });
    await fireEvent.click(within(workshop).getByTestId("account-rename"));
    await type("rename-account-name", "Everyday");
    expect(screen.getByText("There is already one of this name.")).toBeTruthy();
    await click("rename-account-go");
    expect(askedNames(door)).not.toContain("renameAccount");
    await type("rename-account-name", " Garage ");
    await click("rename-account-go");
    await gone("rename-account");
    expect(screen.getByText("Garage")).toBeTruthy();
  });

  it("invite when there are none", async () => {
    await open(emptyVault(NOW));
    expect(screen.getByText("No account yet")).toBeTruthy();
  });

  it("say what is wrong and can be read again", async () => {
    const door = new FakeDoor(busy);
    door.refusals.set("keys", {
      code: "vault_damaged",
      message: "The vault file is damaged and was left as it is.",
      remedy: "Put a copy of it back.",
      retry: false,
      context: {},
    });
    render(App, { door, shelf: null, languages: ["en"] });
    const problem = await screen.findByTestId("problem");
    expect(problem.dataset["code"]).toBe("vault_damaged");
    await fireEvent.click(within(problem).getByText("Try again"));
    expect(await screen.findByTestId("protection")).toBeTruthy();
  });

  it("say each thing that can be wrong with the vault in words of its own", async () => {
    const codes = [
      "vault_damaged",
      "vault_newer",
      "vault_read_only",
      "vault_unwritable",
      "keyring_missing",
      "keyring_locked",
      "keyring_entry_missing",
    ];
    const told = new Set<string>();
    for (const code of codes) {
      const door = new FakeDoor(busy);
      door.refusals.set("keys", { code, message: "", remedy: "", retry: true, context: {} });
      const { unmount } = render(App, { door, shelf: null, languages: ["zh-CN"] });
      const problem = await screen.findByTestId("problem");
      const [what, remedy] = [...problem.querySelectorAll("p")].map((part) => part.textContent);
      told.add(what ?? "").add(remedy ?? "");
      expect(within(problem).getByText("重试")).toBeTruthy();
      unmount();
    }
    expect(told.size).toBe(2 * codes.length);
    expect(told).not.toContain("");
  });

  it("are read anew when another window changed them or the network", async () => {
    const door = await open();
    const looks = (): number => askedNames(door).filter((name) => name === "keys").length;
    const before = looks();
    door.main.changeKeys();
    await waitFor(() => {
      expect(looks()).toBe(before + 1);
    });
    door.main.changeShell(busy.shell);
    await waitFor(() => {
      expect(looks()).toBe(before + 2);
    });
  });
});

describe("a new account", () => {
  it("shows its words once, numbered, and asks three of them back", async () => {
    await openWords();
    expect(screen.getByTestId("words").textContent).toContain("1gravity");
    await click("words-written");
    const places = askedPlaces();
    expect(places).toHaveLength(3);
    expect(screen.queryByTestId("words")).toBeNull();
    for (const place of places) await type(`word-${String(place)}`, PHRASE[place - 1] ?? "");
    await click("words-check");
    expect(await screen.findByTestId("account-done")).toBeTruthy();
    expect(document.body.textContent).not.toContain("gravity");
    await click("account-done-close");
    expect(screen.queryByTestId("unconfirmed")).toBeNull();
  });

  it("is not confirmed by a wrong word, and shows the words again when asked", async () => {
    await openWords();
    await click("words-written");
    for (const place of askedPlaces()) await type(`word-${String(place)}`, "umbrella");
    await click("words-check");
    expect(screen.getAllByText(/not the word that was shown/)).toHaveLength(3);
    expect(screen.queryByTestId("account-done")).toBeNull();
    await click("words-again");
    expect(screen.getByTestId("words").textContent).toContain("window");
  });

  it("says plainly when its words were left unconfirmed", async () => {
    await openWords();
    await fireEvent.keyDown(screen.getByTestId("account-words"), { key: "Escape" });
    expect(await screen.findByTestId("account-leaving")).toBeTruthy();
    await click("leave-back");
    expect(screen.getByTestId("words")).toBeTruthy();
    await fireEvent.keyDown(screen.getByTestId("account-words"), { key: "Escape" });
    await screen.findByTestId("account-leaving");
    await click("leave-anyway");
    expect(screen.getByTestId("unconfirmed").textContent).toContain("Travel");
    expect(document.body.textContent).not.toContain("gravity");
  });

  it("has its words copied by the program, which clears them, and says when", async () => {
    const door = await openWords();
    vi.useFakeTimers();
    await click("words-copy");
    await vi.advanceTimersByTimeAsync(0);
    expect(door.asked).toContainEqual(["copySecret", PHRASE.join(" ").length]);
    expect(screen.getByText("Copied. Clears in 60 s.")).toBeTruthy();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(screen.getByText("Cleared from the clipboard.")).toBeTruthy();
  });

  it("says so when the clipboard cannot be used", async () => {
    const door = await openWords();
    door.refusals.set("copySecret", {
      code: "clipboard_unavailable",
      message: "The clipboard could not be used.",
      remedy: "Write it down.",
      retry: true,
      context: {},
    });
    await click("words-copy");
    expect(await screen.findByText(/^The clipboard could not be used/)).toBeTruthy();
  });

  it("keeps the dialog when it was refused", async () => {
    const door = await open();
    door.refusals.set("createAccount", {
      code: "key_exists",
      message: "There is already an account “Travel”.",
      remedy: "Choose another name.",
      retry: false,
      context: {},
    });
    await click("account-create");
    await type("create-account-name", "Travel");
    await click("create-account-go");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("key_exists");
    expect(screen.getByTestId("create-account")).toBeTruthy();
  });
});

describe("importing", () => {
  it("takes words or a seed, hidden unless asked, and forgets them", async () => {
    const door = await open();
    await click("account-import");
    await type("import-name", "Attic");
    const field = (): HTMLInputElement => screen.getByTestId("import-secret");
    expect(field().type).toBe("password");
    await type("import-secret", "  one   two three ");
    await click("import-secret-reveal");
    expect(field().type).toBe("text");
    await click("import-kind-seed");
    expect(field().value).toBe("");
    await type("import-secret", "0x12");
    await click("import-account-go");
    await gone("import-account");
    expect(door.asked).toContainEqual(["importAccount", "Attic", 4, "seed"]);
    expect(screen.getByText("Attic")).toBeTruthy();
    await click("account-import");
    expect(field().value).toBe("");
  });

  it("asks for nothing before there is a name and a secret", async () => {
    const door = await open();
    await click("account-import");
    await click("import-account-go");
    expect(screen.getByText("Give it a name.")).toBeTruthy();
    await type("import-name", "Attic");
    expect(screen.getByText("Type the secret.")).toBeTruthy();
    expect(askedNames(door)).not.toContain("importAccount");
  });

  it("keeps what was typed when it was not understood, so that a slip can be put right", async () => {
    const door = await open();
    door.refusals.set("importAccount", {
      code: "secret_not_understood",
      message: "This is no recovery phrase, seed or derivation.",
      remedy: "Check the words and their order.",
      retry: false,
      context: {},
    });
    await click("account-import");
    await type("import-name", "Attic");
    await type("import-secret", "one two");
    await click("import-account-go");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("secret_not_understood");
    expect(screen.getByTestId<HTMLInputElement>("import-secret").value).toBe("one two");
    expect(screen.getByTestId("problem").textContent).not.toContain("one two");
  });
});

describe("the passphrase", () => {
  it("is asked for twice, and judged by its length", async () => {
    const door = await open(emptyVault(NOW));
    expect(screen.getByTestId("protection").dataset["protection"]).toBe("none");
    await click("set-passphrase-open");
    await type("new-passphrase", "cat");
    expect(screen.getByText(/^Very short/)).toBeTruthy();
    await type("new-passphrase", "four quiet umbrellas");
    expect(screen.getByText(/^Long/)).toBeTruthy();
    await type("new-passphrase-again", "four quiet umbrella");
    await click("set-passphrase-go");
    expect(screen.getByText("The two passphrases differ.")).toBeTruthy();
    expect(askedNames(door)).not.toContain("setKeysPassphrase");
    await type("new-passphrase-again", "four quiet umbrellas");
    await click("set-passphrase-go");
    await gone("set-passphrase");
    expect(screen.getByTestId("protection").dataset["protection"]).toBe("passphrase");
    await click("set-passphrase-open");
    expect(screen.getByTestId<HTMLInputElement>("new-passphrase").value).toBe("");
  });

  it("comes before anything that needs a secret", async () => {
    const door = await open(lockedVault(NOW));
    await click("account-create");
    await click("account-import");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("Unlock the keys first.")).toBeTruthy();
    expect(askedNames(door)).not.toContain("createAccount");
    expect(screen.getAllByText("balance not known")).toHaveLength(3);
  });
});

describe("the window", () => {
  it("speaks Chinese", async () => {
    await open(vault(NOW), { languages: ["zh-CN"] });
    expect(screen.getByText("数据密钥")).toBeTruthy();
  });
});
