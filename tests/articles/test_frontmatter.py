import pickle
import time

import pytest

from broadsheet.articles.front_matter_handlers import MAX_FRONT_MATTER
from broadsheet.articles.frontmatter import MAX_FILE, FrontMatter, read_front_matter
from broadsheet.articles.problem_report import MAX_PROBLEMS, ProblemReport
from broadsheet.text.written import Written


def read(source: str | bytes) -> tuple[FrontMatter, list[str]]:
    report = ProblemReport("a.md")
    front = read_front_matter(source.encode() if isinstance(source, str) else source, report)
    assert front.kind != "none"
    return front, [str(problem) for problem in report.problems()]


def fields(source: str) -> dict[str, object]:
    front, problems = read(f"---\n{source}\n---\n")
    assert problems == []
    return front.fields


def is_quietly_no_article(source: str) -> bool:
    report = ProblemReport("a.md")
    front = read_front_matter(source.encode(), report)
    return front.kind == "none" and not front.fields and not report.problems()


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: Été\n---\nBody\n",
        "---  \ntitle: Été\n--- \t\nBody",
        "\n\n---\ntitle: Été\n---\n\nBody\n",
        "\ufeff---\ntitle: Été\n---\nBody",
        "---\r\ntitle: Été\r\n---\r\nBody\r\n",
        "---\rtitle: Été\r---\rBody\r",
        "---\ntitle: Été\n...\nBody",
    ],
)
def test_front_matter_and_body_part_however_lines_end(source: str) -> None:
    front, problems = read(source)

    assert (front.fields, front.body, problems) == ({"title": "Été"}, "Body", [])


def test_utf_16_is_read_where_a_byte_order_mark_says_so() -> None:
    front, problems = read("---\ntitle: Été\n---\nBody".encode("utf-16"))

    assert (front.fields, front.body, problems) == ({"title": "Été"}, "Body", [])


def test_bytes_that_are_no_utf_8_cost_only_themselves() -> None:
    front, problems = read(b"---\r\ntitle: caf\xe9\r\nheat: 3\r\n---\r\nBody")

    assert front.fields == {"title": "caf\N{REPLACEMENT CHARACTER}", "heat": 3}
    assert problems == [
        "a.md:2: not all of this is UTF-8 text: \N{REPLACEMENT CHARACTER} stands for the rest"
    ]


def test_a_body_may_hold_rules_and_further_front_matter() -> None:
    front, problems = read("---\ntitle: A\n---\nfirst\n\n---\n\n----\ntitle: B\n---\nlast")

    assert front.fields == {"title": "A"}
    assert front.body == "first\n\n---\n\n----\ntitle: B\n---\nlast"
    assert problems == []


def test_dashes_inside_a_value_do_not_end_the_front_matter() -> None:
    front, problems = read("---\nexcerpt: |\n  one\n  ---\n  ----\n  two\nheat: 3\n---\nBody")

    assert front.fields == {"excerpt": "one\n---\n----\ntwo\n", "heat": 3}
    assert (front.body, problems) == ("Body", [])


@pytest.mark.parametrize(
    "source",
    [
        "",
        "# A README\n\nwith text",
        "---\n\nA rule, then text.\n\n---\n\nMore text.",
        "---\njust words\n---\n",
        "---\n- a\n- list\n---\n",
        "---\n---\nBody",
        "----\ntitle: A\n----\n",
        "--- title: A\n---\n",
    ],
)
def test_a_file_without_front_matter_is_no_article_and_no_problem(source: str) -> None:
    assert is_quietly_no_article(source)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2023-11-06T20:09:00Z", "2023-11-06T20:09:00Z"),
        ("2023-11-06", "2023-11-06"),
        ("yes", "yes"),
        ("off", "off"),
        ("true", True),
        ("False", "False"),
        ("null", "null"),
        ("1.10", "1.10"),
        ("1e3", "1e3"),
        ("0755", "0755"),
        ("+1", "+1"),
        ("1:30", "1:30"),
        ("007", "007"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("-1", -1),
        ("4.25", 4.25),
        (".nan", ".nan"),
        ("1e999", "1e999"),
        ("9" * 30, "9" * 30),
        ('"32"', "32"),
        ("~", None),
        ("", None),
        ("!!python/object/apply:os.system [ls]", ["ls"]),
    ],
)
def test_plain_values_keep_what_the_file_says(written: str, value: object) -> None:
    assert fields(f"x: {written}") == {"x": value}


