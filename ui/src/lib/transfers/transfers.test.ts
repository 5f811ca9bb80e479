import { describe, expect, it } from "vitest";

import { fact, job, jobs, sheet, stored } from "../backend/fake/scenes";
import type { Job } from "../backend/types";
import { actionsOf } from "./actions";
import { type Draft, missing } from "./answer";
import { countByFilter, FILTERS, matches, totalSpeed } from "./filter";
import { fileIcon } from "./icon";
import { news } from "./news";
import { pastedPaths } from "./pasted";
import { sentenceOf } from "./sentence";
import { stepsOf, withFact } from "./steps";
import { lastShare, SEGMENT_BYTES, sentDirectly, spaceTaken } from "./takes";

describe("the sentence", () => {
  const stages = [
    "planning",
    "ordering",
    "allocating",
    "sending",
    "confirming",
    "fetching",
    "deleting",
    "done",
  ] as const;
  const conditions = [
    "queued",
    "running",
    "paused",
    "needsKey",
    "failed",
    "cancelled",
    "finished",
  ] as const;

  it("is green for a stored upload and for nothing else", () => {
    for (const kind of ["upload", "download"] as const) {
      for (const stage of stages) {
        for (const condition of conditions) {
          const green =
            sentenceOf(job({ kind, stage, condition, reported: 12, lines: "o".repeat(12) }), "en")
              .tone === "stored";
          expect(green).toBe(kind === "upload" && condition === "finished");
        }
      }
    }
  });

  it("counts the nodes that have theirs, and those to report", () => {
    expect(sentenceOf(job({ lines: "rrsnrrsnssef" }), "en").saying.values).toEqual({ count: 6 });
    const confirming = sentenceOf(job({ stage: "confirming", reported: 9 }), "en");
    expect(confirming.saying).toEqual({ key: "row.confirming", values: { count: 3 } });
    expect(sentenceOf(job({ stage: "confirming", reported: 12 }), "en").saying.key).toBe(
      "row.finalising",
    );
  });
});

describe("the sentence of a transfer by way of a gateway", () => {
  const gateway = { name: "deoss.example", account: "cX1" };

  it("names the gateway instead of counting storage nodes", () => {
    const going = job({ gateway, done: 1, total: 2 });
    expect(sentenceOf(going, "en").saying).toEqual({
      key: "row.sendingTo",
      values: { name: gateway.name },
    });
  });

  it("says that the gateway's order is waited for once all is sent", () => {
    expect(sentenceOf(job({ gateway, done: 2, total: 2 }), "en").saying.key).toBe(
      "row.gatewayOrders",
    );
    expect(sentenceOf(job({ gateway, done: 0, total: 0 }), "en").saying.key).toBe("row.sendingTo");
  });
});

describe("actions", () => {
  it("pause what runs, until everything is sent", () => {
    expect(actionsOf(job({ stage: "sending" })).pause).toBe(true);
    expect(actionsOf(job({ condition: "queued", stage: "planning" })).pause).toBe(true);
    expect(actionsOf(job({ stage: "confirming" })).pause).toBe(false);
    expect(actionsOf(job({ condition: "paused" }))).toMatchObject({ pause: false, resume: true });
  });

  it("try again only what may succeed", () => {
    const problem = { code: "x", message: "", remedy: "", retry: false, context: {} };
    expect(actionsOf(job({ condition: "failed", problem })).retry).toBe(false);
    expect(
      actionsOf(job({ condition: "failed", problem: { ...problem, retry: true } })).retry,
    ).toBe(true);
  });

  it("bring a stored file back, and forget what has ended", () => {
    expect(actionsOf(stored)).toMatchObject({
      download: true,
      forget: true,
      reveal: true,
      cancel: false,
    });
    expect(actionsOf(job({ condition: "cancelled" }))).toMatchObject({
      download: false,
      forget: true,
    });
  });
});

