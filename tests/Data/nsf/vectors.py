"""Reads NSF files independently of CoexTools and writes what is in them, for the tests: python3 vectors.py *.nsf.gz > vectors.tsv

One line a note: file, note id, universal id, class, sequence, five times as DXL has them (created, modified, revised, last accessed, added to
file), number of items, digest of the items. Deletion stubs and notes without a class are left out. It shares no code with the reader.
"""
import datetime
import gzip
import hashlib
import struct
import sys

CODE_PAGES = {1: "cp850", 3: "cp1255", 4: "cp1256", 5: "cp1251", 6: "cp852", 8: "cp1254", 0xB: "cp874", 0x10: "cp932", 0x11: "cp949", 0x12: "cp950", 0x13: "cp936"}


def u16(b, o):
    return struct.unpack_from("<H", b, o)[0]


def u32(b, o):
    return struct.unpack_from("<I", b, o)[0]


def decompress(data):
    bits, at, out = int.from_bytes(data, "little"), 3, bytearray()

    def take(n):
        nonlocal at
        value = (bits >> at) & ((1 << n) - 1)
        at += n
        return value

    def run():
        width = 1
        while not take(1):
            width += 1
        return (1 << width) - 1 + take(width)

    while True:
        if not take(1):
            out.append(take(8))
            continue
        length = 2 + (0 if take(1) else run())
        if length >= 0x102:
            return bytes(out)
        distance = (run() << 8) if length > 2 and not take(1) else 0
        distance += take(8)
        for _ in range(length):
            out.append(out[-distance])


def body(data, at, size):
    out = b""
    while len(out) < size:
        length = u32(data, at)
        out += decompress(data[at + 4:at + 4 + length])
        at += 4 + length
    return out


