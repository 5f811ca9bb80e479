import type { GatewaysDoor } from "../door-gateways";
import type { GatewayChange, GatewayRow } from "../types";
import type { Desk } from "./desk";
import type { FakeSpace } from "./space";

/** The part of a fake door for gateways: what is quoted is signed where changes of space are. */
export class FakeGateways implements GatewaysDoor {
  readonly #desk: Desk;
  readonly #space: FakeSpace;
  readonly #said: GatewayRow[];

  constructor(desk: Desk, space: FakeSpace, said: GatewayRow[]) {
    this.#desk = desk;
    this.#space = space;
    this.#said = said;
  }

  gateways = () => this.#desk.answer("gateways", structuredClone(this.#said));

  quoteGateway: GatewaysDoor["quoteGateway"] = (change) => {
    const quote = this.#space.quoteOther(() => {
      this.#take(change);
    });
    return this.#desk.answer("quoteGateway", quote, change);
  };

  #take({ kind, gateway }: GatewayChange): void {
    const known = this.#said.find(({ account }) => account === gateway);
    if (known) known.authorised = kind === "authorise";
  }
}
