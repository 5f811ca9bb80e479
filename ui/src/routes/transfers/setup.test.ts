import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import type { FakeDoor } from "../../lib/backend/fake/fake";
import { bar, bare, fresh, setup } from "../../lib/backend/fake/scenes";
import type { NetworkBar, Problem } from "../../lib/backend/types";
import { asked, onAPage, open } from "../preview/main-window";

onAPage();

const UNREACHABLE: Problem = {
  code: "network_unreachable",
  message: "The network does not answer.",
  remedy: "",
  retry: true,
  context: {},
};
const ACCOUNT = { account: bar.account, accountName: bar.accountName };

function stand(door: FakeDoor, network: Partial<NetworkBar>): void {
  const at = { ...bare, ...network };
  door.main.changeShell({ phase: "setup", problem: null, network: at, made: [] });
}

async function step(name: string): Promise<void> {
  await vi.waitFor(() => {
    expect(screen.getByTestId("setup").dataset["step"]).toBe(name);
  });
}

describe("the door “Try it now”", () => {
  it("lets one give up the network while it starts", async () => {
    const door = open(fresh);
    door.main.silent = true;
    await fireEvent.click(await screen.findByTestId("try-local"));
    await fireEvent.click(await screen.findByTestId("give-up"));
    await vi.waitFor(() => {
      expect(screen.queryByTestId("give-up")).toBeNull();
    });
    expect(asked(door)).toEqual(expect.arrayContaining(["tryLocal", "giveUpOpening"]));
    expect(screen.getByTestId("try-local").textContent).toContain("Start");
    door.main.silent = false;
    await fireEvent.click(screen.getByTestId("try-local"));
    expect(await screen.findByTestId("drop-zone")).toBeTruthy();
  });

  it("can be asked to give up once more when that was refused", async () => {
    const door = open({ ...fresh, shell: { ...fresh.shell, phase: "starting" } });
    door.refusals.set("giveUpOpening", UNREACHABLE);
    const stop = await screen.findByTestId("give-up");
    await fireEvent.click(stop);
    await vi.waitFor(() => {
      expect(stop.ariaDisabled).toBe("false");
    });
    await fireEvent.click(stop);
    expect(asked(door).filter((name) => name === "giveUpOpening")).toHaveLength(2);
  });
});

