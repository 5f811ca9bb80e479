/** A secret while somebody types it: gone with the component that asks for it. */
export class TypedSecret {
  text = $state("");

  constructor() {
    $effect(() => () => {
      this.forget();
    });
  }

  /** Hands the secret on and forgets it here. */
  take(): string {
    const given = this.text;
    this.forget();
    return given;
  }

  forget(): void {
    this.text = "";
  }
}

/** A new passphrase, typed twice because it is not seen. */
export class TypedTwice {
  readonly first = new TypedSecret();
  readonly again = new TypedSecret();

  /** What is still missing; null once both are there and the same. */
  get missing(): "keys.passphraseNeeded" | "keys.passphraseDiffers" | null {
    if (this.first.text.trim() === "") return "keys.passphraseNeeded";
    return this.first.text === this.again.text ? null : "keys.passphraseDiffers";
  }

  forget(): void {
    this.first.forget();
    this.again.forget();
  }
}
