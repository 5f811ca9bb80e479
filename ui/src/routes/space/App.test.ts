import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FakeDoor } from "../../lib/backend/fake/fake";
import { busy, NOW } from "../../lib/backend/fake/scenes";
import { allStates, rented } from "../../lib/backend/fake/scenes-tools";
import type { Problem, Space } from "../../lib/backend/types";
import App from "./App.svelte";

class NoObserver {
  observe = vi.fn();
  unobserve = vi.fn();
  disconnect = vi.fn();
}

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", NoObserver);
  vi.stubGlobal("matchMedia", () => ({ addEventListener: vi.fn(), removeEventListener: vi.fn() }));
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function problem(code: string): Problem {
  return { code, message: "It did not work.", remedy: "", retry: true, context: {} };
}

async function open(space: Space = rented(NOW)): Promise<FakeDoor> {
  const door = new FakeDoor({ ...busy, main: { ...busy.main, space } });
  render(App, { door, shelf: null, languages: ["en"] });
  await screen.findByTestId("space-sum");
  return door;
}

const click = (testid: string): Promise<boolean> => fireEvent.click(screen.getByTestId(testid));

async function type(testid: string, value: string): Promise<void> {
  await fireEvent.input(screen.getByTestId(testid), { target: { value } });
}

function card(name: string): HTMLElement {
  const found = screen.getAllByTestId("territory").find((each) => each.dataset["name"] === name);
  if (!found) throw new Error(`there is no territory ${name}`);
  return found;
}

function asked(door: FakeDoor, wanted: string): unknown[][] {
  return door.asked.filter(([name]) => name === wanted);
}

async function total(): Promise<string> {
  return (await screen.findByTestId("bill-total")).textContent.trim();
}

describe("the cards", () => {
  it("say what is free, when it is full, when it ends", async () => {
    await open();
    expect(screen.getByTestId("space-sum").textContent).toContain(
      "62.4 GiB free in 2 territories.",
    );
    const home = within(card("Attic"));
    expect(home.getByText(/18\.4 GiB free/)).toBeTruthy();
    expect(home.getByTestId("territory-end").dataset["tone"]).toBe("calm");
    expect(home.getByTestId("territory-outlook").textContent).toContain(
      "it is full around 1 September 2026",
    );
    const meter = home.getByRole("progressbar");
    expect(meter.getAttribute("aria-valuetext")).toBe(
      "41.1 GiB used, 4.5 GiB reserved, 18.4 GiB free",
    );
  });

  it("warn before the end and say what follows it", async () => {
    await open();
    const shelf = within(card("Cold shelf"));
    expect(shelf.getByTestId("territory-end").textContent).toContain("Ends in 6 days");
    expect(shelf.getByTestId("territory-end").dataset["tone"]).toBe("warning");
    expect(shelf.getByTestId("territory-outlook").textContent).toContain(
      "Seven days later its 50 files are removed.",
    );
    expect(shelf.getByTestId("territory-outlook").textContent).toContain("you are short of");
  });

  it("say in words what each state still allows", async () => {
    await open(allStates(NOW));
    expect(within(card("Brim")).getByTestId("territory-full").textContent).toContain("93%");
    expect(within(card("One day")).getByTestId("territory-end").dataset["tone"]).toBe("grave");
    const frozen = within(card("Frozen"));
    expect(frozen.getByTestId("territory-outlook").textContent).toContain(
      "can still be downloaded and deleted",
    );
    expect(frozen.getByTestId("renew")).toBeTruthy();
    expect(frozen.queryByTestId("expand")).toBeNull();
    const offered = (name: string) =>
      within(card(name))
        .queryAllByRole("button", { name: /…$/ })
        .map((button) => button.textContent.trim());
    expect(offered("Past")).toEqual(["Revive…"]);
    expect(offered("For sale")).toEqual(["Take off sale…"]);
    expect(offered("Elsewhere")).toEqual([]);
    expect(card("Past").textContent).not.toContain("GiB free");
  });

  it("invite to rent when there is no territory", async () => {
    await open({ ...rented(NOW), territories: [] });
    expect(screen.getByText("No space yet")).toBeTruthy();
    expect(screen.getByText(/at 1 TCESS a GiB a day/)).toBeTruthy();
  });

  it("say why nothing can be read, and look again", async () => {
    const door = new FakeDoor(busy);
    door.refusals.set("space", problem("chain_unavailable"));
    render(App, { door, shelf: null, languages: ["en"] });
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("chain_unavailable");
    await click("space-again");
    expect(await screen.findByTestId("space-sum")).toBeTruthy();
    expect(screen.queryByTestId("problem")).toBeNull();
  });

  it("are read anew when another window changed the account or the network", async () => {
    const door = await open();
    const before = asked(door, "space").length;
    door.main.changeKeys();
    door.main.changeShell(busy.shell);
    await waitFor(() => {
      expect(asked(door, "space").length).toBe(before + 2);
    });
  });

  it("lead to the keys when there is no account", async () => {
    const door = new FakeDoor(busy);
    door.refusals.set("space", problem("account_none"));
    render(App, { door, shelf: null, languages: ["en"] });
    await screen.findByTestId("problem");
    await click("space-open-keys");
    expect(door.asked).toContainEqual(["openWindow", "keys"]);
  });
});

