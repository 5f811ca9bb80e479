import { describe, expect, it } from "vitest";

import { LEAST_SPEED, limitOf, typedLimit } from "./limit";
import { endpointsIn, networkProblem } from "./network";

describe("a speed limit", () => {
  it("is read in its unit, with a comma or a point", () => {
    expect(limitOf("1,5", "mib")).toBe(1.5 * 1024 * 1024);
    expect(limitOf("512", "kib")).toBe(512 * 1024);
  });

  it("is refused when it is none or too little", () => {
    for (const text of ["", "fast", "-1", "0", "1e9", "0.01"])
      expect(limitOf(text, "mib")).toBeNull();
    expect(limitOf("63", "kib")).toBeNull();
    expect(limitOf("64", "kib")).toBe(LEAST_SPEED);
  });

  it("is typed as it was kept", () => {
    expect(typedLimit(4 * 1024 * 1024)).toEqual({ text: "4", unit: "mib" });
    expect(typedLimit(512 * 1024)).toEqual({ text: "512", unit: "kib" });
  });
});

describe("a network of one's own", () => {
  it("has an address a line", () => {
    expect(endpointsIn(" wss://a \n\n ws://b:1 ")).toEqual(["wss://a", "ws://b:1"]);
  });

  it("has a plain name and addresses that can be reached", () => {
    expect(networkProblem("shed-2.a", ["wss://a.example", "ws://127.0.0.1:9944"], [])).toBeNull();
    expect(networkProblem("-x", ["wss://a"], [])?.key).toBe("settings.needsPlainName");
    expect(networkProblem("x", ["a.example"], [])?.key).toBe("settings.badEndpoint");
    expect(networkProblem("x", ["http://a"], [])?.key).toBe("settings.badEndpoint");
  });
});
