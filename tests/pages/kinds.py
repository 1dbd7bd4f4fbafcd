"""Pages of ten kinds, made as the programs behind websites make them."""

from collections.abc import Callable, Iterator
from html import escape

from tests.pages.page import AROUND, SHARE, Sample, document, paragraphs, sentences

Layout = Callable[[str, tuple[str, ...]], str]

NEWS: dict[str, Layout] = {
    "article element": lambda title, texts: (
        f"<main><article><h1>{title}</h1><p class='byline'>By Ada Reporter</p>{SHARE}"
        f"{paragraphs(texts)}</article></main>"
    ),
    "story body": lambda title, texts: (
        f"<div class='page'><div class='headline'><h1>{title}</h1></div>"
        f"<div class='story-body'>{paragraphs(texts)}</div>{SHARE}</div>"
    ),
    "microdata": lambda title, texts: (
        f"<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>{title}"
        f"</h1><div itemprop='articleBody'>{paragraphs(texts)}</div></div>{SHARE}"
    ),
    "tables and line breaks": lambda title, texts: (
        f"<table width=800><tr><td width=150>World<br>Sport</td><td><font size=5><b>{title}</b>"
        f"</font><br><br>{'<br><br>'.join(map(escape, texts))}</td></tr></table>"
    ),
    "figures": lambda title, texts: (
        f"<article><h1>{title}</h1><figure><img src='/train.jpg' width=800 height=500>"
        f"<figcaption>A train in the snow.</figcaption></figure>{paragraphs(texts)}</article>"
    ),
    "advertisements between paragraphs": lambda title, texts: (
        f"<article class='post-content'><h1>{title}</h1>"
        + "<div class='ad-slot'><span>Advertisement</span></div>".join(
            f"<p>{escape(text)}</p>" for text in texts
        )
        + f"</article>{SHARE}"
    ),
    "sections with headings": lambda title, texts: (
        f"<main id='content'><h1>{title}</h1><div class='article__body'>"
        + "".join(
            f"<section><h2>Part {number}</h2><p>{escape(text)}</p></section>"
            for number, text in enumerate(texts)
        )
        + "</div></main>"
    ),
    "generated class names": lambda title, texts: (
        f"<div class='css-1x2y3z'><div class='css-8h1q'><h1 class='css-q2'>{title}</h1></div>"
        f"<section class='css-77'><div class='css-53u6y8'>{paragraphs(texts)}</div></section></div>"
    ),
}

BLOG: dict[str, Layout] = {
    "WordPress": lambda title, texts: (
        f"<div id='primary'><main><article class='post type-post hentry'><header "
        f"class='entry-header'><h1 class='entry-title'>{title}</h1><span class='posted-on'>May 5"
        f"</span></header><div class='entry-content'>{paragraphs(texts)}</div></article>"
        "<div id='comments'><h2>2 thoughts</h2><ol class='comment-list'><li><p>Great post, "
        "thank you so much!</p></li></ol></div></main></div>"
    ),
    "Ghost": lambda title, texts: (
        f"<main class='gh-main'><article class='gh-article post'><h1 class='gh-article-title'>"
        f"{title}</h1><section class='gh-content gh-canvas'>{paragraphs(texts)}</section></article>"
        "</main>"
    ),
    "Substack": lambda title, texts: (
        f"<div class='single-post'><article class='newsletter-post post'><h1 class='post-title'>"
        f"{title}</h1><div class='available-content'><div class='body markup'>{paragraphs(texts)}"
        "</div></div></article></div>"
    ),
    "Medium": lambda title, texts: (
        f"<article><div><section><div class='ab ca'><h1 id='1a'>{title}</h1>"
        + "".join(f"<p id='p{n}' class='pw-post-body'>{escape(t)}</p>" for n, t in enumerate(texts))
        + "</div></section></div></article>"
    ),
    "Jekyll": lambda title, texts: (
        f"<main class='page-content'><div class='wrapper'><article class='post h-entry'><header "
        f"class='post-header'><h1 class='post-title p-name'>{title}</h1></header><div "
        f"class='post-content e-content'>{paragraphs(texts)}</div></article></div></main>"
    ),
    "Blogger": lambda title, texts: (
        f"<div class='blog-posts hfeed'><div class='post hentry'><h3 class='post-title'>{title}"
        f"</h3><div class='post-body entry-content'>{paragraphs(texts)}</div></div></div>"
    ),
    "by hand": lambda title, texts: f"<h1>{title}</h1>{paragraphs(texts)}<hr>",
    "divs without paragraphs": lambda title, texts: (
        f"<div class='entry'><h2>{title}</h2>"
        + "".join(f"<div>{escape(text)}</div>" for text in texts)
        + "</div>"
    ),
}

