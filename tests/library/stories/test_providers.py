import pytest

from broadsheet.library.stories.providers import alias_keys, source_of


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("GameRant", "gamerant.com"),
        ("Game Rant", ""),
        ("GAME RANT", "www.gamerant.com"),
        ("The GameRant", ""),
        ("gamerant.com", ""),
        ("www.gamerant.co.uk", ""),
        ("", "gamerant.com"),
        ("GameRant on MSN", "msn.com"),
        ("Game Rant on MSN.com", ""),
        ("GameRant via Example", "example.org"),
    ],
)
def test_spellings_of_a_provider_are_one_source(name: str, domain: str) -> None:
    assert source_of(name, domain) == "gamerant"


def test_a_domain_tells_a_short_name_from_others() -> None:
    assert source_of("tech", "techstory.in") == source_of("Tech Story", "")
    assert source_of("tech", "techstory.in") != source_of("Tech.co", "tech.co")
    # Settings name no domain.
    assert source_of("tech", "techstory.in", alias_keys({"tech": ()})) == source_of("tech", "")


@pytest.mark.parametrize("domain", ["apnews.com", "msn.com", "ap.org", "ap.example.org", ""])
def test_a_domain_that_adds_nothing_changes_nothing(domain: str) -> None:
    assert source_of("AP", domain) == source_of("AP on MSN", "msn.com") == "ap"


@pytest.mark.parametrize(
    ("name", "domain"),
    [("MSN", "msn.com"), ("Spotlight on Africa", "spotlight.example"), ("Game", "game.com")],
)
def test_other_providers_stay_others(name: str, domain: str) -> None:
    assert source_of(name, domain) != "gamerant"
    assert source_of(name, domain) == name.lower().replace(" ", "")


def test_an_alias_of_the_user_wins() -> None:
    aliases = alias_keys({"Game Rant": ("GR Weekly", "grw.example")})
    assert source_of("GR weekly", "", aliases) == source_of("Game Rant", "", aliases)
    assert source_of("", "www.grw.example", aliases) == "gamerant"


def test_nothing_is_no_source() -> None:
    assert source_of("", "") == ""
