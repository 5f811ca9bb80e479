import { tauri } from "../../lib/backend/tauri";
import { start } from "../start";
import App from "./App.svelte";

start(App, tauri);
