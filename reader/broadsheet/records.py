"""Records and messages: what dataclasses are, defined in a tenth of the time.

`dataclasses` compiles six functions for each class when it is defined, and the seventy classes of a
start took an eighth of it. Here all classes share these functions, except `__init__`, which is
compiled when the first object is made. Fields have no default factories.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Never, TypeVar, dataclass_transform

T = TypeVar("T")
_Values = Callable[[object], object]


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a record of a class with annotations, as `@dataclass(frozen=True, slots=True)` does."""
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    own = {
        name: value
        for name, value in cls.__dict__.items()
        if name not in defaults and name not in ("__dict__", "__weakref__")
    }
    shared = {
        "__slots__": names,
        "__match_args__": names,
        "__qualname__": cls.__qualname__,
        "__init__": _initialize,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__eq__": _equal,
        "__hash__": _hash,
        "__repr__": _repr,
        "__reduce__": _reduce,
        "__dataclass_fields__": _Fields(),
        "_values": attrgetter(*names) if names else type,
        "_defaults": defaults,
    }
    make: Callable[..., type[T]] = type(cls)
    return make(cls.__name__, cls.__bases__, shared | own)


@dataclass_transform(eq_default=False)
def filled(cls: type[T]) -> type[T]:
    """Give a class an `__init__` that fills its fields, as `@dataclass(eq=False)` does."""
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    for name, value in (
        ("__match_args__", names),
        ("_defaults", defaults),
        ("__init__", _initialize),
    ):
        setattr(cls, name, value)
    return cls


class _Record:
    """What the functions below know of any record."""

    __match_args__: tuple[str, ...]
    _values: _Values
    _defaults: dict[str, object]


def _initialize(self: _Record, *args: object, **named: object) -> None:
    """Compile the `__init__` of the class, which takes the place of this one, and call it."""
    cls = type(self)
    names = self.__match_args__
    parameters = ", ".join(f"{name}=_{name}" if name in self._defaults else name for name in names)
    lines = [f"    _set(self, {name!r}, {name})" for name in names]
    lines.append("    self.__post_init__()" if hasattr(cls, "__post_init__") else "    pass")
    code = "\n".join([f"def __init__(self, {parameters}):", *lines])
    scope: dict[str, Any] = {f"_{name}": value for name, value in self._defaults.items()}
    exec(code, scope | {"_set": object.__setattr__}, scope)  # noqa: S102 - of names in our own code
    initialize = scope["__init__"]
    initialize.__qualname__ = f"{cls.__qualname__}.__init__"
    type.__setattr__(cls, "__init__", initialize)
    initialize(self, *args, **named)


def _refuse(self: _Record, name: str, *_: object) -> Never:
    raise AttributeError(f"the field {name!r} of {type(self).__name__} cannot be changed")


def _equal(self: _Record, other: object) -> object:
    if type(other) is not type(self):
        return NotImplemented
    return self._values(self) == self._values(other)


def _hash(self: _Record) -> int:
    return hash(self._values(self))


def _repr(self: _Record) -> str:
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({fields})"


def _reduce(self: _Record) -> tuple[object, ...]:
    return type(self), tuple(getattr(self, name) for name in self.__match_args__)


class _Fields:
    """The fields as `dataclasses` describes them, for its `fields`, `replace` and `asdict`."""

    def __get__(self, _: object, cls: type[_Record]) -> dict[str, Any]:
        from dataclasses import field, make_dataclass

        types, defaults = cls.__annotations__, cls._defaults
        made: Any = make_dataclass(
            cls.__name__,
            [
                (name, types[name], *([field(default=defaults[name])] if name in defaults else []))
                for name in cls.__match_args__
            ],
            # Nothing of it is called, so nothing is compiled, nor a docstring put together.
            init=False,
            repr=False,
            eq=False,
            namespace={"__doc__": cls.__name__},
        )
        described: dict[str, Any] = made.__dataclass_fields__
        type.__setattr__(cls, "__dataclass_fields__", described)
        return described
