"""References of Hugo and Jekyll become links to the files they name."""

import pytest

from broadsheet.articles.references import with_plain_links


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ('[a]({{< ref "posts/b.md" >}})', "[a](posts/b.md)"),
        ("[a]({{% relref path='/posts/a b' %}})", "[a](/posts/a%20b)"),
        ('[a]({{<relref "b.md#part" "de">}} "title")', '[a](b.md#part "title")'),
        ("[a]: {{< ref b >}}", "[a]: b"),
        ('<a href="{{< ref "b" >}}">a</a>', '<a href="b">a</a>'),
        ('See {{< ref "b.md" >}}.', "See [b.md](b.md)."),
        ("[a]({% post_url 2024-01-02-b %})", "[a](2024-01-02-b)"),
        ('{{< ref "a](b)" >}}', r"[a\](b)](a%5D%28b%29)"),
        (
            '{{< figure src="a.png" >}} {{ page.title }}',
            '{{< figure src="a.png" >}} {{ page.title }}',
        ),
        ("{% link " + " " * 50_000, "{% link " + " " * 50_000),
    ],
)
def test_references_become_links(written: str, plain: str) -> None:
    assert with_plain_links(written) == plain