describe("renting", () => {
  it("shows the price of what is chosen, signs it, and tells what was paid", async () => {
    const door = await open();
    await click("rent-open");
    expect(await total()).toBe("2,880.0112 TCESS");
    expect(screen.getByTestId("bill-after").textContent.trim()).toBe("1,932.5888 TCESS");
    await type("rent-name", "Loft");
    await type("rent-gib", "10");
    await type("rent-days", "30");
    await waitFor(() => {
      expect(screen.getByTestId("rent-go").textContent.trim()).toBe("Rent for 300.0112 TCESS");
    });
    const change = { kind: "rent", name: "Loft", gib: 10, days: 30 };
    expect(asked(door, "quoteSpace").at(-1)).toEqual(["quoteSpace", change]);
    await click("rent-go");
    const receipt = await screen.findByTestId("space-receipt");
    expect(receipt.textContent).toContain("“Loft” is yours, with 10 GiB.");
    expect(screen.getByTestId("receipt-spent").textContent.trim()).toBe("300 TCESS");
    await click("space-receipt-done");
    await waitFor(() => {
      expect(card("Loft")).toBeTruthy();
    });
  });

  it("asks the chain once for a number that is typed in one go", async () => {
    const door = await open();
    await click("rent-open");
    await total();
    const before = asked(door, "quoteSpace").length;
    for (const text of ["1", "12", "120"]) await type("rent-gib", text);
    await waitFor(() => {
      expect(asked(door, "quoteSpace").length).toBe(before + 1);
    });
    expect(asked(door, "quoteSpace").at(-1)?.[1]).toMatchObject({ gib: 120 });
  });

  it("moves by the keyboard on its sliders", async () => {
    await open();
    await click("rent-open");
    await total();
    const slider = screen.getByTestId("rent-gib-slider");
    expect(slider.getAttribute("aria-valuetext")).toBe("32 GiB");
    await fireEvent.keyDown(slider, { key: "ArrowRight" });
    expect(screen.getByTestId<HTMLInputElement>("rent-gib").value).toBe("48");
    expect(slider.getAttribute("aria-valuetext")).toBe("48 GiB");
    await fireEvent.keyDown(screen.getByTestId("rent-days-slider"), { key: "ArrowLeft" });
    expect(screen.getByTestId<HTMLInputElement>("rent-days").value).toBe("89");
  });

  it("signs nothing while something is missing, and says what", async () => {
    const door = await open();
    await click("rent-open");
    await total();
    const refusals = [
      ["rent-name", "Attic", "You have a territory of this name."],
      ["rent-name", " ", "Give it a name."],
      ["rent-days", "29", "Give a whole number of days, from 30 to 3,650."],
      ["rent-gib", "99999999", /^The network has .* for sale now; ask for less\.$/],
      ["rent-gib", "1.5", /^Give a whole number of GiB/],
    ] as const;
    for (const [field, text, said] of refusals) {
      await type(field, text);
      expect(screen.getByText(said)).toBeTruthy();
      await click("rent-go");
    }
    expect(asked(door, "signSpace")).toEqual([]);
  });

  it("does not sign what the balance cannot pay", async () => {
    const door = await open();
    await click("rent-open");
    await type("rent-days", "365");
    expect(await screen.findByText("The balance is short of 6,867.4112 TCESS.")).toBeTruthy();
    expect(screen.getByTestId("bill-after").textContent.trim()).toBe("not enough");
    await click("rent-go");
    expect(asked(door, "signSpace")).toEqual([]);
  });

  it("asks again when the price has changed, and signs nothing before that", async () => {
    const door = await open();
    await click("rent-open");
    await total();
    door.territories.setPrice("1500000000000000000");
    door.refusals.set("signSpace", problem("price_changed"));
    await click("rent-go");
    const note = await screen.findByTestId("price-changed");
    expect(note.textContent).toContain("it was 2,880.0112 TCESS, it is 4,320.0112 TCESS");
    expect(screen.queryByTestId("space-receipt")).toBeNull();
    await click("rent-go");
    await screen.findByTestId("space-receipt");
    expect(screen.getByTestId("receipt-spent").textContent.trim()).toBe("4,320 TCESS");
  });

  it("keeps the choice when signing was refused", async () => {
    const door = await open();
    await click("rent-open");
    await total();
    door.refusals.set("signSpace", problem("vault_locked"));
    await click("rent-go");
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("vault_locked");
    expect(screen.getByTestId<HTMLInputElement>("rent-gib").value).toBe("32");
  });

  it("offers another try when the price could not be read", async () => {
    const door = await open();
    door.refusals.set("quoteSpace", problem("chain_unavailable"));
    await click("rent-open");
    const note = await screen.findByTestId("problem");
    await fireEvent.click(within(note).getByText("Try again"));
    expect(await total()).toBe("2,880.0112 TCESS");
  });

  it("closes with nothing signed", async () => {
    const door = await open();
    await click("rent-open");
    await total();
    await click("rent-cancel");
    expect(screen.queryByTestId("rent")).toBeNull();
    expect(asked(door, "signSpace")).toEqual([]);
  });
});