@pytest.mark.parametrize(
    ("written", "value"),
    [("null", None), ("True", True), ("FALSE", False), ("1.10", 1.1), ("1e3", 1000.0), ("+1", 1)],
)
def test_text_that_stands_for_another_value_knows_it(written: str, value: object) -> None:
    (found,) = fields(f"x: {written}").values()

    assert isinstance(found, Written)
    assert found.value == value
    assert type(found.value) is type(value)
    assert repr(pickle.loads(pickle.dumps(found))) == repr(found)  # noqa: S301


def test_a_mapping_is_merged_into_another() -> None:
    assert fields("base: &b {type: video, heat: 1}\nother: &o {quality: 3}\n<<: *b\nheat: 2") == {
        "base": {"type": "video", "heat": 1},
        "other": {"quality": 3},
        "type": "video",
        "heat": 2,
    }
    assert fields("a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc: {<<: [*a, *b], z: 4}")["c"] == {
        "x": 1,
        "y": 3,
        "z": 4,
    }


@pytest.mark.parametrize("source", ["<<: text", "<<: [{a: 1}, text]", '"<<": {a: 1}'])
def test_what_cannot_be_merged_is_kept_under_its_name(source: str) -> None:
    assert list(fields(source)) == ["<<"]


def test_halves_of_a_character_are_joined_as_in_json() -> None:
    front, problems = read(
        '---\ntitle: "a \\ud83d\\uDE00 b"\n'
        'quoted: "\\\\ud83d\\\\ude00"\nhalf: "\\ud83d."\n---\nBody'
    )

    assert front.fields == {
        "title": "a \U0001f600 b",
        "quoted": "\\ud83d\\ude00",
        "half": "\N{REPLACEMENT CHARACTER}.",
    }
    assert problems == []


@pytest.mark.parametrize(
    ("opening", "line"),
    [("--- # a comment", 3), ("%YAML 1.2\n---", 4), ("\ufeff\n%YAML 1.2\n%TAG ! x:\n--- # a", 6)],
)
def test_comments_and_directives_may_stand_above_the_first_field(opening: str, line: int) -> None:
    front, problems = read(f"{opening}\n# note\ntitle: ]\n---\nBody")

    assert (front.fields, front.body) == ({"title": "]"}, "Body")
    assert [problem.partition(": title")[0] for problem in problems] == [f"a.md:{line}"]


def test_names_of_fields_are_text() -> None:
    assert fields("on: 1\n404: 2\nnull: 3") == {"on": 1, "404": 2, "null": 3}


def test_a_value_may_be_used_again_by_its_anchor() -> None:
    assert fields("provider: &p {name: IBM}\nrelated:\n  - provider: *p") == {
        "provider": {"name": "IBM"},
        "related": [{"provider": {"name": "IBM"}}],
    }


def test_an_unquoted_colon_makes_plain_text_of_its_value_only() -> None:
    front, problems = read("---\nname: DM: Diablo Immortal\nheat: 3\n---\nBody")

    assert front.fields == {"name": "DM: Diablo Immortal", "heat": 3}
    assert front.body == "Body"
    assert problems == ["a.md:2: name: text that contains “: ” needs quotes; read as plain text"]


