import { describe, expect, it } from "vitest";

import { languageFor } from "./language";

describe("languageFor", () => {
  it("takes the first language that there is", () => {
    expect(languageFor(["fr-FR", "zh-CN", "en-GB"])).toBe("zh");
    expect(languageFor(["en-GB", "zh-CN"])).toBe("en");
  });

  it("falls back to English", () => {
    expect(languageFor(["fr-FR"])).toBe("en");
    expect(languageFor([])).toBe("en");
  });

  it("does not pass simplified script off as traditional", () => {
    expect(languageFor(["zh-Hant-TW"])).toBe("en");
    expect(languageFor(["zh-TW"])).toBe("en");
    expect(languageFor(["zh-Hans-SG"])).toBe("zh");
  });
});
