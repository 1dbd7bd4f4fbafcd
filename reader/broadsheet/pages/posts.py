"""Threads of forums: their posts are the text, and an extractor of articles takes the first one."""

from broadsheet.pages.trees import Element

# What the usual forum programs call the text of a post.
_POSTS = frozenset(
    {"bbWrapper", "crawler-post", "js-post-body", "message-body", "messageContent", "post-body"}
    | {"post_body", "postbody", "postcontent", "post-message", "post__content", "postMessage"}
)
_ELEMENTS = ("article", "blockquote", "div", "li", "section", "td")


def leave_only_posts(tree: Element) -> None:
    """Remove all but the heading and the posts from the tree of a page that has several posts."""
    posts: list[Element] = []
    chosen: set[Element] = set()
    for element in tree.iter(*_ELEMENTS):
        if _POSTS.isdisjoint((element.get("class") or "").split()):
            continue
        if not any(ancestor in chosen for ancestor in element.iterancestors()):
            posts.append(element)
            chosen.add(element)
    body = tree.find("body")
    if len(posts) < 2 or body is None:
        return
    headings = [*body.iter("h1")][:1]
    kept = [*headings, *posts]
    for element in kept:
        element.tail = None
        element.getparent().remove(element)
    body.clear()
    article = body.makeelement("article")
    body.append(article)
    article.extend(kept)
