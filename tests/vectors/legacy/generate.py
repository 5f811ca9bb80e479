#!/usr/bin/env python3
"""Writes cipher.json and pieces.json: what gateways encrypt, a second time and independently of the Rust code.

Needs Python 3.11 and the package `cryptography`. Nothing here is random.
"""

import hashlib
import json
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEGMENT, FRAGMENT, PIECE = 32 << 20, 8 << 20, 31_457_264
BLOCK = SEGMENT - 16
PARITY = {5: (27, 28, 18, 20), 12: (216, 196, 232, 245)}
HERE = Path(__file__).parent


def sha256(data):
    return hashlib.sha256(data).digest()


def pattern(length):
    period = bytes((i * 7 + 3) % 251 for i in range(251))
    return (period * (length // 251 + 1))[:length]


def times(factor):
    """The products of a factor with every byte."""

    def product(a, b):
        out = 0
        while b:
            out ^= a if b & 1 else 0
            a = a << 1 ^ (0x11D if a & 0x80 else 0)
            b >>= 1
        return out

    return bytes(product(byte, factor) for byte in range(256))


def fragment(segment, number):
    quarters = [segment[i * FRAGMENT:(i + 1) * FRAGMENT] for i in range(4)]
    if number <= 4:
        return quarters[number - 1]
    total = 0
    for quarter, factor in zip(quarters, PARITY[number]):
        total ^= int.from_bytes(quarter.translate(times(factor)), "little")
    return total.to_bytes(FRAGMENT, "little")


def fid(hashes):
    level = hashes if len(hashes) > 1 else hashes * 2
    while len(level) > 1:
        level = level + level[-1:] if len(level) % 2 else level
        level = [sha256(level[i] + level[i + 1]) for i in range(0, len(level), 2)]
    return level[0].hex()


def encrypted(content, passphrase):
    key = passphrase.encode().ljust(32, b"0")
    for start in range(0, len(content), BLOCK):
        plain = content[start:start + BLOCK].ljust(BLOCK, b"\0") + b"\x10" * 16
        encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        yield encryptor.update(plain) + encryptor.finalize()


def cipher_case(length, passphrase, fragments):
    segments = list(encrypted(pattern(length), passphrase))
    return {
        "length": length,
        "passphrase": passphrase,
        "first_bytes": segments[0][:32].hex(),
        "segments": [sha256(segment).hex() for segment in segments],
        "fragments": {number: sha256(fragment(segments[0], number)).hex() for number in fragments},
        "fid": fid([sha256(segment) for segment in segments]),
    }


def piece_case(key, piece, content):
    text = f"[{' '.join(str(byte) for byte in key)}] {piece + 1}"
    stored = AESGCM(key).encrypt(sha256(text.encode())[:12], content, None)
    return {
        "key": key.hex(),
        "piece": piece,
        "file": piece * (PIECE + 16) + len(stored),
        "length": len(content),
        "sha256": sha256(content).hex(),
        "stored": stored.hex(),
        "stored_sha256": sha256(stored).hex(),
    }


def write(name, cases):
    (HERE / name).write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")


KEY = bytes((i * 9 + 1) % 256 for i in range(32))
CAPSULE_KEY = bytes.fromhex("aceee39ff3d927ac4b176d05a5fbcff75c22003aba10f6ad1fd8b6fc59f505ae")

write("cipher.json", [
    cipher_case(1000, "123456", [1, 5, 12]),
    cipher_case(SEGMENT, "123456", []),
    cipher_case(2 * BLOCK + 5, "a passphrase of thirty-two bytes", []),
    cipher_case(17, "pâté", []),
])
write("pieces.json", [
    piece_case(KEY, 0, pattern(1000)),
    piece_case(CAPSULE_KEY, 0, b"hello cess"),
    piece_case(CAPSULE_KEY, 1, b"hello cess"),
])
