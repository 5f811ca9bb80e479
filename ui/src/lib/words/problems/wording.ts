import type { Language } from "../language";

/**
 * What the window says of one kind of problem.
 *
 * In English the sentence comes from the program, which has the particulars; in Chinese it stands here, with `{name}`
 * for what the problem's context holds. The remedy stands here in both, because the program's may name commands.
 */
export interface Wording {
  zh: string;
  remedy: Record<Language, string>;
}

export type Wordings = Record<string, Wording>;
