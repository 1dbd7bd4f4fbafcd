import os

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.library.files.stored_path import native, stored

PATHS = st.binary().map(os.fsdecode) | st.text(alphabet="\x01e9a/\udce9\udc80é")


@given(PATHS)
def test_every_path_comes_back_as_it_was_and_the_index_can_hold_it(path: str) -> None:
    assert native(stored(path).encode("utf-8").decode("utf-8")) == path


def test_an_ordinary_path_is_stored_as_it_is() -> None:
    assert stored("a/é/日本語.md") == "a/é/日本語.md"
