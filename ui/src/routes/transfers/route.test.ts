import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { FakeDoor } from "../../lib/backend/fake/fake";
import { busy, byGateway, sheet } from "../../lib/backend/fake/scenes";
import { Drawer, onAPage, open } from "../preview/main-window";

onAPage();

const [gateway] = byGateway.sheet.gateways;
if (!gateway) throw new Error("the recording has no gateway");
const BY_GATEWAY = { kind: "gateway", gateway: gateway.account };

async function openSheet(recording = byGateway, shelf: Drawer | null = null): Promise<FakeDoor> {
  const door = open(recording, { shelf });
  await fireEvent.click(await screen.findByTestId("choose-files"));
  await screen.findByTestId("sheet");
  return door;
}

async function choose(value: string): Promise<void> {
  await fireEvent.change(screen.getByTestId("sheet-route"), { target: { value } });
}

async function store(): Promise<void> {
  await fireEvent.click(screen.getByTestId("sheet-store"));
  await waitFor(() => {
    expect(screen.queryByTestId("sheet")).toBeNull();
  });
}

const lines = (): string | null => screen.getByTestId("sheet-route-lines").textContent;

describe("the route of an upload", () => {
  it("is not asked for while no gateway may act for the account", async () => {
    await openSheet({ ...busy, sheet: { ...sheet, gateways: [] } });
    expect(screen.queryByTestId("sheet-route")).toBeNull();
  });

  it("is the direct one unless told otherwise, and says what that means", async () => {
    const door = await openSheet();
    expect(lines()).toContain("about three times the size");
    expect(lines()).toContain("Your account signs");
    expect(screen.queryByTestId("sheet-fee-gateway")).toBeNull();
    await store();
    expect(door.asked.at(-1)).toMatchObject(["upload", { route: { kind: "direct" } }]);
  });

  it("leads over a gateway when that was chosen, and says what it learns", async () => {
    const door = await openSheet();
    await choose(gateway.account);
    expect(lines()).toContain("Sends the files once.");
    expect(lines()).toContain("The gateway signs");
    expect(lines()).toContain("It learns your account");
    expect(screen.getByTestId("sheet-fee-gateway")).toBeTruthy();
    await store();
    expect(door.asked.at(-1)).toMatchObject(["upload", { route: BY_GATEWAY }]);
  });

  it("is remembered for the bucket alone", async () => {
    const shelf = new Drawer();
    await openSheet(byGateway, shelf);
    await choose(gateway.account);
    await store();
    await fireEvent.click(screen.getByTestId("choose-files"));
    await screen.findByTestId("sheet");
    const route = (): string => screen.getByTestId<HTMLSelectElement>("sheet-route").value;
    expect(route()).toBe(gateway.account);
    await fireEvent.change(screen.getByTestId("sheet-bucket"), { target: { value: "photos" } });
    expect(route()).toBe("direct");
  });

  it("is direct again once the gateway may no longer act for the account", async () => {
    const shelf = new Drawer();
    shelf.setItem("pileus.route.documents", "an account that was revoked");
    await openSheet(byGateway, shelf);
    expect(screen.getByTestId<HTMLSelectElement>("sheet-route").value).toBe("direct");
  });
});
