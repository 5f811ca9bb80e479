import type { Page } from "@playwright/test";

import type { State } from "./scenes";

type Step = (page: Page) => Promise<void>;

/** The words that open the recorded kit. */
const KIT_WORDS =
  "harbor velvet tunnel orange maple siren cabin pottery drift eager globe wisdom fossil lunar quilt anchor ribbon salmon token urban vivid walnut yellow zebra";

const click =
  (id: string): Step =>
  (page) =>
    page.getByTestId(id).first().click();

const fill =
  (id: string, text: string): Step =>
  (page) =>
    page.getByTestId(id).fill(text);

/** Waits for what an answer of the program brings. */
const see =
  (id: string): Step =>
  (page) =>
    page.getByTestId(id).first().waitFor();

/** Chooses in the menu of the data key at a place. */
const menu =
  (place: number, id: string): Step =>
  async (page) => {
    await page.getByTestId("data-key-menu").nth(place).click();
    await page.getByTestId(id).click();
  };

/** Moves the running drill or restore of the recorded kit. */
const move =
  (what: "progress" | "finish"): Step =>
  (page) =>
    page.evaluate((moved) => {
      const { door } = globalThis as unknown as {
        door: { kits: { progress: (at: object) => void; finish: () => void } };
      };
      if (moved === "progress") door.kits.progress({ done: 1, total: 3 });
      else door.kits.finish();
    }, what);

const KIT = click("tab-kit");
const KEYS = click("tab-data-keys");
const OPENED = [click("kit-file"), fill("kit-typed", KIT_WORDS), click("use-kit-go")];

/** A state of the keys window: the recorded vault, and the steps to it. */
function keys(title: string, scene: string, ...steps: Step[]): State {
  const reach: Step = async (page) => {
    await see("protection")(page);
    for (const step of steps) await step(page);
  };
  return { title, scene: { window: "keys", scene }, reach };
}

/** Every state that the keys window is looked at in. */
export const KEYS_SCENES: readonly State[] = [
  keys("the accounts", "full"),
  keys("an opened account", "full", click("account-open")),
  keys("no accounts", "empty"),
  keys("locked keys", "locked"),
  keys("unlocking", "locked", click("unlock")),
  keys("keys in the keyring", "keyring"),
  keys("a keyring that is locked", "stuck"),
  keys("keys without protection", "bare"),
  keys("a passphrase for the keys", "full", click("set-passphrase-open")),
  keys("moving to the keyring", "full", click("move-keyring")),
  keys("locking while transfers run", "sending", click("lock-now"), see("lock-question")),
  keys(
    "the words of an account",
    "full",
    click("account-create"),
    fill("create-account-name", "Travel"),
    click("create-account-go"),
    see("words"),
  ),
  keys(
    "importing an account's file",
    "full",
    click("account-import"),
    click("import-kind-file"),
    click("account-file"),
    fill("import-name", "Attic"),
    click("import-account-go"),
    see("problem"),
  ),
  keys("exporting an account", "full", click("account-open"), click("account-export")),
  keys("removing an account", "full", click("account-open"), click("account-remove")),
  keys("the data keys", "full", KEYS),
  keys("the menu of a data key", "full", KEYS, click("data-key-menu"), see("key-reveal")),
  keys("a data key from a passphrase", "full", KEYS, click("data-key-create"), click("key-derive")),
  keys("importing a data key", "full", KEYS, click("key-import")),
  keys("a data key before it is shown", "full", KEYS, menu(0, "key-reveal")),
  keys(
    "a data key that is shown",
    "full",
    KEYS,
    menu(0, "key-reveal"),
    click("reveal-data-key-go"),
    click("data-key-copy"),
  ),
  keys(
    "rotating a data key whose files need more space",
    "full",
    KEYS,
    menu(0, "key-rotate"),
    see("resealing-lack"),
  ),
  keys(
    "rotating a data key while the network is silent",
    "full",
    KEYS,
    menu(2, "key-rotate"),
    see("resealing"),
  ),
  keys("removing a data key that files need", "full", KEYS, menu(2, "key-remove")),
  keys("the recovery kit", "full", KIT),
  keys("no recovery kit yet", "bare", KIT),
  keys("making a kit", "full", KIT, click("kit-make")),
  keys("splitting a kit", "full", KIT, click("kit-make"), click("kit-kind-shares")),
  keys(
    "the words of a kit",
    "full",
    KIT,
    click("kit-make"),
    click("kit-folder"),
    click("make-kit-go"),
    see("words"),
  ),
  keys(
    "a kit that was made",
    "full",
    KIT,
    click("kit-make"),
    click("kit-folder"),
    click("kit-kind-shares"),
    click("make-kit-go"),
    see("kit-made"),
  ),
  keys(
    "a mistyped word of a kit",
    "full",
    KIT,
    click("kit-check"),
    fill("kit-typed", "harbor velvt tunnel"),
    see("kit-typed-unknown"),
  ),
  keys(
    "a kit from its page and shares",
    "full",
    KIT,
    click("kit-check"),
    click("kit-source-codes"),
    click("kit-opening-shares"),
  ),
  keys("a checked kit", "full", KIT, click("kit-check"), ...OPENED, see("kit-report")),
  keys(
    "a running fire drill",
    "full",
    KIT,
    click("kit-drill"),
    ...OPENED,
    see("kit-progress"),
    move("progress"),
  ),
  keys(
    "a fire drill that passed",
    "full",
    KIT,
    click("kit-drill"),
    ...OPENED,
    see("kit-progress"),
    move("finish"),
    see("kit-drill-report"),
  ),
  keys(
    "what a kit brought back",
    "full",
    KIT,
    click("kit-restore"),
    ...OPENED,
    see("kit-progress"),
    move("finish"),
    see("kit-restored"),
  ),
];
