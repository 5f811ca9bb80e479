// A second implementation of docs/formats-receipt.md: `node generate.mjs` in a folder where `@polkadot/keyring` and
// `@polkadot/util-crypto` can be found (those of tests/interop). Writes good.json and broken.json beside itself.
//
// An sr25519 signature has a random part, so every run gives other signatures that hold as well.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Keyring } from '@polkadot/keyring';
import { cryptoWaitReady } from '@polkadot/util-crypto';

const PREFIX = 11330;
const hash = (bytes) => createHash('sha256').update(bytes).digest();
const hex = (bytes) => Buffer.from(bytes).toString('hex');

/** Members by name, nothing between tokens. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

function message(receipt) {
  return `<Bytes>pileus/receipt/1 ${hex(hash(canonical(receipt)))}</Bytes>`;
}

/** The Merkle root over segment hashes; an odd last one is joined with itself. */
function fid(hashes) {
  let level = hashes;
  do {
    const next = [];
    for (let at = 0; at < level.length; at += 2) {
      next.push(hash(Buffer.concat([level[at], level[at + 1] ?? level[at]])));
    }
    level = next;
  } while (level.length > 1);
  return hex(level[0]);
}

function segment(number) {
  const fragments = Array.from({ length: 12 }, (_, at) => hex(hash(`fragment ${number}.${at + 1}`)));
  return { hash: hex(hash(`segment ${number}`)), fragments };
}

function block(number) {
  return { number, hash: `0x${hex(hash(`block ${number}`))}` };
}

function sign(pair, receipt) {
  return { receipt, signature: { scheme: 'sr25519', value: `0x${hex(pair.sign(message(receipt)))}` } };
}

await cryptoWaitReady();
const ring = new Keyring({ type: 'sr25519', ss58Format: PREFIX });
const [alice, bob] = ['//Alice', '//Bob'].map((uri) => ring.addFromUri(uri));
const nodes = Array.from({ length: 12 }, (_, at) => ring.addFromUri(`//Node${at + 1}`).address);
const segments = [1, 2, 3].map(segment);

const receipt = {
  version: 1,
  network: { name: 'A network', genesis: `0x${hex(hash('genesis'))}` },
  account: { address: alice.address, public_key: `0x${hex(alice.publicKey)}` },
  file: {
    fid: fid(segments.map((each) => Buffer.from(each.hash, 'hex'))),
    size: 70000000,
    name: 'Größe "eins".txt',
    segments,
  },
  order: { transaction: `0x${hex(hash('order'))}`, block: block(100) },
  columns: nodes.map((node, at) => ({ column: at + 1, node, block: at === 11 ? null : block(110 + at) })),
  stored: { completion: 122, block: block(126) },
  made: 1700000000000,
  program: 'Another program 1.0',
};
const good = sign(alice, receipt);
const changed = (edit) => {
  const copy = structuredClone(receipt);
  edit(copy);
  return copy;
};
/** A change after the signature. */
const tampered = (edit) => JSON.stringify({ ...good, receipt: changed(edit) });
/** A change that the account itself signed. */
const resigned = (edit) => JSON.stringify(sign(alice, changed(edit)));
const unreadable = 'receipt_unreadable';

const broken = [
  ['another size', tampered((r) => (r.file.size += 1)), 'receipt_signature_wrong'],
  ['another name', tampered((r) => (r.file.name = 'x')), 'receipt_signature_wrong'],
  ['another time', tampered((r) => (r.made += 1)), 'receipt_signature_wrong'],
  ['another block', tampered((r) => (r.stored.completion += 1)), 'receipt_signature_wrong'],
  ['a fragment of other content', tampered((r) => (r.file.segments[1].fragments[4] = '00'.repeat(32))), 'receipt_signature_wrong'],
  ['signed by another account', JSON.stringify(sign(bob, receipt)), 'receipt_signature_wrong'],
  ['a signature of the receipt without its tag', JSON.stringify({ ...good, signature: { ...good.signature, value: `0x${hex(alice.sign(canonical(receipt)))}` } }), 'receipt_signature_wrong'],
  ['a segment of other content', tampered((r) => (r.file.segments[1].hash = '00'.repeat(32))), 'receipt_hashes_differ'],
  ['segments in another order, signed', resigned((r) => r.file.segments.reverse()), 'receipt_hashes_differ'],
  ['another file id, signed', resigned((r) => (r.file.fid = 'ab'.repeat(32))), 'receipt_hashes_differ'],
  ['a newer version', JSON.stringify({ receipt: { version: 2, anything: 'else' } }), 'receipt_newer'],
  ['version nought, signed', resigned((r) => (r.version = 0)), unreadable],
  ['an unknown member, signed', resigned((r) => (r.extra = 1)), unreadable],
  ['a missing member, signed', resigned((r) => delete r.stored), unreadable],
  ['an unknown scheme', JSON.stringify({ ...good, signature: { ...good.signature, scheme: 'none' } }), unreadable],
  ['a short signature', JSON.stringify({ ...good, signature: { ...good.signature, value: '0x00' } }), unreadable],
  ['eleven fragments, signed', resigned((r) => r.file.segments[0].fragments.pop()), unreadable],
  ['no segments, signed', resigned((r) => (r.file.segments = [])), unreadable],
  ['a size beyond its segments, signed', resigned((r) => (r.file.size = 3 * 33554432 + 1)), unreadable],
  ['eleven columns, signed', resigned((r) => r.columns.pop()), unreadable],
  ['columns in another order, signed', resigned((r) => r.columns.reverse()), unreadable],
  ['a public key of another account, signed', resigned((r) => (r.account.public_key = `0x${hex(bob.publicKey)}`)), unreadable],
  ['an address with a wrong checksum', JSON.stringify(good).replace(alice.address, `${alice.address.slice(0, -1)}z`), unreadable],
  ['a member twice', JSON.stringify(good).replace('"version":1', '"version":1,"version":1'), unreadable],
  ['no receipt at all', '{}', unreadable],
  ['no JSON', 'receipt', unreadable],
].map(([name, text, expect]) => ({ name, expect, text }));

const here = (name) => new URL(name, import.meta.url);
writeFileSync(here('good.json'), `${JSON.stringify({ canonical: canonical(receipt), message: message(receipt), text: JSON.stringify(good) }, null, 1)}\n`);
writeFileSync(here('broken.json'), `${JSON.stringify(broken, null, 1)}\n`);
