import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FakeDoor } from "../../lib/backend/fake/fake";
import { busy, NOW } from "../../lib/backend/fake/scenes";
import { idleGateways } from "../../lib/backend/fake/scenes-tools";
import type { Problem } from "../../lib/backend/types";
import { Drawer } from "../preview/main-window";
import App from "./App.svelte";

const GIVEN = "deoss.example";
const AWAY = "second.gateway.example:8080";

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

async function open(
  gateways = busy.main.gateways,
  { idle = busy.main.idle, shelf = null as Drawer | null } = {},
): Promise<FakeDoor> {
  const door = new FakeDoor({ ...busy, main: { ...busy.main, gateways, idle } });
  render(App, { door, shelf, languages: ["en"] });
  await screen.findByTestId("gateways");
  return door;
}

async function row(name: string): Promise<HTMLElement> {
  const rows = await screen.findAllByTestId("gateway-row");
  const found = rows.find((each) => each.dataset["name"] === name);
  if (!found) throw new Error(`there is no gateway ${name}`);
  return found;
}

async function choose(name: string, testid: string): Promise<void> {
  await fireEvent.click(within(await row(name)).getByTestId(testid));
  await screen.findByTestId("bill-total");
}

const asked = (door: FakeDoor, wanted: string): unknown[][] =>
  door.asked.filter(([name]) => name === wanted);

const account = (name: string): string | undefined =>
  busy.main.gateways.find((gateway) => gateway.name === name)?.account;

describe("the gateways", () => {
  it("say whether they answer and whether they may act for the account", async () => {
    await open();
    const given = await row(GIVEN);
    expect(given.dataset["authorised"]).toBe("true");
    expect(given.textContent).toContain("Answers: deoss v0.4.2");
    expect(given.textContent).toContain("May act for Everyday");
    expect(within(given).queryByTestId("gateway-authorise")).toBeNull();
    const away = await row(AWAY);
    expect(away.dataset["authorised"]).toBe("false");
    expect(away.textContent).toContain("No usable answer: it took too long");
    expect(within(away).queryByTestId("gateway-revoke")).toBeNull();
    expect(within(away).getByRole("button", { name: `Authorise ${AWAY}…` })).toBeTruthy();
  });

  it("can only lose their power when they are not on the list", async () => {
    const account = "cXunlistedunlistedunlistedunlistedunlisted";
    const answer = { kind: "noAddress" as const };
    const lost = { name: null, account, listed: false, experimental: false, answer };
    await open([
      { ...lost, authorised: true },
      { ...lost, account: `${account}2`, authorised: false },
    ]);
    const [may, mayNot] = await screen.findAllByTestId("gateway-row");
    expect(may?.textContent).toContain("Not on the network's list");
    expect(within(may as HTMLElement).getByTestId("gateway-revoke")).toBeTruthy();
    expect(within(mayNot as HTMLElement).queryByRole("button")).toBeNull();
  });

  it("are marked where they are experimental", async () => {
    await open();
    const marked = screen.getAllByTestId("gateway-experimental");
    expect(marked).toHaveLength(1);
    expect((await row("retriever.example")).contains(marked[0] as HTMLElement)).toBe(true);
  });

  it("say that there are none", async () => {
    await open([]);
    expect(await screen.findByText("No gateway is on the network's list.")).toBeTruthy();
  });

  it("say why they could not be read, and are asked again", async () => {
    const door = new FakeDoor(busy);
    door.refusals.set("gateways", problem("chain_unavailable"));
    render(App, { door, shelf: null, languages: ["en"] });
    expect((await screen.findByTestId("problem")).dataset["code"]).toBe("chain_unavailable");
    await fireEvent.click(screen.getByTestId("gateways-again"));
    expect(await row(GIVEN)).toBeTruthy();
    expect(screen.queryByTestId("problem")).toBeNull();
  });
});

