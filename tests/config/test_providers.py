"""`[[providers]]` in the settings; a faulty one loses only itself."""

import pytest

from broadsheet.config.reading import read_settings
from broadsheet.config.settings import ProviderSettings
from tests.files import write_settings


def read(text: str) -> tuple[tuple[ProviderSettings, ...], str]:
    write_settings(text)
    settings, warnings = read_settings()
    return settings.providers, "\n".join(warnings)


def test_providers_have_other_names_and_a_weight() -> None:
    text = '[[providers]]\nname = "A"\naliases = ["B", "C"]\nweight = -5\n[[providers]]\nname="D"'
    assert read(text) == ((ProviderSettings("A", ("B", "C"), -5), ProviderSettings("D")), "")


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("providers = 1", "Write each provider as a table of its own"),
        ("[[providers]]\nweight = 1", "Each provider needs a 'name'"),
        ('[[providers]]\nname = " "', "Each provider needs a 'name' that is not empty"),
        (
            '[[providers]]\nname = "A"\naliases = "B"',
            "'aliases' of the provider 'A' must be a list",
        ),
        ('[[providers]]\nname = "A"\nweight = 51', "'weight' of the provider 'A' must be"),
        ('[[providers]]\nname = "A"\nweight = true', "'weight' of the provider 'A' must be"),
    ],
)
def test_a_fault_loses_only_its_provider(text: str, warning: str) -> None:
    providers, warnings = read(f"{text}\n")
    assert providers == ()
    assert warning in warnings


def test_an_unknown_key_is_named() -> None:
    providers, warnings = read('[[providers]]\nname = "A"\nwieght = 5')
    assert providers == (ProviderSettings("A"),)
    assert "There is no setting 'wieght' under [[providers]]" in warnings
