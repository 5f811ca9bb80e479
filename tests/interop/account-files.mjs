// Polkadot JSON account files by the people who made the format: `node account-files.mjs` writes good.json, broken.json
// and derivation.json into tests/vectors/polkadot-json. Only known development accounts and fixed passphrases are in them.
//
// Every file is put together by `@polkadot/keyring` and `@polkadot/util-crypto`. What `toJson` writes has random salts and
// so differs from run to run; the other files are the same every time.

import { writeFileSync } from 'node:fs';
import { Keyring } from '@polkadot/keyring';
import { PAIR_DIV, PAIR_HDR } from '@polkadot/keyring/pair/defaults';
import { hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import {
  base64Decode,
  base64Encode,
  blake2AsU8a,
  cryptoWaitReady,
  encodeAddress,
  jsonEncryptFormat,
  naclEncrypt,
  scryptEncode,
  scryptToU8a,
} from '@polkadot/util-crypto';

const FOLDER = new URL('../vectors/polkadot-json/', import.meta.url);
const PREFIX = 11330;
const PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk';
const PASSPHRASE = 'correct horse';
const MADE = 1_700_000_000_000;
/** The cost that old versions always wrote, and the quickest one that every version reads. */
const STANDARD = { N: 1 << 15, p: 1, r: 8 };
/** What the package has ever allowed, the newest default last. */
const COSTS = [
  { N: 1 << 13, p: 10, r: 8 },
  { N: 1 << 14, p: 5, r: 8 },
  { N: 1 << 15, p: 3, r: 8 },
  STANDARD,
  { N: 1 << 16, p: 2, r: 8 },
  { N: 1 << 17, p: 1, r: 8 },
];
/** Where the parts of a sealed text begin. */
const AT = { n: 32, p: 36, r: 40, nonce: 44, tag: 68, text: 84 };
/** Where the parts of an open text begin. */
const INSIDE = { head: 0, scalar: 16, divider: 80, public: 85 };

/** The 64 secret bytes of an account, which its pair keeps to itself. */
function keysOf(pair) {
  const open = base64Decode(pair.toJson().encoded);
  return { secret: open.slice(INSIDE.scalar, INSIDE.divider), public: open.slice(INSIDE.public) };
}

function body(secret, publicKey) {
  return u8aConcat(PAIR_HDR, secret, PAIR_DIV, publicKey);
}

/** Seal as the package does, with salt and nonce that follow from the passphrase and the cost. */
function seal(text, passphrase, params) {
  const salt = blake2AsU8a(`salt ${passphrase} ${JSON.stringify(params)}`, 256);
  const nonce = blake2AsU8a(`nonce ${passphrase} ${JSON.stringify(params)}`, 256).slice(0, 24);
  const { password } = scryptEncode(passphrase, salt, params);
  const { encrypted } = naclEncrypt(text, password.subarray(0, 32), nonce);
  return u8aConcat(scryptToU8a(salt, params), nonce, encrypted);
}

function file(encoded, sealed, address) {
  const meta = { name: 'sample', whenCreated: MADE };
  return { ...jsonEncryptFormat(encoded, ['pkcs8', 'sr25519'], sealed), address, meta };
}

function good(what, uri, passphrase, publicKey, content) {
  return { what, uri, passphrase, public_key: u8aToHex(publicKey), file: JSON.stringify(content) };
}

function goodCases(ring, alice) {
  const keys = keysOf(alice);
  const address = alice.address;
  const seed = hexToU8a('0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a');
  const text = body(keys.secret, keys.public);
  const derived = ring.addFromUri(`${PHRASE}//polkadot/1///secret`, { name: 'derived', whenCreated: MADE });
  const unusual = 'пароль 口令 \u{1f511}';
  return [
    good('as written today', '//Alice', PASSPHRASE, keys.public, alice.toJson(PASSPHRASE)),
    good('as written without a passphrase', '//Alice', null, keys.public, alice.toJson()),
    good(
      'with a path and a password',
      `${PHRASE}//polkadot/1///secret`,
      PASSPHRASE,
      derived.publicKey,
      derived.toJson(PASSPHRASE),
    ),
    ...COSTS.map((cost) =>
      good(
        `cost ${cost.N} ${cost.r} ${cost.p}`,
        '//Alice',
        PASSPHRASE,
        keys.public,
        file(seal(text, PASSPHRASE, cost), true, address),
      ),
    ),
    good(
      'of the first versions, with a seed',
      '//Alice',
      PASSPHRASE,
      keys.public,
      file(seal(body(seed, keys.public), PASSPHRASE, STANDARD), true, address),
    ),
    good(
      'a passphrase in other scripts',
      '//Alice',
      unusual,
      keys.public,
      file(seal(text, unusual, STANDARD), true, address),
    ),
    good(
      'a passphrase of 200 characters',
      '//Alice',
      'long '.repeat(40),
      keys.public,
      file(seal(text, 'long '.repeat(40), STANDARD), true, address),
    ),
    good(
      'an address of another network',
      '//Alice',
      PASSPHRASE,
      keys.public,
      file(seal(text, PASSPHRASE, STANDARD), true, encodeAddress(keys.public, 0)),
    ),
    good(
      'an address in digits',
      '//Alice',
      PASSPHRASE,
      keys.public,
      file(seal(text, PASSPHRASE, STANDARD), true, u8aToHex(keys.public)),
    ),
    good('without any meta', '//Alice', PASSPHRASE, keys.public, {
      ...file(seal(text, PASSPHRASE, STANDARD), true, address),
      meta: undefined,
    }),
  ];
}

/** A copy with some bytes replaced. */
function patched(bytes, at, replacement) {
  const copy = Uint8Array.from(bytes);
  copy.set(replacement, at);
  return copy;
}

function number(value) {
  return scryptToU8a(new Uint8Array(), { N: value, p: 0, r: 0 }).slice(0, 4);
}

function broken(what, expect, content, passphrase = PASSPHRASE) {
  return { what, expect, passphrase, file: typeof content === 'string' ? content : JSON.stringify(content) };
}

/** Files whose outside is wrong: refused before any work. */
function brokenOutside(alice, bob, whole) {
  const keys = keysOf(alice);
  const text = body(keys.secret, keys.public);
  const sealed = base64Decode(whole.encoded);
  const address = alice.address;
  const json = JSON.stringify(whole);
  const typed = (type) =>
    new Keyring({ type, ss58Format: PREFIX }).addFromSeed(stringToU8a('s'.repeat(32))).toJson(PASSPHRASE);
  const encoding = (change) => ({ ...whole, encoding: { ...whole.encoding, ...change } });
  const encoded = (bytes) => ({ ...whole, encoded: base64Encode(bytes) });
  const cost = (at, value) => encoded(patched(sealed, at, number(value)));
  const { encoded: _encoded, ...withoutText } = whole;
  const { address: _address, ...withoutAddress } = whole;
  return [
    broken('empty', 'damaged', ''),
    broken('cut', 'damaged', json.slice(0, json.length / 2)),
    broken('a list', 'damaged', '[]'),
    broken('without a text', 'damaged', withoutText),
    broken('without an address', 'damaged', withoutAddress),
    broken('a text that is no base64', 'damaged', { ...whole, encoded: `${whole.encoded.slice(0, -4)}_-_-` }),
    broken('a text that is empty', 'damaged', { ...whole, encoded: '' }),
    broken('a text that is one byte short', 'damaged', encoded(sealed.slice(0, -1))),
    broken('a text that is one byte long', 'damaged', encoded(u8aConcat(sealed, [0]))),
    broken('a text that ends behind the nonce', 'damaged', encoded(sealed.slice(0, AT.tag))),
    broken('an open text that is cut', 'damaged', file(text.slice(0, -1), false, address)),
    broken('an address with a typing mistake', 'damaged', {
      ...whole,
      address: `${address.slice(0, -1)}${address.endsWith('1') ? '2' : '1'}`,
    }),
    broken('an address of another length', 'damaged', { ...whole, address: '0x1234' }),
    broken('version 2', 'unsupported', encoding({ type: ['xsalsa20-poly1305'], version: '2' })),
    broken('version 4', 'unsupported', encoding({ version: '4' })),
    broken('an unknown seal', 'unsupported', encoding({ type: ['argon2', 'xchacha20-poly1305'] })),
    broken('a seal without scrypt', 'unsupported', encoding({ type: ['xsalsa20-poly1305'] })),
    broken('a list of accounts', 'unsupported', {
      ...withoutAddress,
      encoding: { ...whole.encoding, content: ['batch-pkcs8'] },
      accounts: [{ address, meta: {} }],
    }),
    broken('ed25519', 'unsupported', typed('ed25519')),
    broken('ecdsa', 'unsupported', typed('ecdsa')),
    broken('ethereum', 'unsupported', typed('ethereum')),
    broken('memory of 2 TiB', 'cost', cost(AT.n, 2 ** 31)),
    broken('a cost that is no power of two', 'cost', cost(AT.n, STANDARD.N + 1)),
    broken('no cost at all', 'cost', cost(AT.n, 0)),
    broken('a weak cost', 'cost', cost(AT.n, 2)),
    broken('a thousand lanes', 'cost', cost(AT.p, 1000)),
    broken('no lane', 'cost', cost(AT.p, 0)),
    broken('wide blocks', 'cost', cost(AT.r, 2 ** 32 - 1)),
    broken(
      "lanes and width in each other's place",
      'cost',
      encoded(patched(patched(sealed, AT.p, number(8)), AT.r, number(1))),
    ),
    broken('the address of another account', 'mismatch', { ...whole, address: bob.address }),
    broken('without a passphrase, the address of another account', 'mismatch', file(text, false, bob.address), null),
  ];
}

/** Files whose inside is wrong, or that do not open. */
function brokenInside(alice, bob, whole) {
  const keys = keysOf(alice);
  const sealed = base64Decode(whole.encoded);
  const text = body(keys.secret, keys.public);
  const inside = (bytes) => file(seal(bytes, PASSPHRASE, STANDARD), true, alice.address);
  const flipped = (at) => ({ ...whole, encoded: base64Encode(patched(sealed, at, [sealed[at] ^ 1])) });
  const huge = new Uint8Array(32).fill(255);
  return [
    broken('another passphrase', 'wrong_passphrase', whole, 'correct horsf'),
    broken('a passphrase with a blank behind it', 'wrong_passphrase', whole, `${PASSPHRASE} `),
    broken('no passphrase', 'passphrase_needed', whole, null),
    broken('an empty passphrase', 'passphrase_needed', whole, ''),
    broken('another salt', 'wrong_passphrase', flipped(0)),
    broken('another nonce', 'wrong_passphrase', flipped(AT.nonce)),
    broken('another tag', 'wrong_passphrase', flipped(AT.tag)),
    broken('another text', 'wrong_passphrase', flipped(AT.text)),
    broken('another last byte', 'wrong_passphrase', flipped(sealed.length - 1)),
    broken('another head inside', 'damaged', inside(patched(text, INSIDE.head, [49]))),
    broken('another divider inside', 'damaged', inside(patched(text, INSIDE.divider, [0]))),
    broken('a secret that is no number of the curve', 'damaged', inside(patched(text, INSIDE.scalar, huge))),
    broken('the secret of another account', 'mismatch', inside(body(keysOf(bob).secret, keys.public))),
    broken('the public key of another account', 'mismatch', inside(body(keys.secret, bob.publicKey))),
    broken('the seed of another account', 'mismatch', inside(body(stringToU8a('s'.repeat(32)), keys.public))),
  ];
}

const URIS = [
  PHRASE,
  '//Alice',
  '//Alice/soft',
  `${PHRASE}/1`,
  `${PHRASE}//1`,
  `${PHRASE}//01`,
  `${PHRASE}/one/2//three//4`,
  `${PHRASE}///password`,
  `${PHRASE}//Alice///a password of several words`,
  `${PHRASE}//a-junction-that-is-longer-than-thirty-two-bytes`,
  `${PHRASE}//${'密'.repeat(12)}`,
  'legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title//0',
  '0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a',
  '0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a//stash/0',
];

function write(name, value) {
  writeFileSync(new URL(name, FOLDER), `${JSON.stringify(value, null, 1)}\n`);
}

await cryptoWaitReady();
const ring = new Keyring({ type: 'sr25519', ss58Format: PREFIX });
const [alice, bob] = ['//Alice', '//Bob'].map((uri) => ring.addFromUri(uri, { name: 'sample', whenCreated: MADE }));
const keys = keysOf(alice);
const whole = file(seal(body(keys.secret, keys.public), PASSPHRASE, STANDARD), true, alice.address);
write('good.json', goodCases(ring, alice));
write('broken.json', [...brokenOutside(alice, bob, whole), ...brokenInside(alice, bob, whole)]);
write(
  'derivation.json',
  URIS.map((uri) => ({ uri, public_key: u8aToHex(ring.createFromUri(uri).publicKey) })),
);