_CODE = "def arrive(train):\n    return train.time  # in minutes"

DOCUMENTATION: dict[str, Layout] = {
    "Sphinx": lambda title, texts: (
        f"<div class='document'><div class='body' role='main'><section id='t'><h1>{title}<a "
        f"class='headerlink' href='#t'>¶</a></h1>{paragraphs(texts)}<div class='highlight'><pre>"
        f"{_CODE}</pre></div></section></div></div><div class='sphinxsidebar'>Table of Contents"
        "</div>"
    ),
    "Docusaurus": lambda title, texts: (
        f"<div class='main-wrapper'><main><article><div class='theme-doc-markdown'><header>"
        f"<h1>{title}</h1></header>{paragraphs(texts)}<pre><code>{_CODE}</code></pre></div></article>"
        "</main></div>"
    ),
    "MkDocs": lambda title, texts: (
        f"<main class='md-main'><div class='md-content'><article class='md-content__inner'><h1>"
        f"{title}</h1>{paragraphs(texts)}<div class='highlight'><pre><code>{_CODE}</code></pre>"
        "</div></article></div></main>"
    ),
    "rustdoc": lambda title, texts: (
        f"<main><section id='main-content' class='content'><h1>{title}</h1><details open "
        f"class='top-doc'><summary>Expand</summary><div class='docblock'>{paragraphs(texts)}<pre>"
        f"<code>{_CODE}</code></pre></div></details></section></main>"
    ),
    "wiki": lambda title, texts: (
        f"<div id='content' class='mw-body'><h1 id='firstHeading'>{title}</h1><div "
        f"id='mw-content-text' class='mw-parser-output'>{paragraphs(texts)}<pre>{_CODE}</pre></div>"
        "</div>"
    ),
    "README": lambda title, texts: (
        f"<div class='repository-content'><article class='markdown-body entry-content'><h1>{title}"
        f"</h1>{paragraphs(texts)}<div class='highlight'><pre>{_CODE}</pre></div></article></div>"
    ),
}


def _posts(texts: tuple[str, ...], around: str, inside: str) -> str:
    return "".join(
        around.replace("INSIDE", inside.replace("TEXT", escape(text)).replace("NAME", f"user{n}"))
        for n, text in enumerate(texts)
    )


FORUM: dict[str, Layout] = {
    "phpBB": lambda title, texts: (
        f"<div id='page-body'><h2 class='topic-title'>{title}</h2>"
        + _posts(
            texts,
            "<div class='post bg1'><div class='postbody'>INSIDE</div></div>",
            "<p class='author'>by NAME</p><div class='content'>TEXT</div>",
        )
        + "</div>"
    ),
    "Discourse": lambda title, texts: (
        f"<div id='main-outlet'><h1>{title}</h1>"
        + _posts(
            texts,
            "<div class='topic-body crawler-post'>INSIDE</div>",
            "<div class='crawler-post-meta'>NAME</div><div class='post'><p>TEXT</p></div>",
        )
        + "</div>"
    ),
    "questions and answers": lambda title, texts: (
        f"<div id='mainbar'><h1>{title}</h1>"
        + _posts(
            texts,
            "<div class='answer'><div class='answercell'>INSIDE</div></div>",
            "<div class='s-prose js-post-body'><p>TEXT</p></div>",
        )
        + "</div>"
    ),
    "vBulletin": lambda title, texts: (
        f"<div id='postlist'><h1>{title}</h1><ol id='posts'>"
        + _posts(
            texts,
            "<li class='postcontainer'>INSIDE</li>",
            "<div class='username'>NAME</div><blockquote class='postcontent'>TEXT</blockquote>",
        )
        + "</ol></div>"
    ),
    "posts as articles": lambda title, texts: (
        f"<main><h1>{title}</h1>"
        + _posts(
            texts,
            "<article class='message'>INSIDE</article>",
            "<h4>NAME</h4><div class='message-body'><p>TEXT</p></div>",
        )
        + "</main>"
    ),
    "linked data": lambda title, texts: (
        '<script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script>'
        f"<main><h1>{title}</h1>"
        + _posts(texts, "<div class='comment'>INSIDE</div>", "<b>NAME</b><p>TEXT</p>")
        + "</main>"
    ),
}

