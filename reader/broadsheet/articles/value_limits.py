"""Keeps what a parser without limits made within those of the YAML reader."""

from datetime import date, time

from broadsheet.articles.problem_report import ProblemReport
from broadsheet.articles.yaml_reader import MAX_DEPTH, MAX_VALUES


def within_limits(fields: dict[str, object], line: int, report: ProblemReport) -> dict[str, object]:
    """Cut what lies too deep or is too much, and note that; dates become text as in YAML."""
    pending: list[tuple[dict[str, object] | list[object], int]] = [(fields, 1)]
    count, too_deep = 0, False
    while pending:
        container, depth = pending.pop()
        items = list(container.items() if isinstance(container, dict) else enumerate(container))
        count += len(items)
        if count > MAX_VALUES:
            report.add(f"more than {MAX_VALUES:,} values: the rest is left out", line)
            container.clear()
            for other, _ in pending:
                other.clear()
            break
        for place, value in items:
            if isinstance(value, dict | list):
                if depth < MAX_DEPTH:
                    pending.append((value, depth + 1))
                    continue
                too_deep = True
                value = None
            elif isinstance(value, date | time):
                value = value.isoformat()
            else:
                continue
            container[place] = value  # type: ignore[index, call-overload]
    if too_deep:
        report.add(f"nested deeper than {MAX_DEPTH} levels: the rest is left out", line)
    return fields