def test_an_unquoted_colon_further_inside_costs_nothing_around_it() -> None:
    front, problems = read(
        "---\ntitle: A\n\nprovider:\n  name: DM: Diablo's Immortal\n  domain: x.org\nheat: 3\n---\n"
    )

    assert front.fields == {
        "title": "A",
        "provider": {"name": "DM: Diablo's Immortal", "domain": "x.org"},
        "heat": 3,
    }
    assert [problem.partition(" text")[0] for problem in problems] == ["a.md:5: provider:"]


def test_what_is_sound_beside_a_broken_value_is_read_as_yaml() -> None:
    front, problems = read(
        '---\ntitle: "two\n  lines"\nrelated:\n  - title: "a\n      b"\n    excerpt: c: d\n'
        "  - title: A: B: C\n    quality: 3\n---\n"
    )

    assert front.fields == {
        "title": "two lines",
        "related": [{"title": "a b", "excerpt": "c: d"}, {"title": "A: B: C", "quality": 3}],
    }
    assert [problem[:6] for problem in problems] == ["a.md:7", "a.md:8"]


@pytest.mark.parametrize(
    ("written", "text", "reason"),
    [
        ('"never closed', "never closed", "a quotation mark is never closed"),
        ('"He said "hi" to us"', 'He said "hi" to us', "the quotation marks do not match"),
        ("[Update] News", "[Update] News", "text that begins with [ needs quotes"),
        ("{{ page.title }}", "{{ page.title }}", "text that begins with { needs quotes"),
        ("*Bold* News", "*Bold* News", "text that begins with & or * needs quotes"),
        ("@home", "@home", "text that begins with %, @ or ` needs quotes"),
        ('"C:\\new\\path"', "C:\\new\\path", "a backslash between double quotes must be doubled"),
    ],
)
def test_a_title_that_is_no_yaml_is_read_as_it_stands(written: str, text: str, reason: str) -> None:
    front, problems = read(f"---\nheat: 3\ntitle: {written}\nquality: 5\n---\n")

    assert front.fields == {"heat": 3, "title": text, "quality": 5}
    (problem,) = problems
    assert problem.startswith("a.md:3: title: ")
    assert reason in problem


def test_lines_that_fit_nowhere_are_left_out() -> None:
    front, problems = read(
        "---\ntitle: A\nsome stray words\nprovider:\n  name: X\n    domain: y.org\nheat: 3\n---\n"
    )

    assert front.fields == {"title": "A", "provider": {"name": "X"}, "heat": 3}
    assert [problem.partition(" this")[0] for problem in problems] == [
        "a.md:3:",
        "a.md:6: provider:",
    ]


def test_tabs_and_missing_blanks_are_forgiven_and_told() -> None:
    front, problems = read("---\nprovider:\n\tname: X\n\tdomain: y.org\nheat:7\n---\n")

    assert front.fields == {"provider": {"name": "X", "domain": "y.org"}, "heat": 7}
    assert problems == [
        "a.md:3: provider: indent with spaces, not with a tab",
        "a.md:5: heat: a space is missing after the colon",
    ]


def test_control_characters_are_taken_out_with_their_sequences() -> None:
    front, problems = read("---\ntitle: A\x1b[31mB\x00C\nheat: 3\n---\n")

    assert front.fields == {"title": "ABC", "heat": 3}
    assert problems == ["a.md:2: control characters were removed"]


def test_of_a_name_that_stands_twice_the_last_counts() -> None:
    front, problems = read("---\ntitle: A\ntitle: B\nprovider: {name: a, name: b}\n---\n")

    assert front.fields == {"title": "B", "provider": {"name": "b"}}
    assert problems == [
        "a.md:3: title: this is here twice: the last one counts",
        "a.md:4: name: this is here twice: the last one counts",
    ]