_TEASER = "The first lines of a story that goes on for those who pay."
_LD = '<script type="application/ld+json">{}</script>'

PAYWALL = {
    "linked data": (
        _LD.format('{"@type":"NewsArticle","isAccessibleForFree":false}'),
        f"<article><p>{_TEASER}</p></article>",
    ),
    "linked data in a graph": (
        _LD.format('{"@graph":[{"@type":"Article","isAccessibleForFree":"False"}]}'),
        f"<article><p>{_TEASER}</p></article>",
    ),
    "a wall": ("", f"<article><p>{_TEASER}</p><div class='paywall-overlay'>Now!</div></article>"),
    "a barrier": ("", f"<main><p>{_TEASER}</p><div id='subscriber-wall'>Now!</div></main>"),
    "words": ("", f"<main><p>{_TEASER}</p><p>Already a subscriber? Log in.</p></main>"),
    "words in German": ("", f"<main><p>{_TEASER}</p><p>Jetzt abonnieren und lesen.</p></main>"),
}

VIDEO = {
    "open graph": ("<meta property='og:type' content='video.other'>", "<video src='/a.mp4'>"),
    "a film": ("<meta property='og:type' content='video.movie'>", "<iframe src='/embed'></iframe>"),
    "linked data": (_LD.format('{"@type":"VideoObject","name":"Trains"}'), "<video></video>"),
    "linked data in a list": (_LD.format('[{"@type":"VideoObject"}]'), "<div id=player></div>"),
    "with a few words": (
        "<meta property='og:type' content='video'>",
        "<p>A film about trains.</p><video></video>",
    ),
}

SCRIPT = {
    "root": "<div id='root'></div><script src='/app.js'></script>",
    "noscript": "<noscript>You need to enable JavaScript to run this app.</noscript><div id='app'>",
    "please": "<p>Please enable JavaScript to continue.</p>",
    "German": "<noscript>Bitte JavaScript aktivieren.</noscript><div id='__next'></div>",
    "data": '<div id=\'__nuxt\'></div><script>window.__DATA__ = {"text": "'
    + "x" * 999
    + '"}</script>',
    "check": "<p>Just a moment. This site requires JavaScript.</p><script>1</script>",
}

_ZH = "铁路公司宣布夜间列车将在春季恢复运行，连接两座首都之间的十二个城市。"
_TW = "鐵路公司宣布夜間列車將在春季恢復運行，連接兩座首都之間的十二個城市。"
_JA = "鉄道会社は、二つの首都を結ぶ夜行列車を春から再開すると発表しました。"
_KO = "철도 회사는 두 수도를 잇는 야간 열차를 봄부터 다시 운행한다고 발표했다."
_AR = "أعلنت شركة السكك الحديدية أن القطارات الليلية ستعود في الربيع بين العاصمتين."
_HE = "חברת הרכבות הודיעה כי רכבות הלילה ישובו באביב ויחברו בין שתי הבירות."
_FA = "شرکت راه‌آهن اعلام کرد که قطارهای شبانه در بهار دوباره حرکت خواهند کرد."

