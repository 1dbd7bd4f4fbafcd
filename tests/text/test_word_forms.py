import pytest

from broadsheet.text.word_forms import word_forms


@pytest.mark.parametrize(
    "forms",
    [
        ("service", "services", "serviced", "servicing"),
        ("stop", "stops", "stopped", "stopping"),
        ("city", "cities"),
        ("box", "boxes", "boxed"),
        ("play", "plays", "played", "playing"),
        ("carry", "carries", "carried", "carrying"),
        ("make", "makes", "making"),
        ("add", "adds", "added", "adding"),
    ],
)
def test_every_form_of_a_word_leads_to_every_other(forms: tuple[str, ...]) -> None:
    for form in forms:
        if len(form) > 3:
            assert set(forms) <= set(word_forms(form))


@pytest.mark.parametrize("word", ["", "ai", "bus", "42ing", "\u77e5", "h\u00e9ros"])
def test_short_and_other_words_have_one_form(word: str) -> None:
    assert word_forms(word) == (word,)


@pytest.mark.parametrize("word", ["ssss", "eees", "iing", "yyed", "ying", "eeed", "ings", "inging"])
def test_no_letters_are_too_few(word: str) -> None:
    assert word_forms(word)[0] == word
