import { expect, it } from "vitest";

import { busy } from "../backend/fake/scenes";
import { linkNetwork } from "./network";

const GENESIS = "0c".repeat(32);
const open = { ...busy.main.profiles, current: "cess-testnet" };

it("tells the open network from others, however its hash is written", () => {
  expect(linkNetwork(GENESIS, open)).toEqual({ kind: "same", label: "CESS test network" });
  expect(linkNetwork(`0x${GENESIS.toUpperCase()}`, open).kind).toBe("same");
  expect(linkNetwork("1d".repeat(32), open)).toEqual({ kind: "other", label: "CESS main network" });
  expect(linkNetwork("ff".repeat(32), open).kind).toBe("unknown");
  expect(linkNetwork(null, open).kind).toBe("unnamed");
});