CJK = {
    "Chinese": ("zh", _ZH, "utf-8", "utf-8"),
    "Chinese, GBK": ("zh", _ZH, "gb18030", "gb2312"),
    "Chinese, Big5": ("zh-TW", _TW, "big5", "big5"),
    "Japanese": ("ja", _JA, "utf-8", ""),
    "Japanese, Shift JIS": ("ja", _JA, "cp932", "Shift_JIS"),
    "Japanese, EUC": ("ja", _JA, "euc_jp", "euc-jp"),
    "Japanese, ISO 2022": ("ja", _JA, "iso2022_jp", "iso-2022-jp"),
    "Korean": ("ko", _KO, "utf-8", "utf-8"),
    "Korean, EUC": ("ko", _KO, "cp949", "euc-kr"),
    "Chinese that says it is Latin": ("zh", _ZH, "utf-8", "iso-8859-1"),
}
RTL = {
    "Arabic": ("ar", _AR, "utf-8", "utf-8"),
    "Arabic, Windows": ("ar", _AR, "cp1256", "windows-1256"),
    "Hebrew": ("he", _HE, "utf-8", ""),
    "Hebrew, Windows": ("he", _HE, "cp1255", "windows-1255"),
    "Persian": ("fa", _FA, "utf-8", "utf-8"),
}

_MEGABYTES_5 = 5 * 1024 * 1024


def samples() -> Iterator[Sample]:
    """Yield every page."""
    for kind, layouts in (
        ("news", NEWS),
        ("blog", BLOG),
        ("documentation", DOCUMENTATION),
        ("forum", FORUM),
    ):
        for name, layout in layouts.items():
            yield _with_text(kind, name, layout)
    for kind, walls, sign in (("paywall", PAYWALL, "paywall"), ("video", VIDEO, "video")):
        for name, (head, content) in walls.items():
            body = document("Night trains", f"<h1>Night trains</h1>{content}", head=head)
            yield Sample(kind, name, "Night trains", body.encode(), sign=sign)  # type: ignore[arg-type]
    for name, content in SCRIPT.items():
        html = f"<html><head><title>Night trains</title></head><body>{content}</body></html>"
        yield Sample("script", name, "Night trains", html.encode(), sign="script")
    for kind, languages in (("CJK", CJK), ("RTL", RTL)):
        for name, (lang, sentence, encoding, declared) in languages.items():
            yield _foreign(kind, name, lang, sentence, encoding, declared)
    yield from _large()


def _with_text(kind: str, name: str, layout: Layout) -> Sample:
    title = f"{name[0].upper()}{name[1:]}: how night trains returned"
    texts = tuple(sentences(3) for _ in range(6))
    code = (_CODE,) if kind == "documentation" else ()
    body = document(title, layout(escape(title), texts)).encode()
    absent = (*AROUND, "Great post", "Advertisement", "Table of Contents", "World", "Sport")
    return Sample(kind, name, title, body, texts + code, absent)


def _foreign(
    kind: str, name: str, lang: str, sentence: str, encoding: str, declared: str
) -> Sample:
    texts = tuple(f"{number} {sentence * 3}" for number in range(1, 7))
    title = sentence[:14].strip()
    content = f"<article><h1>{title}</h1>{paragraphs(texts)}</article>"
    charset = f'<meta charset="{declared}">' if declared else ""
    html = document(title, content, lang=lang).replace('<meta charset="utf-8">', charset)
    html = html.replace("©", "&copy;")
    return Sample(kind, name, title, html.encode(encoding), texts)


def _large() -> Iterator[Sample]:
    title = "A very long story"
    few = tuple(sentences(3) for _ in range(6))
    story = f"<article><h1>{title}</h1>{paragraphs(few)}</article>"
    many = tuple(sentences(12) for _ in range(900))
    yield _filled("script", story, "<script>var x = '", "'</script>", few)
    yield _filled("a picture in the page", story, "<img src='data:image/png;base64,", "'>", few)
    yield _filled("comments in the source", story, "<!--", "-->", few)
    yield _filled("attributes", story, "<div data-x='", "'></div>", few)
    html = f"<article><h1>{title}</h1>{paragraphs(many)}</article>"
    yield _filled("a book", html, "<!--", "-->", (many[0], many[450], many[-1]))


def _filled(name: str, content: str, before: str, after: str, texts: tuple[str, ...]) -> Sample:
    title = "A very long story"
    html = document(title, content + before + "FILL" + after)
    fill = "x" * (_MEGABYTES_5 - len(html.encode()))
    return Sample("5 MB", name, title, html.replace("FILL", fill).encode(), texts)
