import type { LookedUp } from "../types";

const NODES = Array.from(
  { length: 12 },
  (_, at) => `cX${String(7 * at + 3)}Qd8sVnYtR1kPbLw64mEJ3eYb5pT4dWfhC7nG${String(9 * at + 100)}M`,
);

/** An order of this account, and the file that came of it. */
export function foundOrder(fid: string, account: string, signed: number): LookedUp {
  return {
    tokenSymbol: "TCESS",
    transaction: {
      hash: `0x${"5e".repeat(32)}`,
      standing: "final",
      act: "order",
      own: true,
      elsewhere: false,
      block: { number: 4_102, hash: `0x${"b1".repeat(32)}` },
      signer: account,
      signed,
      note: "order a file",
      fid,
      territory: null,
      fee: "1250000000000000",
      failure: null,
      events: ["FileBank.UploadDeclaration", "System.ExtrinsicSuccess"],
    },
    file: {
      fid,
      state: { state: "weakened", holding: 11 },
      bytes: 88_604_672,
      segments: 3,
      owners: [{ account, territory: "home" }],
      storedBlock: 4_107,
      asOf: 4_215,
      lines: NODES.map((node, at) => ({
        column: at + 1,
        node,
        holding: at === 7 ? 2 : 3,
        segments: 3,
      })),
    },
    problem: null,
  };
}
