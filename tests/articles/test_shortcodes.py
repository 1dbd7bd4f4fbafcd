"""Tags of Liquid and Hugo leave the text; what is between them stays, and so does code."""

from time import process_time

import pytest

from broadsheet.articles.shortcodes import without_shortcodes


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("{% raw %}{{ title }} {% if %}{% endraw %} is shown", "{{ title }} {% if %} is shown"),
        ("A {% include note.html text='x' %}word", "A word"),
        ("{% for a in b %}each{% endfor %}", "each"),
        ("{%- comment -%} not\n\nshown {%- endcomment -%}.", "."),
        ("{{% note %}}\nKept\n{{% /note %}}", "\nKept\n"),
        ("{% highlight ruby %}\nputs {% x %}{% endhighlight %}", "\n```ruby\nputs {% x %}\n```\n"),
        ("{{< highlight go >}}\nfunc `x`\n{{< /highlight >}}", "\n```go\nfunc `x`\n```\n"),
        ('{{< figure src="/a b.png" alt="x" caption="A *cat*" >}}', r"![A \*cat\*](/a%20b.png)"),
        ("{{< figure class=x >}}", ""),
        ("{{< vimeo 1_b-1 >}}", "[Embedded: vimeo.com](https://vimeo.com/1_b-1)"),
        ('{{< vimeo id="12" class="x" />}}', "[Embedded: vimeo.com](https://vimeo.com/12)"),
        ("{{< youtube javascript:x >}}", ""),
        ("{{</* figure */>}} is Hugo's", r"{{\< figure >}} is Hugo's"),
        ("Write `{% raw %}` and ``{{< x >}} ` ``", "Write `{% raw %}` and ``{{< x >}} ` ``"),
        ("```liquid\n{% raw %}\n```\n{% x %}", "```liquid\n{% raw %}\n```\n"),
        ("~~~\n{{< figure >}}\n```\n", "~~~\n{{< figure >}}\n```\n"),
        ("    {% raw %}\n", "    {% raw %}\n"),
        ("a ` b\n\n{% raw %}c{% endraw %} `", "a ` b\n\nc `"),
        ("{{ x }} and 100% {sure}", "{{ x }} and 100% {sure}"),
    ],
)  # fmt: skip
def test_tags_leave_the_text(written: str, plain: str) -> None:
    assert without_shortcodes(written) == plain


@pytest.mark.parametrize(
    "piece", ["{% raw %}", "{{<", "{% x ", "{{< highlight >}}", "` ", "{%", '{{% "']
)
def test_tags_that_never_end_take_no_time(piece: str) -> None:
    begun = process_time()
    without_shortcodes("{%" + piece * (300_000 // len(piece)))
    assert process_time() - begun < 3