describe("a territory", () => {
  it("is expanded until its end", async () => {
    await open();
    await fireEvent.click(within(card("Attic")).getByTestId("expand"));
    expect(await total()).toBe("3,392.0112 TCESS");
    await click("expand-dialog-go");
    const receipt = await screen.findByTestId("space-receipt");
    expect(receipt.textContent).toContain("“Attic” has 16 GiB more.");
  });

  it("is renewed for all of its space", async () => {
    const door = await open(allStates(NOW));
    await fireEvent.click(within(card("One day")).getByTestId("renew"));
    await type("renew-days", "30");
    await waitFor(() => {
      expect(screen.getByTestId("renew-dialog-go").textContent.trim()).toBe(
        "Renew for 240.0112 TCESS",
      );
    });
    await click("renew-dialog-go");
    await screen.findByTestId("space-receipt");
    expect(asked(door, "quoteSpace").at(-1)).toEqual([
      "quoteSpace",
      { kind: "renew", name: "One day", days: 30 },
    ]);
  });

  it("is renamed only while it is empty, and says so", async () => {
    await open(allStates(NOW));
    const full = within(card("Brim"));
    await fireEvent.click(full.getByTestId("rename"));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(full.getByText(/^Only an empty territory can be renamed/)).toBeTruthy();
    await fireEvent.click(within(card("One day")).getByTestId("rename"));
    await type("rename-name", "Shed");
    expect(await total()).toBe("0.0112 TCESS");
    await click("rename-dialog-go");
    await screen.findByTestId("space-receipt");
    await click("space-receipt-done");
    await waitFor(() => {
      expect(card("Shed")).toBeTruthy();
    });
  });
});

describe("space that changes hands", () => {
  it("is offered with a price in tokens, and taken off sale again", async () => {
    const space = rented(NOW);
    const home = space.territories[0];
    if (!home) throw new Error("there is no territory");
    Object.assign(home, { usedBytes: 0, lockedBytes: 0, files: 0 });
    const door = await open(space);
    await choose(within(card("Attic")).getByTestId("trade-menu"), "trade-menu-consign");
    await type("trade-price", "12.5");
    await total();
    await click("trade-go");
    await screen.findByTestId("space-receipt");
    expect(asked(door, "quoteSpace").at(-1)?.[1]).toEqual({
      kind: "consign",
      name: "Attic",
      price: "12500000000000000000",
    });
    await click("space-receipt-done");
    await waitFor(() => {
      expect(card("Attic").dataset["state"]).toBe("onSale");
    });
    expect(within(card("Attic")).getByTestId("territory-token").textContent).toContain("0xc4");
    await fireEvent.click(within(card("Attic")).getByTestId("trade-withdrawConsignment"));
    await total();
    await click("trade-go");
    await screen.findByTestId("space-receipt");
  });

  it("is not offered while files are in it", async () => {
    await open();
    await fireEvent.keyDown(within(card("Attic")).getByTestId("trade-menu"), { key: "Enter" });
    const item = await screen.findByTestId("trade-menu-grant");
    expect(item.dataset["disabled"]).toBeDefined();
  });

  it("is ordered for somebody else, and the order's number is handed out", async () => {
    await open();
    await choose(screen.getByTestId("trade-open"), "trade-open-order");
    await type("trade-owner", "cXfriend");
    await type("trade-name", "Theirs");
    await type("trade-gib", "2");
    await type("trade-days", "30");
    await total();
    await click("trade-go");
    await screen.findByTestId("space-receipt");
    expect(screen.getByTestId("receipt-order").textContent).toContain("0x5e");
  });
});

async function choose(trigger: HTMLElement, item: string): Promise<void> {
  await fireEvent.keyDown(trigger, { key: "Enter" });
  const found = await screen.findByTestId(item);
  await fireEvent.keyDown(found, { key: "Enter" });
}
