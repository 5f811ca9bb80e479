import { FakeDoor } from "../../lib/backend/fake/fake";
import { busy, fresh, long } from "../../lib/backend/fake/scenes";
import { start } from "../start";
import App from "../transfers/App.svelte";

/** Rows of the long list. */
const LONG = 10_000;

const scene = new URLSearchParams(location.search).get("scene");
const door = new FakeDoor(scene === "fresh" ? fresh : scene === "long" ? long(LONG) : busy);
Object.assign(globalThis, { door });
start(App, door);