describe("authorising a gateway", () => {
  it("says all that it includes, what it costs, and is signed once agreed to", async () => {
    const door = await open();
    await choose(AWAY, "gateway-authorise");
    const powers = screen.getByTestId("gateway-powers");
    for (const power of ["in all its territories", "another territory", "Delete every file"]) {
      expect(powers.textContent).toContain(power);
    }
    expect(powers.textContent).toContain("it does not end by itself");
    expect(screen.getByTestId("bill-total").textContent.trim()).toBe("0.0112 TCESS");
    expect(screen.getByTestId("bill-after").textContent.trim()).toBe("4,812.5888 TCESS");
    expect(asked(door, "signSpace")).toEqual([]);
    await fireEvent.click(screen.getByTestId("gateway-dialog-go"));
    const receipt = await screen.findByTestId("space-receipt");
    expect(receipt.textContent).toContain("may act for your account");
    const change = { kind: "authorise", gateway: account(AWAY) };
    expect(asked(door, "quoteGateway")).toEqual([["quoteGateway", change]]);
    expect(asked(door, "quoteSpace")).toEqual([]);
    await fireEvent.click(screen.getByTestId("space-receipt-done"));
    await waitFor(async () => {
      expect((await row(AWAY)).dataset["authorised"]).toBe("true");
    });
  });

  it("says beforehand that a gateway of another program is experimental", async () => {
    await open();
    await choose("retriever.example", "gateway-authorise");
    const powers = screen.getByTestId("gateway-powers").textContent;
    expect(powers).toContain("anybody who knows your account's address");
    expect(powers).toContain("never expires");
    await fireEvent.click(screen.getByTestId("gateway-dialog-cancel"));
    await choose(AWAY, "gateway-authorise");
    expect(screen.getByTestId("gateway-dialog").textContent).not.toContain("CD²N");
  });

  it("asks again when the price has changed", async () => {
    const door = await open();
    await choose(AWAY, "gateway-authorise");
    door.refusals.set("signSpace", problem("price_changed"));
    await fireEvent.click(screen.getByTestId("gateway-dialog-go"));
    await screen.findByTestId("price-changed");
    expect(screen.queryByTestId("space-receipt")).toBeNull();
    await fireEvent.click(screen.getByTestId("gateway-dialog-go"));
    await screen.findByTestId("space-receipt");
    expect(asked(door, "signSpace").map(([, quote]) => quote)).toEqual(["1", "2"]);
  });

  it("signs nothing when it is cancelled", async () => {
    const door = await open();
    await choose(AWAY, "gateway-authorise");
    await fireEvent.click(screen.getByTestId("gateway-dialog-cancel"));
    expect(screen.queryByTestId("gateway-dialog")).toBeNull();
    expect(asked(door, "signSpace")).toEqual([]);
  });
});

describe("revoking a gateway", () => {
  it("says what stays, and takes the power back", async () => {
    const door = await open();
    await choose(GIVEN, "gateway-revoke");
    expect(screen.getByTestId("gateway-dialog").textContent).toContain("stay stored");
    await fireEvent.click(screen.getByTestId("gateway-dialog-go"));
    await screen.findByTestId("space-receipt");
    const change = { kind: "revoke", gateway: account(GIVEN) };
    expect(asked(door, "quoteGateway")).toEqual([["quoteGateway", change]]);
    await fireEvent.click(screen.getByTestId("space-receipt-done"));
    await waitFor(async () => {
      expect((await row(GIVEN)).dataset["authorised"]).toBe("false");
    });
  });
});

describe("a gateway that has nothing more to do", () => {
  const idle = idleGateways(NOW);

  it("is offered to be revoked in its row, and no other is", async () => {
    await open(undefined, { idle });
    const shown = await screen.findByTestId("gateway-offer");
    expect((await row(GIVEN)).contains(shown)).toBe(true);
    expect(screen.getAllByTestId("gateway-offer")).toHaveLength(1);
  });

  it("stays quiet once it was declined, until it is used again", async () => {
    const shelf = new Drawer();
    const door = await open(undefined, { idle, shelf });
    await fireEvent.click(await screen.findByTestId("gateway-keep"));
    expect(screen.queryByTestId("gateway-offer")).toBeNull();
    door.others.idle = idle.map((each) => ({ ...each, usedAt: each.usedAt + 1 }));
    await fireEvent.click(screen.getByTestId("gateways-again"));
    expect(await screen.findByTestId("gateway-offer")).toBeTruthy();
  });

  it("is revoked where another window sent the person to do it", async () => {
    const shelf = new Drawer();
    shelf.setItem("pileus.space.revoke", account(GIVEN) ?? "");
    const door = await open(undefined, { idle, shelf });
    await screen.findByTestId("bill-total");
    expect(screen.getByTestId("gateway-dialog").textContent).toContain(`Revoke ${GIVEN}?`);
    await fireEvent.click(screen.getByTestId("gateway-dialog-go"));
    await fireEvent.click(await screen.findByTestId("space-receipt-done"));
    await waitFor(async () => {
      expect((await row(GIVEN)).dataset["authorised"]).toBe("false");
    });
    const change = { kind: "revoke", gateway: account(GIVEN) };
    expect(asked(door, "quoteGateway")).toEqual([["quoteGateway", change]]);
    expect(shelf.getItem("pileus.space.revoke")).toBe("");
    expect(screen.queryByTestId("gateway-dialog")).toBeNull();
  });

  it("is revoked in a window that was open already", async () => {
    const shelf = new Drawer();
    await open(undefined, { idle, shelf });
    await row(GIVEN);
    shelf.setItem("pileus.space.revoke", account(GIVEN) ?? "");
    await fireEvent(window, new StorageEvent("storage"));
    await screen.findByTestId("bill-total");
    expect(screen.getByTestId("gateway-dialog").textContent).toContain(`Revoke ${GIVEN}?`);
  });

  it("is not revoked where it has something to do by then", async () => {
    const shelf = new Drawer();
    shelf.setItem("pileus.space.revoke", account(GIVEN) ?? "");
    const door = await open(undefined, { idle: [], shelf });
    await row(GIVEN);
    expect(screen.queryByTestId("gateway-dialog")).toBeNull();
    expect(asked(door, "quoteGateway")).toEqual([]);
  });
});