describe("the door “Use CESS”", () => {
  it("leads from a network to the drop zone", async () => {
    const door = open(fresh);
    await fireEvent.click(await screen.findByTestId("use-cess"));
    await fireEvent.click(await screen.findByTestId("use-cess-testnet"));
    await fireEvent.click(screen.getByTestId("setup-connect"));
    await step("account");
    expect(door.asked).toContainEqual(["useNetwork", "cess-testnet"]);

    await fireEvent.click(screen.getByTestId("setup-keys"));
    expect(door.asked).toContainEqual(["openWindow", "keys"]);
    stand(door, ACCOUNT);
    door.main.changeKeys();
    await step("tokens");
    expect(asked(door)).toContain("finishSetup");
    expect(screen.getByTestId("setup-address").textContent).toBe(bar.account);
    expect(screen.getByTestId("qr").dataset["text"]).toBe(bar.account);

    stand(door, { ...ACCOUNT, balance: "5000000000000000000" });
    await vi.waitFor(() => {
      expect(screen.getByTestId("setup-balance").textContent).toContain("5 TCESS");
    });
    await step("tokens");
    await fireEvent.click(screen.getByTestId("setup-next"));
    await step("space");
    expect(await screen.findByText("1 TCESS a GiB a day")).toBeTruthy();

    door.shell = { phase: "ready", problem: null, network: bar, made: [] };
    stand(door, { ...ACCOUNT, territory: "home" });
    await fireEvent.click(await screen.findByTestId("setup-finish"));
    door.main.changeShell({ phase: "ready", problem: null, network: bar, made: [] });
    expect(await screen.findByTestId("drop-zone")).toBeTruthy();
  });

  it("does not go on before tokens are there, and says so", async () => {
    const door = open(setup);
    stand(door, ACCOUNT);
    await step("tokens");
    await fireEvent.click(screen.getByTestId("setup-next"));
    await step("tokens");
    expect(screen.getByText("Waiting for the first tokens.")).toBeTruthy();
  });

  it("says why a network does not open, and tries again", async () => {
    const door = open(fresh);
    await fireEvent.click(await screen.findByTestId("use-cess"));
    await fireEvent.click(await screen.findByTestId("use-cess-mainnet"));
    door.refusals.set("useNetwork", UNREACHABLE);
    await fireEvent.click(screen.getByTestId("setup-connect"));
    const problem = await screen.findByTestId("problem");
    expect(within(problem).getByText("Check the connection, then try again.")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("setup-connect"));
    await step("account");
  });

  it("gives up a network that does not answer, and stays where it was", async () => {
    const door = open(fresh);
    door.main.silent = true;
    await fireEvent.click(await screen.findByTestId("use-cess"));
    await fireEvent.click(await screen.findByTestId("use-cess-mainnet"));
    await fireEvent.click(screen.getByTestId("setup-connect"));
    await fireEvent.click(await screen.findByTestId("give-up"));
    await vi.waitFor(() => {
      expect(screen.queryByTestId("give-up")).toBeNull();
    });
    expect(asked(door)).toContain("giveUpOpening");
    expect(screen.queryByTestId("problem")).toBeNull();
    await step("network");
    door.main.silent = false;
    await fireEvent.click(screen.getByTestId("setup-connect"));
    await step("account");
  });

  it("offers a network that did not answer at the start once more", async () => {
    const { main, shell } = fresh;
    const profiles = { ...main.profiles, current: "cess-mainnet" };
    const door = open({
      ...fresh,
      shell: { ...shell, phase: "failed", problem: UNREACHABLE },
      main: { ...main, profiles },
    });
    await screen.findByText("The network does not answer.");
    await fireEvent.click(screen.getByTestId("use-cess"));
    await screen.findByTestId("use-cess-mainnet");
    await fireEvent.click(screen.getByTestId("setup-connect"));
    await step("account");
    expect(door.asked).toContainEqual(["useNetwork", "cess-mainnet"]);
  });

  it("takes own endpoints, once they are given", async () => {
    const door = open(fresh);
    await fireEvent.click(await screen.findByTestId("use-cess"));
    await fireEvent.click(await screen.findByTestId("use-own"));
    await fireEvent.click(screen.getByTestId("setup-connect"));
    expect(screen.getByText("Give the network a name.")).toBeTruthy();
    await fireEvent.input(screen.getByTestId("own-name"), { target: { value: "mine" } });
    await fireEvent.input(screen.getByTestId("own-addresses"), {
      target: { value: "wss://a.example\nwss://b.example" },
    });
    await fireEvent.click(screen.getByTestId("setup-connect"));
    await step("account");
    const endpoints = ["wss://a.example", "wss://b.example"];
    expect(door.asked).toContainEqual([
      "addNetwork",
      { name: "mine", endpoints, allowPrivate: false },
    ]);
    expect(door.asked).toContainEqual(["useNetwork", "mine"]);
  });

  it("is found again where it was left", async () => {
    const door = open(setup);
    stand(door, ACCOUNT);
    await step("tokens");
    await fireEvent.click(screen.getByTestId("setup-back"));
    expect(await screen.findByTestId("try-local")).toBeTruthy();
    await fireEvent.click(screen.getByTestId("use-cess"));
    await step("tokens");
  });

  it("lets one look at a step that is done, and not at one that is to come", async () => {
    const door = open(setup);
    stand(door, ACCOUNT);
    await step("tokens");
    await fireEvent.click(screen.getByTestId("step-space"));
    await step("tokens");
    await fireEvent.click(screen.getByTestId("step-network"));
    await step("network");
    await fireEvent.click(screen.getByTestId("step-account"));
    await step("account");
    expect(screen.getByText("Everyday pays and owns your files.")).toBeTruthy();
  });

  it("reads the balance anew by itself", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const door = open(setup);
    stand(door, ACCOUNT);
    await step("tokens");
    door.shell = {
      ...door.shell,
      network: { ...bare, ...ACCOUNT, balance: "2000000000000000000" },
    };
    await vi.advanceTimersByTimeAsync(3_100);
    await vi.waitFor(() => {
      expect(screen.getByTestId("setup-balance").textContent).toContain("2 TCESS");
    });
  });

  it("shows no secret and asks for none", async () => {
    open(setup);
    await step("account");
    expect(document.querySelector("input")).toBeNull();
  });
});
