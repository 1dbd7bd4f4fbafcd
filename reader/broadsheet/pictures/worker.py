"""Draws pictures in processes of their own, kept within limits by `broadsheet.child_process`."""

from dataclasses import asdict

from broadsheet.child_process import Children, ExhaustedError, Values, answer_requests
from broadsheet.pictures.drawing import PictureError, draw
from broadsheet.pictures.messages import box_of, drawn_of
from broadsheet.pictures.wanted import Box, Drawn

LONGEST_DRAWING = 6.0
"""Seconds for one picture."""


class DrawingError(Exception):
    """A picture cannot be drawn; the message is the end of a sentence about it."""


class Drawers(Children):
    """A few processes that draw pictures, started when they are needed; for many threads."""

    MODULE = __name__

    def draw(self, data: bytes, box: Box) -> Drawn:
        """Return a picture drawn into a box; raises `DrawingError`."""
        try:
            answer = self.ask(asdict(box), data)
        except ExhaustedError as error:
            raise DrawingError("drawing it takes too much time or memory") from error
        drawn = drawn_of(answer)
        if drawn is None:
            raise DrawingError(str(answer.get("error")))
        return drawn


def main() -> None:
    """Answer requests until the input ends."""

    def answer(request: Values, data: bytes) -> Values:
        try:
            return asdict(draw(data, box_of(request)))
        except PictureError as error:
            return {"error": str(error)}
        except MemoryError:
            return {"error": "drawing it takes too much time or memory"}
        except Exception:  # noqa: BLE001 - whatever a picture does to its reader
            return {"error": "it is damaged"}

    answer_requests(answer)


if __name__ == "__main__":
    main()
