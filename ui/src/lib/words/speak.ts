import { catalogue, type Catalogue, type Key } from "./catalogue";
import { type Language, TAGS } from "./language";
import type { Forms, PlacesOf, Value } from "./message";

/** The values that a message asks for; nothing when it has no places. */
export type ValuesFor<K extends Key> = [PlacesOf<Catalogue[K]["en"]>] extends [never]
  ? []
  : [values: Record<PlacesOf<Catalogue[K]["en"]>, Value>];

/** A message with its values, not yet in a language. */
export interface Saying {
  key: Key;
  values: Record<string, Value>;
}

/** A message with the values it asks for. */
export function saying<K extends Key>(key: K, ...values: ValuesFor<K>): Saying {
  return { key, values: values[0] ?? {} };
}

/** A saying in a language. */
export function speak(language: Language, { key, values }: Saying): string {
  const form = formFor(language, catalogue[key][language], values["count"]);
  return form.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === "number" ? new Intl.NumberFormat(TAGS[language]).format(value) : value;
  });
}

function formFor(language: Language, forms: Forms, count: Value | undefined): string {
  if (typeof forms === "string") return forms;
  const category = new Intl.PluralRules(TAGS[language]).select(Number(count));
  return category === "one" ? forms.one : forms.other;
}
