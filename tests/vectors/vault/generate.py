#!/usr/bin/env python3
"""Writes good.json, broken.json and data-keys.json: the vault's format, a second time and independently of the Rust code.

Follows docs/formats-vault.md. Needs Python 3.11 and the package `cryptography` 45 or later (for Argon2id).
Nothing here is random: what a writer would have drawn is counted up from a label. Two vaults in `version-1.json` were
written by Pileus when version 1 was the newest; here they are only opened, to say what is in them.
"""

import copy
import hashlib
import json
from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

HERE = Path(__file__).parent
LEAST = {"memory_kib": 8, "passes": 1, "lanes": 1}
LARGER = {"memory_kib": 64, "passes": 3, "lanes": 4}
DERIVED = {"memory_kib": 128 << 10, "passes": 4, "lanes": 4}

ALICE = "cXjmuHdBk4J3Zyt2oGodwGegNFaTFPcfC48PZ9NMmcUFzF6cc"
WORDS = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
ACCOUNTS = [
    ({"name": "main", "account": ALICE, "origin": "created", "is_default": True, "created": 1700000000000}, WORDS + "//Alice"),
]
ODD_NAMES = [
    ({"name": "my \"own\" \\ 账户", "account": ALICE, "origin": "imported", "is_default": True, "created": 1}, "//Alice"),
]


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def argon2id(passphrase, salt, cost):
    kdf = Argon2id(salt=salt, length=32, iterations=cost["passes"], lanes=cost["lanes"], memory_cost=cost["memory_kib"])
    return kdf.derive(passphrase.encode())


def little(number):
    return number.to_bytes(4, "little")


class Draw:
    """The bytes that a writer would have drawn."""

    def __init__(self, label):
        self.label, self.numbers = label, count()

    def __call__(self, length):
        return sha256(self.label.encode(), str(next(self.numbers)).encode())[:length]


def seal(key, context, text, draw):
    nonce = draw(12)
    return {"nonce": nonce.hex(), "text": AESGCM(key).encrypt(nonce, text, context).hex()}


def unseal(key, context, sealed):
    return AESGCM(key).decrypt(bytes.fromhex(sealed["nonce"]), bytes.fromhex(sealed["text"]), context)


def passphrase_context(cost, salt):
    return b"pileus vault 1: key" + b"".join(little(cost[name]) for name in ("memory_kib", "passes", "lanes")) + salt


def secrets_context(directory):
    return b"pileus vault 1: secrets" + sha256(compact(directory))


def fingerprint(key):
    return sha256(b"pileus data key fingerprint", key)[:8].hex()


def checksum(version, vault):
    label = b"pileus vault: checksum" + little(version) if version > 1 else b""
    return sha256(label, compact(vault)).hex()


def text_of(written_as, vault, **changes):
    envelope = {"format": "pileus-vault", "version": written_as, "checksum": checksum(written_as, vault), "vault": vault}
    return json.dumps(envelope | changes, indent=2, ensure_ascii=False) + "\n"


def protect(how, key, draw):
    if how["kind"] == "file_permissions":
        return {"file_permissions": {"key": key.hex()}}
    if how["kind"] == "passphrase":
        salt, cost = draw(16), how["cost"]
        wrapping = argon2id(how["passphrase"], salt, cost)
        sealed = seal(wrapping, passphrase_context(cost, salt), key, draw)
        return {"passphrase": {"cost": cost, "salt": salt.hex(), "key": sealed}}
    entry, how["wrapping"] = draw(16), draw(32).hex()
    how["entry"] = entry.hex()
    sealed = seal(bytes.fromhex(how["wrapping"]), b"pileus vault 2: keyring" + entry, key, draw)
    return {"keyring": {"entry": how["entry"], "key": sealed}}


def build(version, how, accounts, names, label):
    """A vault and what is in it."""
    draw = Draw(label)
    key, data_keys = draw(32), [(name, draw(32)) for name in names]
    directory = {
        "accounts": [entry for entry, _ in accounts],
        "data_keys": [{"name": name, "fingerprint": fingerprint(k), "created": 1700000000000} for name, k in data_keys],
    }
    secrets = {
        "accounts": [{"account": entry["account"], "secret": secret} for entry, secret in accounts],
        "data_keys": [{"fingerprint": fingerprint(k), "key": k.hex()} for _, k in data_keys],
    }
    protection = protect(how, key, draw)
    sealed = seal(key, secrets_context(directory), compact(secrets), draw)
    return {"protection": protection, "directory": directory, "secrets": sealed}, secrets, key


def open_vault(case):
    """What is in a vault that somebody else wrote."""
    vault = json.loads(case["file"])["vault"]
    assert json.loads(case["file"])["checksum"] == checksum(1, vault)
    if "passphrase" in case:
        kept = vault["protection"]["passphrase"]
        salt = bytes.fromhex(kept["salt"])
        wrapping = argon2id(case["passphrase"], salt, kept["cost"])
        key = unseal(wrapping, passphrase_context(kept["cost"], salt), kept["key"])
    else:
        key = bytes.fromhex(vault["protection"]["file_permissions"]["key"])
    return json.loads(unseal(key, secrets_context(vault["directory"]), vault["secrets"]))