describe("filters", () => {
  it("put every transfer in exactly one place", () => {
    const counts = countByFilter(jobs);
    expect(counts.all).toBe(jobs.length);
    expect(counts.running + counts.waiting + counts.failed + counts.done).toBe(jobs.length);
    for (const each of jobs)
      expect(FILTERS.filter((filter) => matches(each, filter))).toHaveLength(2);
  });

  it("add the speed of what runs", () => {
    const running = [
      job({ speed: 3 }),
      job({ speed: 4 }),
      job({ speed: 5, condition: "paused" }),
      job({ kind: "download", speed: 6 }),
    ];
    expect(totalSpeed(running, "upload")).toBe(7);
    expect(totalSpeed(running, "download")).toBe(6);
  });
});

describe("the timeline", () => {
  const order = [
    fact(1, "orderSigned", null),
    fact(2, "orderInBlock", 31),
    fact(3, "orderFinal", 32),
  ];
  const titles = (of: Job, facts = order) =>
    stepsOf(of, facts).map(({ title, when }) => `${when} ${title}`);

  it("shows what is still to come", () => {
    expect(titles(job({}))).toEqual([
      "past timeline.orderSigned",
      "past timeline.orderInBlock",
      "past timeline.orderFinal",
      "todo timeline.allocated",
      "todo timeline.reportsNone",
      "todo timeline.stored",
    ]);
  });

  it("gathers the reports in one step, which ends with the twelfth", () => {
    const reports = Array.from({ length: 12 }, (_, column) =>
      fact(10 + column, "reported", 40, { column }),
    );
    const eleven = stepsOf(job({}), [...order, ...reports.slice(1)]);
    expect(eleven.find(({ id }) => id === "reported")).toMatchObject({ when: "now" });
    const twelve = stepsOf(job({}), [...reports, ...order]).find(({ id }) => id === "reported");
    expect(twelve?.when).toBe("past");
    expect(twelve?.facts).toHaveLength(12);
  });

  it("waits for a gateway to take the file, not for an order of ours", () => {
    const gateway = { name: "deoss.example", account: "cX1" };
    expect(titles(job({ gateway }), [])).toEqual([
      "todo timeline.handedOverTodo",
      "todo timeline.reportsNone",
      "todo timeline.stored",
    ]);
    expect(titles(job({ gateway }), [fact(1, "handedOver", null)])).toEqual([
      "past timeline.handedOver",
      "todo timeline.reportsNone",
      "todo timeline.stored",
    ]);
  });

  it("begins anew for whoever goes on after a gateway that was given up", () => {
    const before = [fact(1, "handedOver", null), fact(2, "gatewayGivenUp", null)];
    expect(titles(job({}), before)).toEqual([
      "past timeline.handedOver",
      "past timeline.givenUp",
      "todo timeline.orderSigned",
      "todo timeline.orderInBlock",
      "todo timeline.orderFinal",
      "todo timeline.allocated",
      "todo timeline.reportsNone",
      "todo timeline.stored",
    ]);
  });

  it("names the reports once, also those of before a gateway was given up", () => {
    const facts = [fact(1, "reported", 9, { column: 2 }), fact(2, "gatewayGivenUp", null)];
    const ids = stepsOf(job({}), facts).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is green only where an upload is stored", () => {
    const facts = [...order, fact(20, "stored", 50)];
    expect(
      stepsOf(stored, facts)
        .filter(({ good }) => good)
        .map(({ title }) => title),
    ).toEqual(["timeline.stored"]);
    const download = job({ kind: "download", condition: "finished" });
    expect(stepsOf(download, [fact(20, "stored", null)])).toMatchObject([
      { good: false, title: "row.downloaded" },
    ]);
  });

  it("promises nothing to what has ended", () => {
    expect(stepsOf(job({ condition: "cancelled" }), order)).toHaveLength(3);
  });

  it("holds a fact that comes twice once", () => {
    const [first] = order;
    expect(first && withFact(order, first)).toHaveLength(3);
    expect(withFact(order, fact(9, "allocated", 33))).toHaveLength(4);
  });
});

