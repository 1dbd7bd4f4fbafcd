import pytest

from broadsheet.articles.addresses import publisher_domain
from broadsheet.hosts import real_host


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Example.com/a", "example.com"),
        ("https://paßport.gov/a", "xn--paport-cta.gov"),
        ("https://www.ΦΩΣ.gr/", real_host("ΦΩΣ.gr")),
        ("no address", ""),
    ],
)
def test_the_host_that_names_a_provider_is_the_one_that_a_browser_opens(
    url: str, host: str
) -> None:
    assert publisher_domain(url) == host