def test_front_matter_that_is_not_closed_ends_where_the_fields_end() -> None:
    front, problems = read("---\ntitle: A\ntopics:\n- a\n- b\nheat: 3\n\n# Heading\n\n- item\n")

    assert front.fields == {"title": "A", "topics": ["a", "b"], "heat": 3}
    assert front.body == "# Heading\n\n- item"
    assert problems == ["a.md:1: the closing --- is missing"]


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("heat",), 5),
        (("related", 1), 9),
        (("related", 1, "quality"), 10),
        (("related", 1, "absent"), 9),
        (("absent",), None),
    ],
)
def test_a_value_is_found_by_its_line_in_the_file(
    where: tuple[str | int, ...], line: int | None
) -> None:
    front, _ = read(
        "\n\n---\ntitle: a: b\nheat: 1\nrelated:\n"
        "  - title: A\n    quality: 2\n  - title: B\n    quality: 3\n---\n"
    )

    assert front.line_of(where) == line


def bomb_of_aliases() -> str:
    rows = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    rows += [
        f"{name}: &{name} [{','.join(['*' + below] * 9)}]"
        for below, name in zip("abcdefghijkl", "bcdefghijklm", strict=True)
    ]
    return "\n".join(rows)


def deep_by_aliases() -> str:
    rows = [f"a{n}: &a{n} {'[' * 30}*a{n - 1}{']' * 30}" for n in range(1, 200)]
    return "\n".join(["a0: &a0 x", *rows])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(bomb_of_aliases(), id="billion laughs"),
        pytest.param(deep_by_aliases(), id="aliases in aliases"),
        pytest.param("a: &a [*a]", id="value inside itself"),
        pytest.param("a: " + "[" * 200_000, id="lists"),
        pytest.param("a: " + "{b: " * 50_000, id="mappings"),
        pytest.param("\n".join(" " * n + "a:" for n in range(600)), id="stairs"),
        pytest.param("a: [" + "b," * 100_000 + "]", id="many values"),
        pytest.param("a: b\n" * 50_000, id="one name again and again"),
        pytest.param("".join(f"a{n}: b: c\n" for n in range(18_000)), id="many broken fields"),
        pytest.param("a:\n" + "  - b: c: d\n" * 20_000, id="many broken lines"),
        pytest.param("a:\n" + "\tb: c\n" * 40_000, id="tabs"),
        pytest.param('a: "' + "b\n" * 100_000, id="text without an end"),
    ],
)
def test_hostile_yaml_is_bounded_and_spares_what_is_above(source: str) -> None:
    began = time.process_time()
    front, problems = read(f"---\ntitle: A\n{source}\n---\nBody")

    assert time.process_time() - began < 5
    assert (front.fields["title"], front.body) == ("A", "Body")
    assert 0 < len(problems) <= MAX_PROBLEMS + 1


def test_of_huge_front_matter_only_the_beginning_is_read() -> None:
    front, problems = read("---\ntitle: A\n" + "# note\n" * (MAX_FRONT_MATTER // 5) + "---\nBody")

    assert (front.fields, front.body) == ({"title": "A"}, "Body")
    assert len(problems) == 1
    assert "only the first 262,144 are read" in problems[0]


def test_of_a_huge_file_only_the_beginning_is_read() -> None:
    front, problems = read("---\ntitle: A\n---\n" + "\N{EURO SIGN}" * (MAX_FILE // 2))

    assert set(front.body) == {"\N{EURO SIGN}"}
    assert MAX_FILE // 3 - 10 < len(front.body) <= MAX_FILE // 3
    assert problems == ["a.md: the file is larger than 8 MB: only the first 8 MB are read"]


@pytest.mark.parametrize("name", ["tags", "topics", "authors", "categories"])
@pytest.mark.parametrize("written", ["[a, b c", '[a, "b c', "[a, 'b c'", "[ a , [b c"])
def test_a_list_that_is_not_closed_gives_its_names_without_its_signs(
    name: str, written: str
) -> None:
    front, problems = read(f"---\ntitle: [A\n{name}: {written}\n---\nBody")

    assert front.fields == {"title": "[A", name: "a, b c"}
    assert f"a.md:3: {name}:" in problems[1]
