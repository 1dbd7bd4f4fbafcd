"""The picture of the sleeper in the library of feeds: drawn, and kept as if it was fetched."""

from io import BytesIO

from PIL import Image, ImageDraw

from broadsheet.pictures.store import PictureStore

ADDRESS = "https://rope.example/sleeper.jpg"

_SKY = ("#22304f", "#3b4a75", "#71608f", "#b9778f", "#e9a07f", "#f6cd8b")


def keep_sleeper() -> None:
    """Keep the picture in the cache, so that nothing is fetched for it."""
    image = Image.new("RGB", (600, 320), "#2b2622")
    draw = ImageDraw.Draw(image)
    for number, colour in enumerate(_SKY):
        draw.rectangle((0, number * 40, 599, number * 40 + 39), colour)
    draw.ellipse((400, 150, 500, 250), "#fff1c4")
    draw.polygon([(0, 239), (120, 150), (230, 239)], "#4a3f55")
    draw.polygon([(160, 239), (300, 180), (420, 239)], "#3b3348")
    for left in range(20, 560, 180):
        draw.rectangle((left, 210, left + 170, 270), "#8c2f2a")
        for window in range(left + 15, left + 160, 40):
            draw.rectangle((window, 222, window + 22, 242), "#ffd98a")
    draw.rectangle((0, 275, 599, 281), "#8a8177")
    made = BytesIO()
    image.save(made, "PNG")
    PictureStore(10**7).keep(ADDRESS, made.getvalue())
