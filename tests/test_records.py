"""Records behave as frozen dataclasses with slots do."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace

import pytest

from broadsheet.records import filled, record


@record
class Pair:
    """Two values."""

    left: str
    right: int = 2

    @property
    def both(self) -> str:
        return f"{self.left}{self.right}"


@record
class Other:
    left: str
    right: int = 2


@record
class Nothing:
    pass


@dataclass(frozen=True, slots=True)
class Known:
    left: str
    right: int = 2


@pytest.mark.parametrize("kind", [Pair, Known])
def test_it_is_made_and_read_as_a_dataclass(kind: Callable[..., Pair]) -> None:
    made = kind("a", right=3)
    assert (made.left, made.right) == ("a", 3)
    assert kind("a") == kind("a", 2)
    assert kind("a") != kind("b")
    assert hash(kind("a")) == hash(kind("a", 2))
    assert repr(kind("a")).endswith("(left='a', right=2)")
    assert asdict(made) == {"left": "a", "right": 3}
    assert replace(made, left="b") == kind("b", 3)
    assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == made  # noqa: S301 - our own
    for arguments in ((), ("a", 2, 3)):
        with pytest.raises(TypeError):
            kind(*arguments)


def test_its_class_keeps_what_it_has() -> None:
    assert Pair("a").both == "a2"
    assert Pair.__doc__ == "Two values."
    assert [field.name for field in fields(Pair)] == ["left", "right"]
    match Pair("a"):
        case Pair(left, right):
            assert (left, right) == ("a", 2)


def test_records_of_different_classes_differ() -> None:
    pairs: set[object] = {Pair("a"), Other("a"), Pair("a"), Nothing(), Nothing()}
    assert len(pairs) == 3


def test_it_cannot_be_changed() -> None:
    made = Pair("a")
    with pytest.raises(AttributeError):
        made.left = "b"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del made.right
    with pytest.raises(AttributeError):
        made.more = 1  # type: ignore[attr-defined]
    assert made == Pair("a")


class Told:
    heard = False

    def __post_init__(self) -> None:
        self.heard = True


@filled
class Named(Told):
    name: str
    again: bool = False


def test_a_class_that_is_filled_takes_its_fields_and_can_be_changed() -> None:
    for _ in range(2):  # the first one compiles what the second one uses
        told = Named("a", again=True)
        assert (told.name, told.again, told.heard) == ("a", True, True)
    told.name = "b"
    assert (told.name, Named("c").again) == ("b", False)
    assert Named("a") != Named("a")
    with pytest.raises(TypeError):
        Named()  # type: ignore[call-arg]
