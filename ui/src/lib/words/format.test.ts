import { describe, expect, it } from "vitest";

import { amount, duration, planck, share, shortened, size, speed } from "./format";
import { saying, speak } from "./speak";

describe("sizes", () => {
  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [1023, "1,023 bytes"],
    [1024, "1 KiB"],
    [1536, "1.5 KiB"],
    [96 * 1024 ** 2, "96 MiB"],
    [441 * 1024 ** 2, "441 MiB"],
    [1024 ** 3 - 1, "1 GiB"],
    [1.3 * 1024 ** 3, "1.3 GiB"],
    [2 ** 50, "1 PiB"],
  ])("%d bytes are %s", (bytes, said) => {
    expect(size("en", bytes)).toBe(said);
  });

  it("speaks Chinese", () => {
    expect(size("zh", 1)).toBe("1 字节");
    expect(speed("zh", 1024)).toBe("1 KiB/秒");
  });
});

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [59.4, "59 s"],
    [60, "1 min"],
    [74, "1 min 14 s"],
    [3_600, "1 h 0 min"],
    [7_380, "2 h 3 min"],
  ])("%d seconds are %s", (seconds, said) => {
    expect(duration("en", seconds)).toBe(said);
  });
});

describe("amounts", () => {
  it.each([
    ["0", "0 TCESS"],
    ["1", "< 0.0001 TCESS"],
    ["18400000000000000", "0.0184 TCESS"],
    ["4812600000000000000000", "4,812.6 TCESS"],
    ["1999999999999999999", "1.9999 TCESS"],
  ])("%s planck are %s", (given, said) => {
    expect(amount("en", given, "TCESS")).toBe(said);
  });

  it("keeps every planck of a large amount", () => {
    expect(planck("en", "12345678901234567890123")).toBe("12,345,678,901,234,567,890,123");
  });
});

describe("shares", () => {
  it("says 100 % only when all is done", () => {
    expect(share("en", 999, 1000)).toBe("99%");
    expect(share("en", 1000, 1000)).toBe("100%");
    expect(share("en", 1, 0)).toBe("0%");
  });
});

describe("addresses", () => {
  it("keep both ends", () => {
    expect(shortened("cXh7VtRk2mW8vN3eJr9Yb5e1pT4fSdWfu6hC7z8nG2dK9kPq")).toBe("cXh7Vt…9kPq");
    expect(shortened("short")).toBe("short");
  });
});

describe("plurals", () => {
  it("follow the rules of the language", () => {
    const said = (count: number) => speak("en", saying("sheet.title", { count }));
    expect(said(1)).toBe("Store 1 file");
    expect(said(0)).toBe("Store 0 files");
    expect(said(1_216)).toBe("Store 1,216 files");
    expect(speak("zh", saying("sheet.title", { count: 1 }))).toBe("存储 1 个文件");
  });
});
