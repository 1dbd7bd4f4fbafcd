"""Files damaged at random places, as disks, programs and people do it."""

from pathlib import Path
from random import Random

_WAYS = ("bits", "bytes", "page", "truncated", "shifted", "empty", "gone")
_PAGE = 4096


def damage_file(path: Path, random: Random) -> str:
    """Damage the file at `path`, which is not empty, in one way; says which file and how."""
    data = bytearray(path.read_bytes())
    way = random.choice(_WAYS)
    at = random.randrange(len(data))
    match way:
        case "bits":
            for _ in range(random.choice((1, 1, 8, 100))):
                data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        case "bytes":
            data[at : at + 64] = random.randbytes(len(data[at : at + 64]))
        case "page":
            start = at // _PAGE * _PAGE
            data[start : start + _PAGE] = bytes(len(data[start : start + _PAGE]))
        case "truncated":
            del data[at:]
        case "shifted":
            del data[at : at + random.randrange(1, 5_000)]
        case "empty":
            data.clear()
    if way == "gone":
        path.unlink()
    else:
        path.write_bytes(data)
    return f"{path.name}, {way} at {at}"
