import { describe, expect, it } from "vitest";

import { bar, bare } from "../backend/fake/scenes";
import type { NetworkBar, ShellState } from "../backend/types";
import { addressesIn, isWithinReach, reachedStep, shownStep } from "./steps";

function shell(network: Partial<NetworkBar> | null, phase: ShellState["phase"] = "setup") {
  return { phase, problem: null, network: network && { ...bare, ...network }, made: [] };
}

const account = { account: bar.account, accountName: "Everyday" };

describe("the step that is reached", () => {
  it.each([
    ["network", shell(null, "fresh")],
    ["network", shell(null, "failed")],
    ["account", shell({})],
    ["tokens", shell(account)],
    ["space", shell({ ...account, balance: "1" })],
    ["done", shell({ ...account, balance: "0", territory: "home" })],
  ] as const)("is %s", (step, state) => {
    expect(reachedStep(state)).toBe(step);
  });
});

describe("the step that is shown", () => {
  it("is the one that the person looks at, if it was reached", () => {
    expect(shownStep("network", "space")).toBe("network");
    expect(shownStep("space", "account")).toBe("account");
    expect(shownStep(null, "tokens")).toBe("tokens");
    expect(isWithinReach("tokens", "tokens")).toBe(true);
  });
});

it("takes addresses one a line, without empty ones", () => {
  expect(addressesIn(" wss://a \n\n wss://b")).toEqual(["wss://a", "wss://b"]);
});
