import { describe, expect, it } from "vitest";

import { grouped } from "./fingerprint";
import { idleTime } from "./idle";
import { accountMark } from "./mark";
import { freeName, nameTrouble } from "./names";
import { strengthOf } from "./strength";
import { ASKED_BACK, placesToAsk, sameWord } from "./words";

describe("the mark of an account", () => {
  it("is the same for the same address and another for another", () => {
    const mark = accountMark("cXh7VtRk2mW8vN3eJr9Yb5e1pT4fSdWfu6hC7z8nG2dK9kPq");
    expect(mark).toHaveLength(12);
    expect(accountMark("cXh7VtRk2mW8vN3eJr9Yb5e1pT4fSdWfu6hC7z8nG2dK9kPq")).toEqual(mark);
    expect(accountMark("cXmD8xWq3nLs7pKc5vRt1yHb9eJf4uGa2zNk6dMwQrTs4s4Qe")).not.toEqual(mark);
  });

  it("comes from the public key alone, not from the form of its address", () => {
    // The same key of zeros with the prefixes 42 and 0.
    const one = accountMark("5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM");
    const other = accountMark("111111111111111111111111111111111HC1");
    expect(one).toEqual(other);
    expect(one).toEqual(Array.from({ length: 12 }, () => false));
  });

  it("is empty for what is no address", () => {
    expect(accountMark("0OIl")).toEqual(Array.from({ length: 12 }, () => false));
  });
});

describe("the words that are asked back", () => {
  it("are three at different places, in rising order", () => {
    for (let seed = 0; seed < 50; seed += 1) {
      let step = seed;
      const places = placesToAsk(12, (below) => (step = (step * 7 + 3) % 97) % below);
      expect(places).toHaveLength(ASKED_BACK);
      expect(new Set(places).size).toBe(ASKED_BACK);
      expect(places.every((place) => place >= 0 && place < 12)).toBe(true);
      expect([...places].sort((one, other) => one - other)).toEqual(places);
    }
  });

  it("are compared without spaces around them and without capitals", () => {
    expect(sameWord("river", " River ")).toBe(true);
    expect(sameWord("river", "rivers")).toBe(false);
    expect(sameWord("river", "")).toBe(false);
  });
});

describe("a passphrase", () => {
  it("is judged by its length in letters", () => {
    expect(strengthOf("seven77")).toBe("veryShort");
    expect(strengthOf("eight888")).toBe("short");
    expect(strengthOf("twelve 12345")).toBe("fair");
    expect(strengthOf("one two three four 5")).toBe("long");
    expect(strengthOf("🌲🌲🌲🌲🌲🌲🌲")).toBe("veryShort");
  });
});

describe("a fingerprint", () => {
  it("is read in two groups", () => {
    expect(grouped("f526cc544094674c")).toBe("F526CC54 4094674C");
    expect(grouped("")).toBe("");
  });
});

describe("a name", () => {
  it("is needed, and nothing else may have it", () => {
    expect(nameTrouble("  ", [])).toBe("keys.nameNeeded");
    expect(nameTrouble(" Papers ", ["Papers"])).toBe("keys.nameTaken");
    expect(nameTrouble("Papers", ["Papers"], "Papers")).toBeNull();
    expect(nameTrouble("Letters", ["Papers"])).toBeNull();
  });

  it("is made free by counting up", () => {
    expect(freeName("Papers (old)", [])).toBe("Papers (old)");
    expect(freeName("Papers (old)", ["Papers (old)", "Papers (old) 2"])).toBe("Papers (old) 3");
  });
});

describe("an idle time", () => {
  it("is said in the unit that fits", () => {
    expect(idleTime("en", 1)).toBe("1 minute");
    expect(idleTime("en", 90)).toBe("90 minutes");
    expect(idleTime("en", 60)).toBe("1 hour");
    expect(idleTime("zh", 15)).toContain("15");
  });
});
