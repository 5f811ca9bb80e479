import type { Door } from "../door";

/** Where the parts of a fake door write down what they are asked, and where refusals come from. */
export interface Desk {
  answer<T>(name: keyof Door, value: T, ...values: unknown[]): Promise<T>;
}
