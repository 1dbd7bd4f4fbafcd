"""Small pictures, real and hostile."""

import struct
import zlib
from io import BytesIO

from PIL import Image

RED, BLUE = (220, 30, 30), (30, 30, 220)


def picture(kind: str = "PNG", size: tuple[int, int] = (80, 40), mode: str = "RGB") -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    made = BytesIO()
    image.convert(mode).save(made, kind)
    return made.getvalue()


def animation() -> bytes:
    """Return a GIF: a red frame, then a blue one."""
    red, blue = (Image.new("RGB", (40, 40), colour) for colour in (RED, BLUE))
    made = BytesIO()
    red.save(made, "GIF", save_all=True, append_images=[blue])
    return made.getvalue()


def transparent() -> bytes:
    """Return a picture that lets everything through."""
    made = BytesIO()
    Image.new("RGBA", (40, 40), (255, 255, 255, 0)).save(made, "PNG")
    return made.getvalue()


def on_its_side() -> bytes:
    """Return a picture whose camera says that its left side is its top."""
    exif = Image.Exif()
    exif[0x0112] = 6
    made = BytesIO()
    Image.new("RGB", (80, 40), RED).save(made, "JPEG", exif=exif)
    return made.getvalue()


def claiming(width: int, height: int) -> bytes:
    """Return a PNG of some bytes that says it is as large as that."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))
    )
