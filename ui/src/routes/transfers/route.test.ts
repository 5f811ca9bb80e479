import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import type { FakeDoor } from "../../lib/backend/fake/fake";
import { busy, byGateway, byOneGateway, sheet } from "../../lib/backend/fake/scenes";
import type { RouteAdvice } from "../../lib/backend/types";
import { asked, Drawer, onAPage, open } from "../preview/main-window";

onAPage();

const [gateway, second] = byGateway.sheet.gateways;
if (!gateway || !second) throw new Error("the recording has too few gateways");
const BY_GATEWAY = { kind: "gateway", gateway: gateway.account };

async function openSheet(recording = byGateway, shelf: Drawer | null = null): Promise<FakeDoor> {
  const door = open(recording, { shelf });
  await reopen();
  return door;
}

async function reopen(): Promise<void> {
  await fireEvent.click(await screen.findByTestId("choose-files"));
  await screen.findByTestId("sheet");
}

async function choose(kind: string): Promise<void> {
  await fireEvent.click(screen.getByTestId(`sheet-route-${kind}`));
}

async function chooseGateway(account: string): Promise<void> {
  await choose("gateway");
  const which = screen.getByTestId("sheet-route-which");
  await fireEvent.change(which, { target: { value: account } });
}

async function store(): Promise<void> {
  await fireEvent.click(screen.getByTestId("sheet-store"));
  await waitFor(() => {
    expect(screen.queryByTestId("sheet")).toBeNull();
  });
}

const says = (kind: string): string =>
  screen.getByTestId(`sheet-route-${kind}-says`).textContent.trim();

const chosen = (): string | undefined => screen.getByTestId("sheet-route").dataset["route"];

function advising(advice: RouteAdvice): typeof byGateway {
  return { ...byGateway, main: { ...byGateway.main, advice } };
}

