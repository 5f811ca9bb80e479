#!/usr/bin/env python3
"""Writes good.json and broken.json: the sealed format, a second time and independently of the Rust code.

Follows docs/formats.md. Needs Python 3.11 and the package `cryptography` 45 or later (for Argon2id).
Nothing here is random: each case lists the bytes that a writer would have drawn.
"""

import hashlib
import json
import struct
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEGMENT, CHUNK, HEADER, TAGS = 32 << 20, 32 << 10, 64 << 10, 16 << 10
CHUNKS = SEGMENT // CHUNK
FIRST, LATER = SEGMENT - TAGS - HEADER, SEGMENT - TAGS
PREFIX, SLOT, METADATA_AT, METADATA_END = 96, 96, 1632, 3168
PARITY = [
    (27, 28, 18, 20), (28, 27, 20, 18), (18, 20, 27, 28), (20, 18, 28, 27),
    (245, 232, 196, 216), (232, 245, 216, 196), (196, 216, 245, 232), (216, 196, 232, 245),
]
HERE = Path(__file__).parent


def sha256(data):
    return hashlib.sha256(data).digest()


def pattern(length):
    period = bytes((i * 7 + 3) % 251 for i in range(251))
    return (period * (length // 251 + 1))[:length]


def derive(key, salt, purpose, length=32):
    return HKDF(SHA256(), length, salt, b"pileus/sealed/1/" + purpose).derive(key)


def nonce(number):
    return number.to_bytes(12, "little")


def opener(wrap, argon2_salt):
    if wrap["kind"] == "data_key":
        return bytes.fromhex(wrap["key"])
    kdf = Argon2id(salt=argon2_salt, length=32, iterations=wrap["passes"], lanes=wrap["lanes"], memory_cost=wrap["memory"])
    return kdf.derive(wrap["passphrase"].encode())


def slot(wrap, index, prefix, salt, file_key, argon2_salt):
    if wrap["kind"] == "data_key":
        front = b"\1" + bytes(31)
    else:
        front = struct.pack("<B3xIII16s", 2, wrap["memory"], wrap["passes"], wrap["lanes"], argon2_salt)
    key = opener(wrap, argon2_salt)
    front += derive(key, salt, b"hint", 16)
    return front + AESGCM(derive(key, salt, b"wrap")).encrypt(nonce(index), file_key, prefix + front)


def plain_metadata(metadata):
    texts = [metadata[field].encode() for field in ("name", "bucket", "media_type")]
    return struct.pack("<HHH", *map(len, texts)) + b"".join(texts)


def seal_metadata(header, salt, file_key, plain):
    key = AESGCM(derive(file_key, salt, b"metadata"))
    return key.encrypt(nonce(0), plain.ljust(1520, b"\0"), bytes(header[:METADATA_AT]))


def with_digest(header):
    return bytes(header[:-32]) + sha256(bytes(header[:-32]))


class Sealed:
    def __init__(self, name, real_length, metadata, wraps, seed):
        self.name, self.real_length, self.metadata, self.wraps = name, real_length, metadata, wraps
        drawn = b"".join(sha256(f"{seed} {i}".encode()) for i in range(8))
        self.salt, self.file_key, rest = drawn[:32], drawn[32:64], drawn[64:]
        passphrases = sum(wrap["kind"] == "passphrase" for wrap in wraps)
        self.random = drawn[: 64 + 16 * passphrases]
        self.header = self.build_header(rest)
        self.segments = [self.build_segment(i) for i in range(self.count())]

    def count(self):
        return 1 + max(0, -(-(self.real_length - FIRST) // LATER))

    def build_header(self, argon2_salts):
        prefix = struct.pack("<8sHHIIIQ32sB31x", b"\x89PILEUS\n", 1, 1, CHUNK, SEGMENT, HEADER,
                             self.real_length, self.salt, len(self.wraps))
        header = bytearray(prefix)
        for index, wrap in enumerate(self.wraps):
            argon2_salt = b""
            if wrap["kind"] == "passphrase":
                argon2_salt, argon2_salts = argon2_salts[:16], argon2_salts[16:]
            header += slot(wrap, index, prefix, self.salt, self.file_key, argon2_salt)
        header = header.ljust(METADATA_AT, b"\0")
        header += seal_metadata(header, self.salt, self.file_key, plain_metadata(self.metadata))
        return with_digest(header.ljust(HEADER, b"\0"))

    def aad(self, segment, chunk):
        return self.header[-32:] + struct.pack("<II", segment, chunk)

    def cipher(self):
        return AESGCM(derive(self.file_key, self.salt, b"content"))

    def chunk(self, segment, chunk, plain):
        sealed = self.cipher().encrypt(nonce(segment * CHUNKS + chunk), plain, self.aad(segment, chunk))
        return sealed[:-16], sealed[-16:]

    def plain_chunk(self, segment, chunk):
        size = CHUNK - TAGS if chunk == CHUNKS - 1 else CHUNK
        start = (chunk - 2) * CHUNK if segment == 0 else FIRST + (segment - 1) * LATER + chunk * CHUNK
        return self.content[start : start + size].ljust(size, b"\0")

    def build_segment(self, segment):
        self.content = pattern(self.real_length)
        body, tags = ([self.header], [bytes(32)]) if segment == 0 else ([], [])
        for chunk in range(2 if segment == 0 else 0, CHUNKS):
            ciphertext, tag = self.chunk(segment, chunk, self.plain_chunk(segment, chunk))
            body.append(ciphertext)
            tags.append(tag)
        whole = b"".join(body + tags)
        assert len(whole) == SEGMENT
        return whole


def multiply(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = (a << 1) ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


TIMES = {factor: bytes(multiply(factor, byte) for byte in range(256)) for row in PARITY for factor in row}


def fragments(segment):
    size = SEGMENT // 4
    data = [segment[i * size : (i + 1) * size] for i in range(4)]
    for row in PARITY:
        total = 0
        for factor, shard in zip(row, data[:4]):
            total ^= int.from_bytes(shard.translate(TIMES[factor]), "little")
        data.append(total.to_bytes(size, "little"))
    return data


def fid(level):
    while True:
        level = [sha256(level[i] + level[min(i + 1, len(level) - 1)]) for i in range(0, len(level), 2)]
        if len(level) == 1:
            return level[0]


def describe(case):
    hashes = [sha256(segment) for segment in case.segments]
    samples = [(0, 2), (0, CHUNKS - 1)] + [(i, c) for i in range(1, case.count()) for c in (0, 1)]
    place = lambda s, c: case.segments[s][c * CHUNK : c * CHUNK + 32].hex()
    tag = lambda s, c: case.segments[s][SEGMENT - TAGS + c * 16 :][:16].hex()
    return {
        "name": case.name,
        "random": case.random.hex(),
        "real_length": case.real_length,
        "declared_size": case.count() * SEGMENT,
        "metadata": case.metadata,
        "wraps": case.wraps,
        "header_front": case.header[:METADATA_END].hex(),
        "header_digest": case.header[-32:].hex(),
        "chunks": [{"segment": s, "chunk": c, "begins": place(s, c), "tag": tag(s, c)} for s, c in samples],
        "segments": [
            {"hash": h.hex(), "fragments": [sha256(f).hex() for f in fragments(segment)]}
            for h, segment in zip(hashes, case.segments)
        ],
        "fid": fid(hashes).hex(),
    }


KEY = {"kind": "data_key", "key": bytes(range(32)).hex()}
OTHER_KEY = {"kind": "data_key", "key": bytes(range(32, 64)).hex()}
WORDS = {"kind": "passphrase", "passphrase": "ten thousand fathoms, straße", "memory": 256, "passes": 2, "lanes": 2}
NAMED = {"name": "Zürich 2026.pdf", "bucket": "letters", "media_type": "application/pdf"}
BARE = {"name": "a", "bucket": "", "media_type": ""}
LONG = {"name": "ñ" * 512, "bucket": "b" * 128, "media_type": "m" * 255}


def good_cases():
    return [
        Sealed("empty", 0, BARE, [KEY], "empty"),
        Sealed("one byte", 1, BARE, [KEY], "one byte"),
        Sealed("key and passphrase", 1000, NAMED, [KEY, WORDS], "key and passphrase"),
        Sealed("passphrase only", 70_000, NAMED, [WORDS], "passphrase only"),
        Sealed("sixteen ways and long texts", 32_768, LONG, [WORDS] * 4 + [OTHER_KEY] * 11 + [KEY], "sixteen"),
        Sealed("first segment full", FIRST, BARE, [KEY], "first segment full"),
        Sealed("one byte into the second segment", FIRST + 1, BARE, [KEY], "second segment"),
        Sealed("two segments", FIRST + 1000, NAMED, [KEY], "two segments"),
        Sealed("two other segments", FIRST + 1000, NAMED, [KEY], "two other segments"),
    ]


class Breaker:
    """Collects broken variants of the good cases."""

    def __init__(self, good):
        self.good, self.cases = {case.name: case for case in good}, []

    def add(self, name, base, expect, keys=(KEY,), header=(), digest=False, stream=(), header_length=None):
        case = {"name": name, "base": base, "expect": expect, "keys": list(keys)}
        if header:
            case["header"] = [{"at": at, "bytes": data.hex()} for at, data in header]
        if digest:
            edited = bytearray(self.good[base].header)
            for at, data in header:
                edited[at : at + len(data)] = data
            case["digest"] = sha256(bytes(edited[:-32])).hex()
        if stream:
            case["stream"] = list(stream)
        if header_length is not None:
            case["header_length"] = header_length
        self.cases.append(case)

    def flip(self, base, at):
        return (at, bytes([self.good[base].header[at] ^ 1]))

    def fields(self):
        base = "key and passphrase"
        places = {"version": 8, "suite": 10, "chunk size": 13, "segment size": 19, "header size": 22, "real length": 24,
                  "file salt": 40, "number of keys": 64, "reserved byte": 80, "kind of key": 96, "reserved byte of a key": 98,
                  "Argon2 memory": 197, "Argon2 passes": 200, "Argon2 lanes": 204, "Argon2 salt": 210, "hint": 130,
                  "wrapped key": 150, "tag of a wrapped key": 180, "unused key": 300, "sealed description": 1700,
                  "tag of the description": 3160, "filling": 5000, "checksum": 65_535}
        for field, at in places.items():
            expect = "unsupported-version" if field == "version" else "damaged/header"
            self.add(f"{field}: one bit flipped", base, expect, header=[self.flip(base, at)])
        self.add("magic: one bit flipped", base, "not-sealed", header=[self.flip(base, 0)])

    def forged_fields(self):
        base = "key and passphrase"
        u32 = lambda value: struct.pack("<I", value)
        forged = [
            ("version 2", 8, b"\2\0", "unsupported-version"),
            ("suite 2", 10, b"\2\0", "unsupported-suite"),
            ("chunks of 64 KiB", 12, u32(64 << 10), "limits/chunk-size"),
            ("chunks of no byte", 12, u32(0), "limits/chunk-size"),
            ("segments of 64 MiB", 16, u32(64 << 20), "limits/segment-size"),
            ("header of 4 GiB", 20, u32(0xFFFFFFFF), "limits/header-size"),
            ("real length beyond 1000 segments", 24, struct.pack("<Q", 33_537_982_465), "limits/real-length"),
            ("real length of 2^64 - 1", 24, b"\xff" * 8, "limits/real-length"),
            ("real length of one byte more", 24, struct.pack("<Q", 1001), "damaged/wrapped-key"),
            ("another file salt", 32, bytes(32), "wrong-key"),
            ("no key", 64, b"\0", "limits/number-of-keys"),
            ("seventeen keys", 64, b"\x11", "limits/number-of-keys"),
            ("one key less", 64, b"\1", "damaged/reserved"),
            ("one key more", 64, b"\3", "damaged/kind"),
            ("reserved byte of the prefix", 95, b"\1", "damaged/reserved"),
            ("unknown kind of key", 96, b"\3", "damaged/kind"),
            ("reserved byte of a data key", 97, b"\1", "damaged/reserved"),
            ("Argon2 cost at a data key", 100, u32(64), "damaged/reserved"),
            ("reserved byte of a passphrase", 195, b"\1", "damaged/reserved"),
            ("Argon2 memory of 4 TiB", 196, u32(0xFFFFFFFF), "limits/memory"),
            ("Argon2 memory of one KiB over the limit", 196, u32((1 << 20) + 1), "limits/memory"),
            ("Argon2 memory too small for its lanes", 196, u32(15), "limits/memory"),
            ("Argon2 without a pass", 200, u32(0), "limits/passes"),
            ("Argon2 with 17 passes", 200, u32(17), "limits/passes"),
            ("Argon2 without a lane", 204, u32(0), "limits/lanes"),
            ("Argon2 with 17 lanes", 204, u32(17), "limits/lanes"),
            ("another hint", 128, bytes(16), "wrong-key"),
            ("another wrapped key", 144, bytes(32), "damaged/wrapped-key"),
            ("another tag of a wrapped key", 176, bytes(16), "damaged/wrapped-key"),
            ("an unused key in use", 288, b"\1", "damaged/reserved"),
            ("another tag of the description", 3152, bytes(16), "damaged/description"),
            ("filling in use", 65_503, b"\1", "damaged/reserved"),
        ]
        for name, at, data, expect in forged:
            self.add(f"{name}, checksum made to fit", base, expect, header=[(at, data)], digest=True)
        words = [{"kind": "passphrase", "passphrase": WORDS["passphrase"]}]
        self.add("another Argon2 salt, checksum made to fit", base, "wrong-key", words, [(208, bytes(16))], True)
        self.add("fewer Argon2 passes, checksum made to fit", base, "wrong-key", words, [(200, u32(1))], True)
        many = "sixteen ways and long texts"
        passphrase = self.good[many].header[96:192]
        self.add("five passphrases, checksum made to fit", many, "limits/number-of-passphrases",
                 header=[(96 + 4 * 96, passphrase)], digest=True)
        self.add("keys exchanged, checksum made to fit", base, "damaged/wrapped-key",
                 header=[(96, self.good[base].header[192:288]), (192, self.good[base].header[96:192])], digest=True)

    def descriptions(self):
        base = self.good["key and passphrase"]
        for name, plain in [
            ("name longer than its bytes", struct.pack("<HHH", 1025, 0, 0)),
            ("name that is not UTF-8", struct.pack("<HHH", 1, 0, 0) + b"\xff"),
            ("bucket longer than allowed", struct.pack("<HHH", 0, 129, 0)),
            ("media type longer than allowed", struct.pack("<HHH", 0, 0, 256)),
            ("filling in use", struct.pack("<HHH", 0, 0, 0) + b"\1"),
        ]:
            sealed = seal_metadata(base.header, base.salt, base.file_key, plain)
            self.add(f"description: {name}", base.name, "damaged/description", header=[(METADATA_AT, sealed)], digest=True)

    def keys(self):
        words = lambda text: {"kind": "passphrase", "passphrase": text}
        right = WORDS["passphrase"]
        self.add("wrong key", "key and passphrase", "wrong-key", [OTHER_KEY])
        self.add("wrong passphrase", "key and passphrase", "wrong-key", [words(right + " ")])
        self.add("empty passphrase", "key and passphrase", "wrong-key", [words("")])
        self.add("right passphrase for a file that has none", "one byte", "wrong-key", [words(right)])
        self.add("key for a file that has a passphrase only", "passphrase only", "wrong-key", [KEY])
        self.add("no key at all", "one byte", "wrong-key", [])

    def truncations(self):
        for length, expect in [(0, "not-sealed"), (7, "not-sealed"), (8, "wrong-size"), (9, "wrong-size"), (10, "wrong-size"),
                               (96, "wrong-size"), (1632, "wrong-size"), (3168, "wrong-size"), (65_504, "wrong-size"),
                               (65_535, "wrong-size")]:
            self.add(f"header cut to {length} bytes", "two segments", expect, header_length=length)
        for size, name in [(SEGMENT, "second segment gone"), (2 * SEGMENT - 1, "last byte gone"), (SEGMENT + 1, "one byte left"),
                           (3 * SEGMENT, "a segment added"), (2 * SEGMENT + 1, "a byte added"), (0, "nothing left")]:
            self.add(f"stored size: {name}", "two segments", "other-length", stream=[{"do": "declare", "size": size}])
        for length in (0, SEGMENT - 1, SEGMENT - TAGS, SEGMENT - CHUNK, CHUNK, SEGMENT + 1):
            self.add(f"second segment of {length} bytes", "two segments", "wrong-size",
                     stream=[{"do": "resize", "segment": 1, "size": length}])
        for name, start, end, chunk in [("tags", SEGMENT - TAGS, SEGMENT, 0),
                                        ("last chunk", SEGMENT - CHUNK, SEGMENT - TAGS, CHUNKS - 1),
                                        ("second half of the chunks", SEGMENT // 2, SEGMENT - TAGS, CHUNKS // 2)]:
            self.add(f"zeros instead of the {name} of the second segment", "two segments", f"damaged/chunk 1:{chunk}",
                     stream=[{"do": "zero", "segment": 1, "at": start, "length": end - start}])

    def streams(self):
        base, other = "two segments", "two other segments"
        tag = lambda chunk: SEGMENT - TAGS + chunk * 16
        flip = lambda segment, at: [{"do": "flip", "segment": segment, "at": at}]
        for name, segment, at, expect in [
            ("first byte of the first chunk", 0, 2 * CHUNK, "damaged/chunk 0:2"),
            ("last byte of a chunk", 0, 4 * CHUNK - 1, "damaged/chunk 0:3"),
            ("last byte of the last chunk", 1, SEGMENT - TAGS - 1, f"damaged/chunk 1:{CHUNKS - 1}"),
            ("first byte of a tag", 1, tag(0), "damaged/chunk 1:0"),
            ("last byte of the last tag", 0, SEGMENT - 1, f"damaged/chunk 0:{CHUNKS - 1}"),
            ("tag of a header chunk", 0, tag(1) + 15, "damaged/header-tags"),
            ("header in the segment", 0, 100, "damaged/other-header"),
        ]:
            self.add(f"{name}: one bit flipped", base, expect, stream=flip(segment, at))
        swap = lambda s, a, t, b, n: {"do": "swap", "segment": s, "at": a, "with_segment": t, "with_at": b, "length": n}
        self.add("chunks swapped without their tags", base, "damaged/chunk 0:5", stream=[swap(0, 5 * CHUNK, 0, 6 * CHUNK, CHUNK)])
        self.add("chunks swapped with their tags", base, "damaged/chunk 0:5",
                 stream=[swap(0, 5 * CHUNK, 0, 6 * CHUNK, CHUNK), swap(0, tag(5), 0, tag(6), 16)])
        self.add("chunks of two segments swapped with their tags", base, "damaged/chunk 0:5",
                 stream=[swap(0, 5 * CHUNK, 1, 5 * CHUNK, CHUNK), swap(0, tag(5), 1, tag(5), 16)])
        self.add("segments swapped", base, "damaged/other-header", stream=[swap(0, 0, 1, 0, SEGMENT)])
        splice = lambda s, at, n: {"do": "splice", "from": other, "segment": s, "at": at, "length": n}
        self.add("chunk and tag of another file under the same key", base, "damaged/chunk 1:0",
                 stream=[splice(1, 0, CHUNK), splice(1, tag(0), 16)])
        self.add("second segment of another file under the same key", base, "damaged/chunk 1:0", stream=[splice(1, 0, SEGMENT)])
        self.add("header of another file under the same key", base, "damaged/other-header", stream=[splice(0, 0, HEADER)])
        self.padding("padding in the second segment", base, 1, 0, 1000)
        self.padding("last byte of the padding", base, 1, CHUNKS - 1, CHUNK - TAGS - 1)
        self.padding("padding right behind one byte", "one byte", 0, 2, 1)
        self.add("a segment that is not there", "one byte", "no-such-segment", stream=[{"do": "open", "segment": 1}])

    def padding(self, name, base, segment, chunk, at):
        """The owner of the key sealed something else than zeros behind the end."""
        case = self.good[base]
        plain = bytearray(case.plain_chunk(segment, chunk))
        plain[at] ^= 1
        tag = case.chunk(segment, chunk, bytes(plain))[1]
        self.add(f"{name} in use, sealed with the right key", base, f"damaged/padding {segment}", stream=[
            {"do": "flip", "segment": segment, "at": chunk * CHUNK + at},
            {"do": "write", "segment": segment, "at": SEGMENT - TAGS + chunk * 16, "bytes": tag.hex()},
        ])


def write(name, cases):
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (HERE / name).write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{name}: {len(cases)} cases")


def main():
    good = good_cases()
    write("good.json", [describe(case) for case in good])
    breaker = Breaker(good)
    breaker.fields()
    breaker.forged_fields()
    breaker.descriptions()
    breaker.keys()
    breaker.truncations()
    breaker.streams()
    write("broken.json", breaker.cases)


if __name__ == "__main__":
    main()