def case_of(what, how, text, secrets):
    opening = {name: how[name] for name in ("passphrase", "entry", "wrapping") if name in how}
    return {"what": what, **opening, "file": text, "secrets": secrets}


GOOD = [
    ("nothing in it, in the clear", 2, {"kind": "file_permissions"}, [], []),
    ("in the clear", 2, {"kind": "file_permissions"}, ACCOUNTS, ["default"]),
    ("names with quotes, a backslash and Chinese", 2, {"kind": "file_permissions"}, ODD_NAMES, ["家 \"1\""]),
    ("under a passphrase", 2, {"kind": "passphrase", "passphrase": "correct horse", "cost": LEAST}, ACCOUNTS, ["default", "family"]),
    ("under a passphrase with four lanes", 2, {"kind": "passphrase", "passphrase": "pässwörter 口令 ", "cost": LARGER}, ACCOUNTS, ["default"]),
    ("in the keyring", 2, {"kind": "keyring"}, ACCOUNTS, ["default"]),
    ("version 1, in the clear", 1, {"kind": "file_permissions"}, ACCOUNTS, ["default"]),
    ("version 1, under a passphrase", 1, {"kind": "passphrase", "passphrase": "p", "cost": LEAST}, ACCOUNTS, ["default"]),
]


def good():
    cases = []
    for what, version, how, accounts, names in GOOD:
        vault, secrets, _ = build(version, how, accounts, names, what)
        cases.append(case_of(what, how, text_of(version, vault), secrets))
    for case in json.loads((HERE / "version-1.json").read_text()):
        cases.append(case_of(case["what"], case, case["file"], open_vault(case)))
    return cases


def flipped(digits):
    return ("1" if digits[0] == "0" else "0") + digits[1:]


def changed(vault, path, value):
    """A copy with one thing changed; without a value it is taken out."""
    vault = copy.deepcopy(vault)
    *way, last = path
    place = vault
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value(place[last]) if callable(value) else value
    return vault


