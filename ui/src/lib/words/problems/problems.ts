import type { Problem } from "../../backend/types";
import type { Language } from "../language";
import { files } from "./files";
import { gateway } from "./gateway";
import { keys } from "./keys";
import { kit } from "./kit";
import { network } from "./network";
import { program } from "./program";
import { space } from "./space";
import { stored } from "./stored";
import type { Wording } from "./wording";

/** What is said of every problem that the program knows, by code. */
export const wordings: ReadonlyMap<string, Wording> = new Map(
  Object.entries({
    ...files,
    ...gateway,
    ...keys,
    ...kit,
    ...network,
    ...program,
    ...space,
    ...stored,
  }),
);

/** A problem in the words of the window. */
export interface ToldProblem {
  message: string;
  remedy: string;
}

/** A problem in a language; one that is not known here keeps the sentences that it came with. */
export function tellProblem(language: Language, problem: Problem): ToldProblem {
  const wording = wordings.get(problem.code);
  if (!wording) return { message: problem.message, remedy: problem.remedy };
  return { message: sentence(language, wording, problem), remedy: wording.remedy[language] };
}

function sentence(language: Language, wording: Wording, problem: Problem): string {
  if (language === "en") return problem.message;
  return filled(wording.zh, problem.context) ?? problem.message;
}

/** The text with its places filled; null when the problem does not say what belongs there. */
function filled(text: string, context: Problem["context"]): string | null {
  let whole = true;
  const said = text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = context[name];
    whole &&= value !== undefined;
    return value ?? "";
  });
  return whole ? said : null;
}
