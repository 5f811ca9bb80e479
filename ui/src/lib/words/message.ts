/** A message in one language: one form, or one for each plural category that English has. */
export type Forms = string | { one: string; other: string };

/** One message in every language; `{name}` is a place for a value, and `{count}` chooses the plural. */
export interface Message {
  en: Forms;
  /** Chinese has one plural category. */
  zh: string;
}

export type Messages = Record<string, Message>;

/** A value for a place; numbers are written as the language writes them. */
export type Value = string | number;

/** The names of the places in a message. */
export type PlacesOf<T> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlacesOf<Rest>
  : T extends { other: infer Other }
    ? PlacesOf<Other>
    : never;
