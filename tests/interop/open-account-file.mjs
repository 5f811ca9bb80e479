// A stranger's wallet: `node open-account-file.mjs FILE PASSPHRASE-FILE` opens a Polkadot JSON account file with
// `@polkadot/keyring`, unmodified, and signs with it. The last line is one JSON object of facts.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { Keyring } from '@polkadot/keyring';
import { u8aToHex } from '@polkadot/util';
import { cryptoWaitReady, signatureVerify } from '@polkadot/util-crypto';

/** Does a passphrase open the file? */
function opens(ring, json, passphrase) {
  try {
    ring.createFromJson(json).unlock(passphrase);
    return true;
  } catch {
    return false;
  }
}

await cryptoWaitReady();
const [file, passphraseFile] = process.argv.slice(2);
const json = JSON.parse(readFileSync(file, 'utf8'));
const passphrase = readFileSync(passphraseFile, 'utf8').replace(/\r?\n$/, '');
const ring = new Keyring({ ss58Format: 11330 });
const pair = ring.addFromJson(json);
const before = pair.isLocked;
pair.unlock(passphrase);
const signature = pair.sign('message');
const facts = {
  type: pair.type,
  address: pair.address,
  public_key: u8aToHex(pair.publicKey),
  name: pair.meta.name,
  was_locked: before,
  signature_holds: signatureVerify('message', signature, pair.address).isValid,
  another_passphrase_opens: opens(ring, json, `${passphrase}.`),
};
process.stdout.write(`${JSON.stringify(facts)}\n`);