def broken():
    clear, _, key = build(2, {"kind": "file_permissions"}, ACCOUNTS, ["default"], "broken")
    how = {"kind": "passphrase", "passphrase": "correct horse", "cost": LEAST}
    phrase, _, _ = build(2, how, ACCOUNTS, ["default"], "broken passphrase")
    ring_how = {"kind": "keyring"}
    ring, _, _ = build(2, ring_how, ACCOUNTS, ["default"], "broken keyring")
    opening = {"passphrase": "correct horse"}
    ringing = {"entry": ring_how["entry"], "wrapping": ring_how["wrapping"]}
    whole, cost = text_of(2, clear), ["protection", "passphrase", "cost"]
    inside = Draw("inside")

    def resealed(text):
        return changed(clear, ["secrets"], seal(key, secrets_context(clear["directory"]), text, inside))

    def case(what, expect, text, opening={}):
        return {"what": what, "expect": expect, **opening, "file": text}

    return [
        case("an empty file", "damaged", ""),
        case("no JSON", "damaged", "vault\n"),
        case("cut in the middle", "damaged", whole[: len(whole) // 2]),
        case("more behind it", "damaged", whole + "{}"),
        case("the first half twice", "damaged", whole[: len(whole) // 2] + whole),
        case("another format", "damaged", text_of(2, clear, format="other-vault")),
        case("version 0", "damaged", text_of(2, clear, version=0)),
        case("version 3", "newer", text_of(2, clear, version=3)),
        case("a newer version with other fields", "newer", '{"format": "pileus-vault", "version": 4294967295, "anything": []}'),
        case("a version that is no number", "damaged", text_of(2, clear, version="2")),
        case("version 2 that says 1", "damaged", text_of(2, clear, version=1)),
        case("version 1 that says 2", "damaged", text_of(1, clear, version=2)),
        case("version 1 with a keyring", "damaged", text_of(1, ring), ringing),
        case("another checksum", "damaged", text_of(2, clear, checksum=flipped(checksum(2, clear)))),
        case("a checksum that is too short", "damaged", text_of(2, clear, checksum=checksum(2, clear)[:-2])),
        case("a field more in the envelope", "damaged", text_of(2, clear, more=1)),
        case("a field more in the vault", "damaged", text_of(2, clear | {"more": 1})),
        case("a field twice", "damaged", whole.replace('"version": 2,', '"version": 2, "version": 2,')),
        case("no secrets", "damaged", text_of(2, changed(clear, ["secrets"], None))),
        case("no protection", "damaged", text_of(2, changed(clear, ["protection"], {}))),
        case("two protections", "damaged", text_of(2, changed(clear, ["protection"], clear["protection"] | phrase["protection"]))),
        case("an unknown protection", "damaged", text_of(2, changed(clear, ["protection"], {"hope": {}}))),
        case("a key of 31 bytes", "damaged", text_of(2, changed(clear, ["protection", "file_permissions", "key"], lambda k: k[2:]))),
        case("a key that is no digits", "damaged", text_of(2, changed(clear, ["protection", "file_permissions", "key"], "x" * 64))),
        case("another key in the clear", "damaged", text_of(2, changed(clear, ["protection", "file_permissions", "key"], flipped))),
        case("a nonce of 11 bytes", "damaged", text_of(2, changed(clear, ["secrets", "nonce"], lambda n: n[2:]))),
        case("half a byte in the secrets", "damaged", text_of(2, changed(clear, ["secrets", "text"], lambda t: t[1:]))),
        case("secrets that are shorter than a tag", "damaged", text_of(2, changed(clear, ["secrets", "text"], "00"))),
        case("another byte in the secrets", "damaged", text_of(2, changed(clear, ["secrets", "text"], flipped))),
        case("another nonce of the secrets", "damaged", text_of(2, changed(clear, ["secrets", "nonce"], flipped))),
        case("secrets that are no JSON", "damaged", text_of(2, resealed(b"secrets"))),
        case("secrets with a field more", "damaged", text_of(2, resealed(b'{"accounts": [], "data_keys": [], "more": 1}'))),
        case("another name", "damaged", text_of(2, changed(clear, ["directory", "accounts", 0, "name"], "mine"))),
        case("another address", "damaged", text_of(2, changed(clear, ["directory", "accounts", 0, "account"], lambda a: a[:-1] + "d"))),
        case("an entry less", "damaged", text_of(2, changed(clear, ["directory", "data_keys"], []))),
        case("another origin", "damaged", text_of(2, changed(clear, ["directory", "accounts", 0, "origin"], "stolen"))),
        case("a wrong passphrase", "wrong_passphrase", text_of(2, phrase), {"passphrase": "correct horse "}),
        case("another salt", "wrong_passphrase", text_of(2, changed(phrase, ["protection", "passphrase", "salt"], flipped)), opening),
        case("a salt of 15 bytes", "damaged", text_of(2, changed(phrase, ["protection", "passphrase", "salt"], lambda s: s[2:])), opening),
        case("another byte in the sealed key", "wrong_passphrase", text_of(2, changed(phrase, ["protection", "passphrase", "key", "text"], flipped)), opening),
        case("more passes than were made", "wrong_passphrase", text_of(2, changed(phrase, cost + ["passes"], 2)), opening),
        case("more memory than anybody asks for", "damaged", text_of(2, changed(phrase, cost + ["memory_kib"], (1 << 20) + 1)), opening),
        case("more passes than anybody asks for", "damaged", text_of(2, changed(phrase, cost + ["passes"], 17)), opening),
        case("more lanes than anybody asks for", "damaged", text_of(2, changed(phrase, cost + ["lanes"], 17)), opening),
        case("no passes", "damaged", text_of(2, changed(phrase, cost + ["passes"], 0)), opening),
        case("a negative cost", "damaged", text_of(2, changed(phrase, cost + ["lanes"], -1)), opening),
        case("a field more in the cost", "damaged", text_of(2, changed(phrase, cost, LEAST | {"more": 1})), opening),
        case("secrets of another vault", "damaged", text_of(2, phrase | {"secrets": clear["secrets"]}), opening),
        case("an entry that the keyring does not have", "keyring_entry_missing", text_of(2, changed(ring, ["protection", "keyring", "entry"], flipped)), ringing),
        case("a key of the keyring that does not fit", "keyring_entry_missing", text_of(2, ring), ringing | {"wrapping": flipped(ringing["wrapping"])}),
        case("an entry of 15 bytes", "damaged", text_of(2, changed(ring, ["protection", "keyring", "entry"], lambda e: e[2:])), ringing),
    ]


def key_text(key):
    return f"pileus-data-key-1:{fingerprint(key)}:{key.hex()}"


def derived(name, passphrase):
    return argon2id(passphrase, sha256(b"pileus derived data key 1:", name.encode()), DERIVED)


def data_keys():
    key = Draw("text")(32)
    text = key_text(key)
    names = [("family", "correct horse battery staple"), ("家", "pässwörter 口令")]
    return {
        "texts": [{"key": k.hex(), "fingerprint": fingerprint(k), "text": key_text(k)} for k in (bytes(32), key)],
        "broken": [
            {"what": "nothing", "text": ""},
            {"what": "another head", "text": text.replace("pileus", "others")},
            {"what": "another version", "text": text.replace("key-1:", "key-2:")},
            {"what": "no fingerprint", "text": f"pileus-data-key-1:{key.hex()}"},
            {"what": "another digit in the fingerprint", "text": text.replace(fingerprint(key), flipped(fingerprint(key)))},
            {"what": "another digit in the key", "text": text.replace(key.hex(), flipped(key.hex()))},
            {"what": "a digit less", "text": text[:-1]},
            {"what": "a byte more", "text": text + "00"},
            {"what": "a letter that is no digit", "text": text[:-1] + "g"},
            {"what": "a part more", "text": text + ":"},
        ],
        "derived": [{"name": n, "passphrase": p, "key": derived(n, p).hex()} for n, p in names],
    }


def main():
    for name, value in (("good", good()), ("broken", broken()), ("data-keys", data_keys())):
        (HERE / f"{name}.json").write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
