import { commands } from "../bindings";
import { GoesOn } from "./stopping";

/** A command as the program knows it: its first value is the number that it can be stopped by. */
type Numbered<Given extends unknown[], Answer> = (call: number, ...given: Given) => Promise<Answer>;

/** The same as pages know it: behind all values may stand a signal that stops it. */
type Stoppable<Given extends unknown[], Answer> = (
  ...given: [...Given, signal?: AbortSignal]
) => Promise<Answer>;

/** The number of the newest call. No page begins where an earlier one of its window began, whose calls may still run. */
let newest = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/** Gives every call of a command a number, and stops it by that when its signal says so. */
export function stoppable<Given extends unknown[], Answer>(
  command: Numbered<Given, Answer>,
): Stoppable<Given, Answer> {
  return (...given) => {
    newest = (newest + 1) >>> 0;
    // The command has a number where a page has a signal, so with a signal there are as many values.
    const signal =
      given.length === command.length ? (given.pop() as AbortSignal | undefined) : null;
    const answer = command(newest, ...(given as unknown as Given));
    return signal ? untilStopped(newest, answer, signal) : answer;
  };
}

/** The answer, unless the signal comes first and it is too late to stop. */
function untilStopped<Answer>(
  call: number,
  answer: Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      commands.stopCommand(call).then(
        (came) => {
          if (came === "goesOn") reject(new GoesOn(answer));
        },
        // The answer comes all the same.
        () => undefined,
      );
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    answer.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", stop);
    });
  });
}

/** Everything that a page may stop by a signal, over Tauri's bridge. */
export const stoppablePart = {
  lookAt: stoppable(commands.lookAt),
  upload: stoppable(commands.upload),
  cancelConsequence: stoppable(commands.cancelConsequence),
  jobBoard: stoppable(commands.jobBoard),
  reveal: stoppable(commands.reveal),
  receipt: stoppable(commands.receipt),
  saveReceipt: stoppable(commands.saveReceipt),
  readReceipt: stoppable(commands.readReceipt),
  openPreview: stoppable(commands.openPreview),
  keys: stoppable(commands.keys),
  createAccount: stoppable(commands.createAccount),
  importAccount: stoppable(commands.importAccount),
  importAccountFile: stoppable(commands.importAccountFile),
  exportAccount: stoppable(commands.exportAccount),
  makeDefault: stoppable(commands.makeDefault),
  renameAccount: stoppable(commands.renameAccount),
  removeAccount: stoppable(commands.removeAccount),
  createDataKey: stoppable(commands.createDataKey),
  deriveDataKey: stoppable(commands.deriveDataKey),
  importDataKey: stoppable(commands.importDataKey),
  revealDataKey: stoppable(commands.revealDataKey),
  renameDataKey: stoppable(commands.renameDataKey),
  rotateDataKey: stoppable(commands.rotateDataKey),
  removeDataKey: stoppable(commands.removeDataKey),
  resealing: stoppable(commands.resealing),
  unlockKeys: stoppable(commands.unlockKeys),
  setKeysPassphrase: stoppable(commands.setKeysPassphrase),
  moveKeysToKeyring: stoppable(commands.moveKeysToKeyring),
  kitState: stoppable(commands.kitState),
  makeKit: stoppable(commands.makeKit),
  lookAtKit: stoppable(commands.lookAtKit),
  checkKit: stoppable(commands.checkKit),
  space: stoppable(commands.space),
  quoteSpace: stoppable(commands.quoteSpace),
  signSpace: stoppable(commands.signSpace),
  gateways: stoppable(commands.gateways),
  quoteGateway: stoppable(commands.quoteGateway),
  idleGateways: stoppable(commands.idleGateways),
  gatewayLink: stoppable(commands.gatewayLink),
  adviseRoute: stoppable(commands.adviseRoute),
  finishSetup: stoppable(commands.finishSetup),
  fileDetails: stoppable(commands.fileDetails),
  removalQuestion: stoppable(commands.removalQuestion),
  moveQuestion: stoppable(commands.moveQuestion),
  downloadFiles: stoppable(commands.downloadFiles),
  diagnostics: stoppable(commands.diagnostics),
};