describe("pasted text", () => {
  it("gives the local paths of file addresses", () => {
    const text =
      "# copied\r\nfile:///home/me/A%20b.txt\r\nfile://localhost/tmp/c\r\nfile://server/share\r\nhttps://example.org/x";
    expect(pastedPaths(text)).toEqual(["/home/me/A b.txt", "/tmp/c"]);
  });

  it("takes absolute paths and nothing else", () => {
    expect(pastedPaths("/home/me/a\nC:\\files\\b\nsome words\n\nrelative/c")).toEqual([
      "/home/me/a",
      "C:\\files\\b",
    ]);
    expect(pastedPaths("file:///C:/files/b")).toEqual(["C:/files/b"]);
    expect(pastedPaths("file:///%E0%A4%A")).toEqual([]);
  });
});

describe("space taken", () => {
  it("is whole segments, three times", () => {
    expect(spaceTaken(1)).toBe(3 * SEGMENT_BYTES);
    expect(spaceTaken(SEGMENT_BYTES)).toBe(3 * SEGMENT_BYTES);
    expect(spaceTaken(SEGMENT_BYTES + 1)).toBe(6 * SEGMENT_BYTES);
    expect(lastShare(SEGMENT_BYTES)).toBe(1);
    expect(lastShare(SEGMENT_BYTES / 4)).toBe(0.25);
  });
});

describe("the answer to the sheet", () => {
  const draft: Draft = {
    seal: "dataKey",
    keys: ["7f2a09c4d18e55b0"],
    passphrase: "",
    again: "",
    publicUnderstood: false,
  };
  const need = (given: object, of = sheet) =>
    missing(of, { ...draft, ...given }, String)?.key ?? null;

  it("says what it waits for", () => {
    expect(need({})).toBeNull();
    expect(need({ keys: [] })).toBe("sheet.needsKey");
    expect(need({ keys: [] }, { ...sheet, dataKeys: [] }), "the program says it").toBeNull();
    expect(need({ seal: "passphrase", keys: [] })).toBe("sheet.needsPassphrase");
    expect(need({ seal: "passphrase" })).toBe("sheet.needsPassphrase");
    expect(need({ seal: "passphrase", passphrase: "a", again: "b" })).toBe("sheet.needsSame");
    expect(need({ seal: "passphrase", passphrase: "a", again: "a" })).toBeNull();
    expect(need({ seal: "none" })).toBe("sheet.needsUnderstanding");
    expect(need({ seal: "none", publicUnderstood: true })).toBeNull();
    expect(need({}, { ...sheet, items: [] })).toBe("sheet.nothing");
    expect(need({}, { ...sheet, fits: false })).toBe("sheet.needsSpace");
  });
});

describe("news", () => {
  it("tells of an end once, and not of what was over before", () => {
    const before = [job({ job: "1" }), stored];
    const done = job({ job: "1", condition: "finished" });
    expect(news(before, [done, stored])).toEqual([done]);
    expect(news([done], [done])).toEqual([]);
    expect(news([], [done])).toEqual([]);
  });
});

describe("file icons", () => {
  it("go by the end of the name", () => {
    expect(fileIcon("Late light.MOV")).toBe("film");
    expect(fileIcon("a.tar.gz")).toBe("archive");
    expect(fileIcon("constructor")).toBe("file");
    expect(fileIcon("x.constructor")).toBe("file");
  });
});

describe("what leaves this computer on the direct route", () => {
  const MIB = 1024 * 1024;

  it("is three times the whole segments", () => {
    expect(sentDirectly(2 * SEGMENT_BYTES)).toBe(6 * SEGMENT_BYTES);
  });

  it("leaves out fragments that are no more than zeros", () => {
    expect(sentDirectly(0)).toBe(0);
    expect(sentDirectly(1)).toBe(9 * 8 * MIB);
    expect(sentDirectly(8 * MIB + 1)).toBe(10 * 8 * MIB);
    expect(sentDirectly(SEGMENT_BYTES + 1)).toBe(3 * SEGMENT_BYTES + 9 * 8 * MIB);
  });
});
