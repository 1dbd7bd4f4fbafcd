import pytest

from broadsheet.library.query.parse import parse
from broadsheet.library.texts.snippets import LONGEST, Quoter

TEXT = (
    "The first sentence is about nothing. Night trains are back! "
    "They leave from Vienna, says the *U.S.* Army band.\n\n# A heading\n\nThe trains are full."
)


def quoted(query: str, *texts: str) -> str | None:
    """Return the sentence, its matches in brackets."""
    snippet = Quoter(parse(query)).quote(texts)
    if snippet is None:
        return None
    shown, at = "", 0
    for start, end in snippet.spans:
        shown += f"{snippet.text[at:start]}[{snippet.text[start:end]}]"
        at = end
    return shown + snippet.text[at:]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("text:trains", "Night [trains] are back!"),
        ("text:trains text:full", "The [trains] are [full]."),
        ('text:"are full"', "The trains [are full]."),
        ("text:vien*", "They leave from [Vien]na, says the U.S. Army band."),
        (
            'text:"back they"',
            "Night trains are [back! They] leave from Vienna, says the U.S. Army band.",
        ),
        ("text:trains -text:vienna", "Night [trains] are back!"),
        ("text:zebra", None),
        ("heading ", "A [heading]"),
        ("train ", "Night [trains] are back!"),
        ("trained trains ", "Night [trains] are back!"),
        ("trai", "Night [trai]ns are back!"),
        ("trai ", None),
        ("type:video", None),
    ],
)
def test_the_sentence_that_was_found(query: str, sentence: str | None) -> None:
    assert quoted(query, TEXT) == sentence


def test_the_sentence_with_the_most_comes_from_any_text() -> None:
    assert quoted("text:a text:b", "Only a here.", "Here a and b.") == "Here [a] and [b]."
    assert quoted("text:a text:b", "Only a here.", "Or b.") == "Only [a] here."


def test_scripts_without_spaces() -> None:
    text = "\u4eca\u65e5\u306f\u3002\u77e5\u8b58\u306f\u529b\u3002"
    assert quoted("text:\u8b58\u306f", text) == "\u77e5[\u8b58\u306f]\u529b\u3002"


def test_an_endless_sentence_is_cut_around_the_match() -> None:
    snippet = Quoter(parse("text:needle")).quote(["hay " * 1000 + "n\u00e9edle " + "hay " * 1000])
    assert snippet is not None
    assert len(snippet.text) <= LONGEST
    [(start, end)] = snippet.spans
    assert snippet.text[start:end] == "n\u00e9edle"
    assert snippet.text.startswith("\u2026hay")
    assert snippet.text.endswith("\u2026")


def test_a_snippet_is_safe_to_print() -> None:
    assert quoted("text:red", "A red\x1b[31m\u202e line.") == "A [red] line."
