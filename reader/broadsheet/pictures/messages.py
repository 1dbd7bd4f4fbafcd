"""What processes say to each other about pictures, read back from JSON."""

from collections.abc import Mapping

from broadsheet.pictures.wanted import Box, Drawn


def box_of(values: Mapping[str, object]) -> Box:
    """Return the box that a message names; raises `ValueError`."""
    match values:
        case {
            "columns": int(columns),
            "lines": int(lines),
            "way": ("blocks" | "kitty" | "sixel" | "iterm") as way,
            "cell_width": int(width),
            "cell_height": int(height),
            "background": [int(red), int(green), int(blue)],
        }:
            return Box(columns, lines, way, width, height, (red, green, blue))
    raise ValueError(values)


def drawn_of(values: Mapping[str, object]) -> Drawn | None:
    """Return the drawn picture that a message has; None if it has none."""
    match values:
        case {
            "way": ("blocks" | "kitty" | "sixel" | "iterm") as way,
            "columns": int(columns),
            "lines": int(lines),
            "data": str(data),
            "rows": list(rows),
        }:
            return Drawn(way, columns, lines, data, tuple(map(str, rows)))
    return None
