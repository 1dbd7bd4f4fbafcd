"""Front matter in TOML or JSON that cannot be read together -> the fields that can be read."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import islice

from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.salvage import MAX_FIELDS
from broadsheet.articles.yaml_reader import FrontMatterError, parse_yaml
from broadsheet.text.patterns import compiled

# tomllib takes time by the square of the names in one key.
_DEEP_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){64}")
_LONGEST_TABLE = 1_000
_TOML_FIELD = re.compile(r"[ \t]*([\w\"'.-]+)[ \t]*=[ \t]*(.*)")
_TOML_TABLE = re.compile(r"[ \t]*\[")
_JSON_PAIR = compiled(
    r'"([^"\\\n]{1,100})"\s*+:\s*+("(?:[^"\\\n]|\\.)*+"|true|false|-?[0-9][0-9.eE+-]*+|\[[^\[\]{}]*+\])'
)


def read_toml(source: str, parse_float: Callable[[str], object] = float) -> dict[str, object]:
    """Return the fields of TOML; raises ValueError or RecursionError."""
    import tomllib  # not before there is TOML to read

    if _DEEP_KEY.search(source):
        raise ValueError("a key of too many names")
    return tomllib.loads(source, parse_float=parse_float)


def salvage_toml(source: str, first_line: int, report: ProblemReport) -> dict[str, object]:
    """Read statement by statement; a value that cannot be read becomes the text in its place."""
    try:  # the caller may have changed what kept it from being read
        return read_toml(source)
    except (ValueError, RecursionError):
        pass
    fields: dict[str, object] = {}
    table = ""
    for n, statement in _statements(source):
        if _TOML_TABLE.match(statement):
            table = statement if len(statement) <= _LONGEST_TABLE else "[long]"
            continue
        try:
            found = read_toml(f"{table}\n{statement}")
        except (ValueError, RecursionError):
            field = _TOML_FIELD.match(statement)
            if field is None:
                if statement.strip() and not statement.lstrip().startswith("#"):
                    report.add("this is not TOML; left out", first_line + n)
                continue
            name = field[1].strip("\"'")
            report.add("this is not TOML; read as plain text", first_line + n, name)
            found = {} if table else {name: field[2].strip().strip("\"'")}
        _add(found, fields)
    return fields


def _add(found: dict[str, object], fields: dict[str, object]) -> None:
    for name, value in found.items():
        known = fields.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            known.update(value)
        else:
            fields[name] = value


def _statements(source: str) -> list[tuple[int, str]]:
    """Part TOML at the lines that begin a field or a table; lines between belong to the former."""
    statements: list[tuple[int, str]] = []
    for n, line in enumerate(source.split("\n")):
        if not statements or _TOML_FIELD.match(line) or line.startswith("["):
            statements.append((n, line))
        else:
            begin, text = statements[-1]
            statements[-1] = begin, f"{text}\n{line}"
        if len(statements) > MAX_FIELDS:
            break
    return statements


def salvage_json(source: str, first_line: int, report: ProblemReport) -> dict[str, object]:
    """Read what is almost JSON as YAML, which allows more; else take the pairs that can be read."""
    try:
        json.loads(source)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
    except RecursionError:
        line = 1
    else:
        return {}
    report.add("this is not valid JSON", first_line + line - 1)
    try:
        return parse_yaml(source, [])
    except FrontMatterError:
        pass
    fields: dict[str, object] = {}
    for pair in islice(_JSON_PAIR.finditer(source), MAX_FIELDS):
        with suppress(ValueError, RecursionError):
            fields.setdefault(pair[1], json.loads(pair[2]))
    return fields