def time(low, high):
    day, offset = high & 0xFFFFFF, ((high >> 24) & 15) * 60 + ((high >> 28) & 3) * 15
    offset = (offset if high >> 30 & 1 else -offset) + (60 if high >> 31 else 0)
    day -= 1721425
    if low == 0xFFFFFFFF and 0 < day < 3652060:
        return datetime.date.fromordinal(day).strftime("%Y%m%d")
    clock = "T%02d%02d%02d,%02d"
    if high & 0xFFFFFF == 0xFFFFFF and low < 8640000:
        return clock % (low // 360000, low // 6000 % 60, low // 100 % 60, low % 100)
    if not 0 < day < 3652060 or low >= 8640000 or abs(offset) > 14 * 60:
        return "%08X%08X" % (high, low)
    local = datetime.datetime.fromordinal(day) + datetime.timedelta(milliseconds=10 * low, minutes=offset)
    zone = "%s%02d" % ("-" if offset < 0 else "+", abs(offset) // 60) + ("%02d" % (abs(offset) % 60) if offset % 60 else "")
    return local.strftime("%Y%m%dT%H%M%S") + ",%02d" % (local.microsecond // 10000) + zone


def text(data):
    out, at = "", 0
    while at < len(data):
        b = data[at]
        at += 1
        if b == 0:
            out += "\n"
        elif b == 0x0F:
            c = data[at] if at < len(data) else 0
            out += chr(c) if c >= 0x80 else chr(c - 0x20) if 0x20 <= c < 0x40 else "\ufffd"
            at += 1
        elif b == 0x14:
            pair = data[at:at + 2]
            out += "\ufffd" if len(pair) < 2 else chr(pair[1] << 8) if pair[0] == 0xF6 else chr(pair[0] << 8 | pair[1])
            at += 2
        elif b >= 0x80:
            out += bytes([b]).decode("cp850")
        elif b >= 0x20 or b in (9, 10, 13, 0x19):
            out += chr(b)
        else:
            n = 2 if 0x10 <= b <= 0x14 else 1
            raw = data[at:at + n]
            at += n
            if n == 2 and raw[:1] == bytes([b]):
                raw = raw[1:]
            try:
                out += raw.decode(CODE_PAGES[b]) if len(raw) > 0 and (n == 1 or len(raw) == n or raw != data[at - n:at]) else "\ufffd"
            except (KeyError, UnicodeDecodeError):
                out += "\ufffd"
    return out


def undo(data, at):
    bucket = bytearray(data[at:at + u32(data, at + 6)])
    stamps = set()
    for sector in range(len(bucket) // 512):
        saved = bucket[-1 - sector // 2]
        place = 0x42 + 512 * sector
        stamps.add(bucket[place] & 15)
        bucket[place] = bucket[place] & 0xF0 | (saved >> 4 if sector % 2 == 0 else saved & 15)
    assert len(stamps) == 1
    return bucket


def record(data, at, slot):
    bucket = undo(data, at)
    place = len(bucket) - u16(bucket, 50) - 4 * slot
    start = u16(bucket, place)
    return bytes(bucket[start:start + u16(bucket, place + 2)])


def items(data, note, keys, other_position):
    count, lines = u16(note, 50), []
    heads = [struct.unpack_from("<3H", note, 100 + 8 * i) for i in range(count)]
    at = 100 + 8 * count
    others = sum(length for _, flags, length in heads if not flags & 4)
    place, size = u32(note, 56), u32(note, 60)
    if not others:
        other = b""
    elif size == others:
        other = note[place:place + size]
    elif place >> 31:
        other = record(data, other_position(place & 0xFFFFFF), place >> 24 & 0x7F)[68:]
    else:
        other = data[256 * place + 68:256 * place + size]
    other_at = 0
    for key, flags, length in heads:
        name, kind = keys[key]
        if flags & 4:
            value = note[at:at + length]
            at += length
        else:
            value = other[other_at:other_at + length]
            other_at += length
        if not flags & 8 and length >= 2:
            kind, value = u16(value, 0), value[2:]
        if kind == 0x500:
            shown = [text(value)]
        elif kind == 0x501:
            shown, begin = [], 2 + 2 * (u16(value, 0) if value else 0)
            for i in range(u16(value, 0) if value else 0):
                size = u16(value, 2 + 2 * i)
                shown.append(text(value[begin:begin + size]))
                begin += size
        elif kind in (0x300, 0x400):
            shown = [number(value, 0) if kind == 0x300 else stamp(value, 0)] if value else []
        elif kind == 0x401 or kind == 0x301 and (not value or not u16(value, 2)):
            one = stamp if kind == 0x401 else number
            singles, pairs = (u16(value, 0), u16(value, 2)) if value else (0, 0)
            shown = [one(value, 4 + 8 * i) for i in range(singles)]
            shown += [one(value, 4 + 8 * singles + 16 * i) + "/" + one(value, 12 + 8 * singles + 16 * i) for i in range(pairs)]
        else:
            shown = ["raw " + value.hex()]
        if not u16(note, 40) & 1 and kind in (0x500, 0x501) and not all(0x20 <= ord(c) < 0x7F or c == "\n" for c in "".join(shown)):
            shown = ["(binary)"]  # Design elements have items of type text that hold something else.
        lines.append("%s|%04X|%04X|%s" % (name, kind, flags, "\x1f".join(shown)))
    return count, hashlib.sha256("\x1e".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def number(value, at):
    return value[at:at + 8].hex()


def stamp(value, at):
    return time(u32(value, at), u32(value, at + 4))


def newest(data, places, signature, count_at):
    found = [p for p in places if p and u16(data, p) == signature]
    return max(found, key=lambda p: u32(data, p + count_at))


def summary(data, blocks, pages, index):
    page = min(index // 567, pages - 1)
    if page < pages - 1:
        return u32(data, 256 * u32(blocks, 14 * page) + 250 + 14 * (index % 567))
    return u32(blocks, 14 * pages + 210 + 14 * (index - 567 * page))


def read(path):
    data = gzip.open(path).read()
    sb = newest(data, [256 * u32(data, 560 + 8 * i) for i in range(4)], 14, 60)
    blocks = body(data, sb + 100, u32(data, sb + 10))
    bdb = newest(data, [256 * u32(data, 628 + 8 * i) for i in range(2)], 1, 10)
    names = body(data, bdb + 66, u32(data, bdb + 6))
    buckets, count = u32(data, bdb + 38), u32(data, bdb + 26)
    base = 8 * buckets + 10 * count + 4
    keys = []
    for i in range(count):
        entry = 8 * buckets + 10 * i
        start = base + u32(names, entry)
        keys.append((text(names[start:start + u16(names, entry + 4)]), names[entry + 7] << 8 | names[entry + 6]))
    pages = u32(data, sb + 70)
    behind = 8198 * u32(data, sb + 74) + 20 * u32(data, sb + 22)
    newest_at = next((at for at in (8206 * pages + behind, 14 * pages + 8192 + behind) if u16(blocks, at) == 0x2006), 0) if u32(data, sb + 30) else 0
    for i in range(buckets):
        position = u32(names, 8 * i) & ~1
        records = blocks[newest_at:newest_at + 4096] if position == u32(data, sb + 30) else data[256 * position:256 * position + 4096]
        for j in range(508):
            first, second = u32(records, 32 + 8 * j), u32(records, 36 + 8 * j)
            if not first >> 31 or first & 0xFFFFFF in (0, 0xFFFFFF):
                continue
            note_id = u32(records, 6) + 4 * j
            note = record(data, 256 * summary(data, blocks, pages, (first & 0xFFFFFF) - 1), second & 0x7FF)
            assert u32(note, 6) == note_id
            if u16(note, 38) & 1 or not u16(note, 40) & 0x1FFF:
                continue
            n, digest = items(data, note, keys, lambda index: 256 * u32(blocks, 8206 * u32(data, sb + 70) + 70 + 6 * (index - 1)))
            unid = "%08X%08X%08X%08X" % (u32(note, 14), u32(note, 10), u32(note, 22), u32(note, 18))
            times = [stamp(note, at) for at in (18, 42, 30, 64, 72)]
            yield [path.split("/")[-1].removesuffix(".gz"), "%x" % note_id, unid, "%04X" % u16(note, 40), str(u32(note, 26)), *times, str(n), digest]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for line in sorted(read(name), key=lambda line: int(line[1], 16)):
            print("\t".join(line))