describe("the route of an upload", () => {
  it("is not asked for while no gateway may act for the account", async () => {
    const door = await openSheet({ ...busy, sheet: { ...sheet, gateways: [] } });
    expect(screen.queryByTestId("sheet-route")).toBeNull();
    expect(asked(door)).not.toContain("adviseRoute");
    await store();
    expect(door.asked.at(-1)).toMatchObject(["upload", { route: { kind: "direct" } }]);
  });

  it("is the direct one unless told otherwise", async () => {
    const door = await openSheet();
    expect(screen.queryByTestId("sheet-fee-gateway")).toBeNull();
    await store();
    expect(door.asked.at(-1)).toMatchObject(["upload", { route: { kind: "direct" } }]);
  });

  it("is told with what is sent, who signs and who learns what, all at once", async () => {
    await openSheet();
    expect(says("direct")).toContain("Sends 1.8 GiB");
    expect(says("direct")).toContain("Your account signs; nobody else acts for you.");
    expect(says("gateway")).toContain("Sends 608 MiB, once.");
    expect(says("gateway")).toContain("The gateway signs for you. It learns your account");
    for (const kind of ["direct", "gateway", "auto"]) {
      const radio = screen.getByTestId(`sheet-route-${kind}`);
      const described = document.getElementById(radio.getAttribute("aria-describedby") ?? "");
      expect(described?.textContent.trim()).toBe(says(kind));
    }
  });

  it("leads over the gateway that was chosen", async () => {
    const door = await openSheet();
    await choose("gateway");
    expect(says("gateway")).toContain("another gateway or the direct route takes over");
    expect(screen.getByTestId("sheet-fee-gateway")).toBeTruthy();
    await chooseGateway(second.account);
    await store();
    const route = { kind: "gateway", gateway: second.account };
    expect(door.asked.at(-1)).toMatchObject(["upload", { route }]);
  });

  it("names the only gateway, and asks for none", async () => {
    await openSheet(byOneGateway);
    expect(screen.getByLabelText(`By gateway ${gateway.name}`)).toBeTruthy();
    await choose("gateway");
    expect(screen.queryByTestId("sheet-route-which")).toBeNull();
  });

  it("marks a gateway of another program as experimental", async () => {
    await openSheet();
    const other = byGateway.sheet.gateways.find(({ experimental }) => experimental);
    await chooseGateway(other?.account ?? "");
    expect(says("gateway")).toContain("CD²N");
    expect(says("gateway")).toContain("Sealed files do not go by it");
    await fireEvent.click(screen.getByTestId("seal-none"));
    expect(says("gateway")).not.toContain("Sealed files do not go by it");
    const which = screen.getByTestId<HTMLSelectElement>("sheet-route-which");
    expect(which.selectedOptions[0]?.textContent).toContain("(experimental)");
    await chooseGateway(gateway.account);
    expect(says("gateway")).not.toContain("CD²N");
  });

  it("is left to Pileus, which says what it would choose and why", async () => {
    const door = await openSheet();
    await waitFor(() => {
      expect(says("auto")).toBe(
        `Now by ${gateway.name}: at 1.2 MiB/s that takes about 7 min 45 s instead of 25 min 24 s.`,
      );
    });
    const [, question] = door.asked.find(([name]) => name === "adviseRoute") ?? [];
    expect(question).toEqual({ files: sheet.items.map(({ bytes }) => bytes), sealed: true });
    await choose("auto");
    expect(screen.getByTestId("sheet-fee-gateway")).toBeTruthy();
    await store();
    expect(door.asked.at(-1)).toMatchObject(["upload", { route: { kind: "auto" } }]);
  });

  const times = { uplink: 20 * 1024 * 1024, directSeconds: 84, gatewaySeconds: 28 };
  const told: [RouteAdvice["reason"], string][] = [
    [{ kind: "noGateway" }, "no experimental gateway"],
    [{ kind: "noneAnswers" }, "no gateway answers"],
    [{ kind: "uplinkUnknown" }, "This upload measures it."],
    [{ kind: "soonEnough", ...times }, "at 20 MiB/s that takes about 1 min 24 s"],
  ];

  it.each(told)("says why it would go straight: $kind", async (reason, words) => {
    await openSheet(advising({ gateway: null, reason }));
    await waitFor(() => {
      expect(says("auto")).toContain(words);
    });
  });

  it("says how many storage nodes answer where too few do", async () => {
    const reason = { kind: "fewNodes", reachable: 7, needed: 14 } as const;
    await openSheet(advising({ gateway, reason }));
    await waitFor(() => {
      expect(says("auto")).toContain("from here 7 storage nodes answer, and straight wants 14");
    });
  });

  it("is told anew when the files are sealed otherwise", async () => {
    const door = await openSheet();
    const questions = (): unknown[] =>
      door.asked.flatMap(([name, question]) => (name === "adviseRoute" ? [question] : []));
    await fireEvent.click(screen.getByTestId("seal-passphrase"));
    expect(questions()).toHaveLength(1);
    await fireEvent.click(screen.getByTestId("seal-none"));
    expect(questions().at(-1)).toMatchObject({ sealed: false });
    expect(questions()).toHaveLength(2);
    expect(says("gateway")).toContain("Sends 558 MiB, once.");
  });

  it("is asked about anew when the files change", async () => {
    const door = await openSheet();
    await fireEvent.click(screen.getByTestId("sheet-cancel"));
    await reopen();
    expect(asked(door).filter((name) => name === "adviseRoute")).toHaveLength(2);
  });

  it("can be chosen where what Pileus would do is not known", async () => {
    const door = open(byGateway);
    door.refusals.set("adviseRoute", {
      code: "chain_unavailable",
      message: "",
      remedy: "",
      retry: true,
      context: {},
    });
    await reopen();
    await waitFor(() => {
      expect(says("auto")).toContain("is not known");
    });
    await choose("auto");
    expect(screen.queryByTestId("sheet-fee-gateway")).toBeNull();
    await store();
    expect(door.asked.at(-1)).toMatchObject(["upload", { route: { kind: "auto" } }]);
  });

  it("is remembered for the bucket alone", async () => {
    const shelf = new Drawer();
    await openSheet(byGateway, shelf);
    await choose("gateway");
    await store();
    await reopen();
    expect(chosen()).toBe("gateway");
    await fireEvent.change(screen.getByTestId("sheet-bucket"), { target: { value: "photos" } });
    expect(chosen()).toBe("direct");
    await choose("auto");
    await store();
    await reopen();
    expect(chosen()).toBe("gateway");
    await fireEvent.change(screen.getByTestId("sheet-bucket"), { target: { value: "photos" } });
    expect(chosen()).toBe("auto");
  });

  it("is direct again once the gateway may no longer act for the account", async () => {
    const shelf = new Drawer();
    shelf.setItem("pileus.route.documents", "an account that was revoked");
    await openSheet(byGateway, shelf);
    expect(chosen()).toBe("direct");
  });

  it("is direct once no gateway may act, whatever was remembered", async () => {
    const shelf = new Drawer();
    shelf.setItem("pileus.route.documents", "auto");
    const door = await openSheet({ ...busy, sheet: { ...sheet, gateways: [] } }, shelf);
    await store();
    expect(door.asked.at(-1)).toMatchObject(["upload", { route: { kind: "direct" } }]);
  });

  it("leads over the gateway of before", async () => {
    const shelf = new Drawer();
    shelf.setItem("pileus.route.documents", gateway.account);
    const door = await openSheet(byGateway, shelf);
    await store();
    expect(door.asked.at(-1)).toMatchObject(["upload", { route: BY_GATEWAY }]);
  });
});
