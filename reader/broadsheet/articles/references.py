"""References of site generators to other files -> Markdown links to those files."""

import re

from broadsheet.articles.markdown import escape, link

# Hugo's shortcodes and Jekyll's tags. Both are replaced before Markdown is read, in code too.
_REFERENCE = re.compile(
    r"\{\{[<%] {0,9}(?:rel)?ref {1,9}(?:path=)?(?P<quote>[\"'`]?)(?P<hugo>[^\"'`<>%{}\n]{1,300})"
    r"(?P=quote)[^{}\n]{0,99}[>%]\}\}"
    r"|\{%-? {0,9}(?:post_url|link) {1,9}(?P<jekyll>[^%{}\s]{1,300}) {0,9}-?%\}"
)
_DESTINATION = re.compile(r"(?:\]\(<?|\]: ?<?|=[\"']?)$")
_NOT_IN_ADDRESS = re.compile(r"[\s()<>\[\]\\]")
_LOOK_BACK = 4


def with_plain_links(markdown: str) -> str:
    """Return `markdown` with Hugo's `ref` and Jekyll's `post_url` and `link` as plain links."""
    if "{{" not in markdown and "{%" not in markdown:
        return markdown
    return _REFERENCE.sub(_plain_link, markdown)


def _plain_link(reference: re.Match[str]) -> str:
    target = (reference["hugo"] or reference["jekyll"]).strip()
    address = _NOT_IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", target)
    before = reference.string[max(reference.start() - _LOOK_BACK, 0) : reference.start()]
    return address if _DESTINATION.search(before) else link(escape(target), address)
