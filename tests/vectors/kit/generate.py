"""A second implementation of docs/formats-kit.md. Writes good.json and broken.json beside itself.

Python 3.11 or later with `cryptography` 45 or later (AES-GCM of OpenSSL) and `mnemonic` 0.21 (the word list of BIP-39).
The output is the same every time.
"""

import base64
import hashlib
import json
import struct
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from mnemonic import Mnemonic

LIST = Mnemonic("english").wordlist
HERE = Path(__file__).parent

CORE, CATALOGUE = 1, 2


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def seeded(name, length=32):
    """Bytes that follow from a name."""
    return b"".join(sha(name.encode(), bytes([n])) for n in range(length // 32 + 1))[:length]


# Values one behind the other.


def number(value):
    return struct.pack("<Q", value)


def count(value):
    return struct.pack("<I", value)


def text(value):
    raw = value if isinstance(value, bytes) else value.encode()
    return struct.pack("<H", len(raw)) + raw


def listed(values):
    return count(len(values)) + b"".join(values)


# What is in the kit.

ORIGINS = {"created": 1, "imported": 2, "development": 3}


def account(public, name, secret, origin=2, default=1, created=1_700_000_000_000):
    return public + bytes([origin, default]) + number(created) + text(name) + text(secret)


def data_key(key, name, fingerprint=None, created=1_700_000_000_001):
    mark = fingerprint or sha(b"pileus data key fingerprint", key)[:8].hex()
    return key + number(created) + text(name) + text(mark)


def network(name, urls, genesis=None, private=0, flags=None):
    flags = (private | (2 if genesis else 0)) if flags is None else flags
    return bytes([flags]) + (genesis or b"") + text(name) + listed([text(url) for url in urls])


def bucket(territory, name):
    return text(territory) + text(name)


def file(fid, place, size, name, seal, media="text/plain", added=1_700_000_000_002):
    return fid + count(place) + number(size) + number(added) + seal + text(name) + text(media)


PLAIN, PASSPHRASE = b"\x00", b"\x02"


def sealed_with(*fingerprints):
    return b"\x01" + listed([text(fingerprint) for fingerprint in fingerprints])


ALICE = bytes.fromhex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")
PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk//Alice"
DATA_KEY = seeded("a data key")
PRINT = sha(b"pileus data key fingerprint", DATA_KEY)[:8].hex()
GENESIS = seeded("a genesis")


def core(accounts=None, keys=None, networks=None, behind=b""):
    accounts = [account(ALICE, "Größe", PHRASE, 3)] if accounts is None else accounts
    keys = [data_key(DATA_KEY, "default")] if keys is None else keys
    mine = network("mine", ["wss://rpc.example.org", "wss://spare.example.org"], GENESIS)
    networks = [mine, network("lan", ["ws://127.0.0.1:9944"], private=1)] if networks is None else networks
    return listed(accounts) + listed(keys) + listed(networks) + behind


def shelf(buckets=None, files=None):
    buckets = [bucket("space", "letters"), bucket("space", "empty")] if buckets is None else buckets
    if files is None:
        files = [
            file(seeded("file 1"), 0, 5, "to you.txt", sealed_with(PRINT)),
            file(seeded("file 2"), 0, 7_000_000_000, "字.bin", sealed_with(PRINT, "00ff"), ""),
            file(seeded("file 3"), 0, 9, "open.txt", PLAIN),
            file(seeded("file 4"), 1, 0, "words.txt", PASSPHRASE),
        ]
    return GENESIS + ALICE + listed(buckets) + listed(files)


def catalogue(shelves=None):
    return listed([shelf()] if shelves is None else shelves)


# The kit.


def mark(key, kit_id):
    return sha(b"pileus kit 1: mark", kit_id, key)[:8]


def head(key, kit_id, made=1_795_411_860_000, split=(0, 0), version=1, reserved=b"\0\0", magic=b"pileus-kit", hint=None):
    front = magic + struct.pack("<H", version) + kit_id + number(made) + bytes(split) + reserved
    return front + (mark(key, kit_id) if hint is None else hint)


def seal(key, front, part, plain, nonce=None):
    nonce = bytes([part if nonce is None else nonce]) + bytes(11)
    return AESGCM(key).encrypt(nonce, plain, front + bytes([part]))


def finish(front, *parts, behind=b""):
    body = front + b"".join(count(len(part)) + part for part in parts) + behind
    return body + sha(body)


def kit(key, kit_id, core_text=None, catalogue_text=None, **options):
    front = head(key, kit_id, **options)
    first = seal(key, front, CORE, core() if core_text is None else core_text)
    second = seal(key, front, CATALOGUE, catalogue() if catalogue_text is None else catalogue_text)
    return finish(front, first, second)


def parts_of(whole):
    """Front, core and catalogue of a kit."""
    (length,) = struct.unpack("<I", whole[40:44])
    return whole[:40], whole[44 : 44 + length], whole[48 + length : -32]


# Words.


def words_of(bits, words):
    text_of_bits = "".join(f"{byte:08b}" for byte in bits)
    return [LIST[int(text_of_bits[at * 11 : at * 11 + 11], 2)] for at in range(words)]


def key_words(key):
    return words_of(key + sha(key)[:1], 24)


# Shares: Shamir over the field of 256 elements with x^8 + x^4 + x^3 + x^2 + 1.


def times(one, other):
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product


def deal(key, needed, total, name):
    factors = [list(seeded(f"{name} {place}")) for place in range(needed - 1)]

    def value(index, at):
        result = 0
        for factor in factors:
            result = times(result, index) ^ factor[at]
        return times(result, index) ^ key[at]

    return [bytes(value(index, at) for at in range(32)) for index in range(1, total + 1)]


def share_words(kit_id, needed, index, value, version=1):
    digits = f"{version:x}{kit_id[:2].hex()}{needed - 1:x}{index - 1:x}{value.hex()}"
    digits += sha(b"pileus kit share 1", digits.encode())[:3].hex() + "0"
    return words_of(bytes.fromhex(digits), 28)


# Codes.


def base32(raw):
    return base64.b32encode(raw).decode().rstrip("=")


def code(kit_id, part, parts, data, version=1):
    letters = data if isinstance(data, str) else base32(data)
    front = f"PILEUS-KIT:{version}:{kit_id.hex().upper()}:{part}/{parts}:{letters}"
    return f"{front}:{base32(sha(front.encode())[:5])}"


def codes_of(whole):
    front, first, _ = parts_of(whole)
    short = finish(front, first, b"")
    parts = -(-len(short) // 200)
    length = -(-len(short) // parts)
    kit_id = front[12:20]
    return [code(kit_id, part + 1, parts, short[part * length : (part + 1) * length]) for part in range(parts)]


# Good ones.

KEY, ID = seeded("a kit key"), seeded("a kit number", 8)
OTHER_KEY, OTHER_ID = seeded("another kit key"), seeded("another kit number", 8)
WHOLE, OTHER = kit(KEY, ID), kit(OTHER_KEY, OTHER_ID)
WORDS, OTHER_WORDS = key_words(KEY), key_words(OTHER_KEY)

SPLIT = kit(KEY, ID, split=(2, 3))
SHARES = [share_words(ID, 2, i + 1, value) for i, value in enumerate(deal(KEY, 2, 3, "factors"))]
OTHER_SHARES = [share_words(OTHER_ID, 2, i + 1, value) for i, value in enumerate(deal(OTHER_KEY, 2, 3, "others"))]
MANY = kit(KEY, ID, split=(16, 16))
MANY_SHARES = [share_words(ID, 16, i + 1, value) for i, value in enumerate(deal(KEY, 16, 16, "many"))]


def good(name, whole, shares=None):
    front, _, _ = parts_of(whole)
    return {
        "name": name,
        "key": KEY.hex(),
        "id": ID.hex(),
        "made": 1_795_411_860_000,
        "split": list(front[28:30]),
        "core": core().hex(),
        "catalogue": catalogue().hex(),
        "kit": whole.hex(),
        "words": None if shares else " ".join(WORDS),
        "shares": [" ".join(share) for share in shares or []],
        "codes": codes_of(whole),
    }


GOOD = [
    good("words", WHOLE),
    good("two of three shares", SPLIT, SHARES),
    good("sixteen of sixteen shares", MANY, MANY_SHARES),
]

# One for each way to break them.


def with_words(words):
    return {"words": " ".join(words)}


def with_shares(*shares):
    return {"shares": [" ".join(share) for share in shares]}


def changed(words, place, word):
    return [*words[: place - 1], word, *words[place:]]


def broken(name, expect, whole=None, codes=None, opening=None):
    source = {"codes": codes} if codes is not None else {"kit": (WHOLE if whole is None else whole).hex()}
    return {"name": name, "expect": expect, **source, **(opening or with_words(WORDS))}


FRONT, FIRST, SECOND = parts_of(WHOLE)
FLIPPED = bytearray(WHOLE)
FLIPPED[60] ^= 1
CODES, OTHER_CODES = codes_of(WHOLE), codes_of(OTHER)


def in_core(**edit):
    return kit(KEY, ID, core_text=core(**edit))


def in_catalogue(**edit):
    return kit(KEY, ID, catalogue_text=catalogue([shelf(**edit)]))


def swapped():
    """Two neighbours exchanged so that the words no longer fit together."""
    for at in range(23):
        words = [*WORDS]
        words[at], words[at + 1] = words[at + 1], words[at]
        if not Mnemonic("english").check(" ".join(words)):
            return words
    raise AssertionError


SHORT = finish(FRONT, FIRST, b"")
BROKEN = [
    broken("other first bytes", "kit_unreadable", kit(KEY, ID, magic=b"pileus-kat")),
    broken("a newer version", "kit_newer", kit(KEY, ID, version=2)),
    broken("version 0", "kit_damaged", kit(KEY, ID, version=0)),
    broken("a changed byte", "kit_damaged", bytes(FLIPPED)),
    broken("cut by a byte", "kit_damaged", WHOLE[:-1]),
    broken("cut before the parts", "kit_damaged", WHOLE[:40]),
    broken("a reserved byte", "kit_damaged", kit(KEY, ID, reserved=b"\0\1")),
    broken("one share opens", "kit_damaged", kit(KEY, ID, split=(1, 3))),
    broken("more shares open than there are", "kit_damaged", kit(KEY, ID, split=(4, 3))),
    broken("seventeen shares", "kit_damaged", kit(KEY, ID, split=(2, 17))),
    broken("no core", "kit_damaged", finish(FRONT, b"", SECOND)),
    broken("a core shorter than its tag", "kit_damaged", finish(FRONT, FIRST[:15], SECOND)),
    broken("a core beyond the limit", "kit_damaged", finish(FRONT, bytes(65_536 + 17), SECOND)),
    broken("bytes behind the catalogue", "kit_damaged", finish(FRONT, FIRST, SECOND, behind=b"\0")),
    broken("another date with a right checksum", "kit_damaged", finish(head(KEY, ID, made=1), FIRST, SECOND)),
    broken("the parts exchanged", "kit_damaged", finish(FRONT, SECOND, FIRST)),
    broken("the nonce of the other part", "kit_damaged", finish(FRONT, seal(KEY, FRONT, CORE, core(), CATALOGUE), SECOND)),
    broken("another mark", "kit_mismatch", kit(KEY, ID, hint=bytes(8))),
    broken("an account of no origin", "kit_damaged", in_core(accounts=[account(ALICE, "a", PHRASE, 4)])),
    broken("a default that is neither yes nor no", "kit_damaged", in_core(accounts=[account(ALICE, "a", PHRASE, 1, 2)])),
    broken("a name that is no text", "kit_damaged", in_core(keys=[data_key(DATA_KEY, b"\xff")])),
    broken("an unknown flag of a network", "kit_damaged", in_core(networks=[network("a", [], flags=4)])),
    broken("more accounts than there are bytes", "kit_damaged", kit(KEY, ID, core_text=count(9))),
    broken("bytes behind the core's values", "kit_damaged", in_core(behind=b"\0")),
    broken("a file in a bucket that is not there", "kit_damaged", in_catalogue(files=[file(seeded("f"), 2, 1, "a", PLAIN)])),
    broken("a seal of no kind", "kit_damaged", in_catalogue(files=[file(seeded("f"), 0, 1, "a", b"\x03")])),
    broken("sealed with no key", "kit_damaged", in_catalogue(files=[file(seeded("f"), 0, 1, "a", sealed_with())])),
    broken("a bucket with a slash", "kit_damaged", in_catalogue(buckets=[bucket("space", "a/b")], files=[])),
    broken("a territory without a name", "kit_damaged", in_catalogue(buckets=[bucket("", "a")], files=[])),
    broken("bytes behind the catalogue's values", "kit_damaged", kit(KEY, ID, catalogue_text=catalogue() + b"\0")),
    broken("twenty-three words", "kit_words", opening=with_words(WORDS[:23])),
    broken("a word of no list", "kit_word", opening=with_words(changed(WORDS, 5, "pileus"))),
    broken("a wrong word", "kit_word", opening=with_words(changed(WORDS, 7, "zoo"))),
    broken("two words exchanged", "kit_words", opening=with_words(swapped())),
    broken("the words of another kit", "kit_mismatch", opening=with_words(OTHER_WORDS)),
    broken("one share", "kit_shares_few", SPLIT, opening=with_shares(SHARES[0])),
    broken("one share twice", "kit_shares_few", SPLIT, opening=with_shares(SHARES[0], SHARES[0])),
    broken("a share of another kit", "kit_shares_mixed", SPLIT, opening=with_shares(SHARES[0], OTHER_SHARES[1])),
    broken("shares of another kit", "kit_mismatch", SPLIT, opening=with_shares(OTHER_SHARES[0], OTHER_SHARES[1])),
    broken(
        "one index with two values",
        "kit_shares_mixed",
        SPLIT,
        opening=with_shares(SHARES[0], share_words(ID, 2, 1, seeded("another value"))),
    ),
    broken("a short share", "kit_share", SPLIT, opening=with_shares(SHARES[0], SHARES[1][:27])),
    broken("a share with a word of no list", "kit_share_word", SPLIT, opening=with_shares(changed(SHARES[0], 9, "x"), SHARES[1])),
    broken("a share with a wrong word", "kit_share_word", SPLIT, opening=with_shares(SHARES[0], changed(SHARES[1], 20, "zoo"))),
    broken("a newer share", "kit_newer", SPLIT, opening=with_shares(share_words(ID, 2, 1, KEY, 2), SHARES[1])),
    broken("a share that would open alone", "kit_share", SPLIT, opening=with_shares(share_words(ID, 1, 1, KEY))),
    broken("no code", "kit_codes", codes="Dear kit,"),
    broken("a missing code", "kit_codes_missing", codes="\n".join(CODES[1:])),
    broken("a code with a changed letter", "kit_code", codes="\n".join([CODES[0][:60] + ("A" if CODES[0][60] != "A" else "B") + CODES[0][61:], *CODES[1:]])),
    broken("a cut code", "kit_code", codes="\n".join([*CODES[:-1], CODES[-1][:-1]])),
    broken("codes of two kits", "kit_codes_mixed", codes="\n".join([CODES[0], OTHER_CODES[1]])),
    broken("one number with two contents", "kit_codes_mixed", codes="\n".join([CODES[0], code(ID, 1, len(CODES), b"x")])),
    broken("a newer code", "kit_newer", codes=code(ID, 1, 1, SHORT[:100], 2)),
    broken("code 0", "kit_code", codes=code(ID, 0, 3, SHORT[:100])),
    broken("code 4 of 3", "kit_code", codes=code(ID, 4, 3, SHORT[:100])),
    broken("letters that base 32 does not have", "kit_code", codes=code(ID, 1, 1, "ABC1890A")),
    broken("bits behind the last byte", "kit_code", codes=code(ID, 1, 1, "MZ")),
    broken("codes of no kit", "kit_unreadable", codes=code(ID, 1, 1, b"something else")),
]

for name, cases in (("good", GOOD), ("broken", BROKEN)):
    (HERE / f"{name}.json").write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")
print(len(GOOD), "good,", len(BROKEN), "broken")
