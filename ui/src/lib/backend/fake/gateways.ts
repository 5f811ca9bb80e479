import type { GatewaysDoor } from "../door-gateways";
import type { GatewayChange, GatewayRow, IdleGateway } from "../types";
import type { Desk } from "./desk";
import type { FakeSpace } from "./space";

/** The part of a fake door for gateways: what is quoted is signed where changes of space are. */
export class FakeGateways implements GatewaysDoor {
  readonly #desk: Desk;
  readonly #space: FakeSpace;
  readonly #said: GatewayRow[];
  /** Gateways that have nothing more to do. Tests change it while they run. */
  idle: IdleGateway[];

  constructor(desk: Desk, space: FakeSpace, said: GatewayRow[], idle: IdleGateway[]) {
    this.#desk = desk;
    this.#space = space;
    this.#said = said;
    this.idle = idle;
  }

  gateways = () => this.#desk.answer("gateways", structuredClone(this.#said));

  idleGateways = () => this.#desk.answer("idleGateways", structuredClone(this.idle));

  gatewayLink: GatewaysDoor["gatewayLink"] = (fid) => {
    const gateway = this.#said.find(({ answer }) => answer.kind === "answers")?.name ?? "";
    return this.#desk.answer("gatewayLink", { gateway, url: `https://${gateway}/${fid}` }, fid);
  };

  quoteGateway: GatewaysDoor["quoteGateway"] = (change) => {
    const quote = this.#space.quoteOther(() => {
      this.#take(change);
    });
    return this.#desk.answer("quoteGateway", quote, change);
  };

  #take({ kind, gateway }: GatewayChange): void {
    const known = this.#said.find(({ account }) => account === gateway);
    if (known) known.authorised = kind === "authorise";
    this.idle = this.idle.filter(({ account }) => account !== gateway);
  }
}
