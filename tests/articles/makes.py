"""Articles as other programs write them: one small file for each make, and what is in it."""

from dataclasses import dataclass

from broadsheet.articles.folder_traits import PLAIN_FOLDER, FolderTraits
from broadsheet.articles.model import Article
from broadsheet.articles.read import understand


def read(text: str, path: str = "a.md", traits: FolderTraits = PLAIN_FOLDER) -> Article:
    found = understand(path, text.encode(), traits)
    assert isinstance(found, Article), found
    assert found.problems == ()
    return found


def dated(article: Article) -> str:
    assert article.published_at is not None
    written = article.published_at.isoformat().replace("+00:00", "Z")
    return written[: (None, 10, 7)[article.published_precision]]


@dataclass(frozen=True, slots=True)
class Make:
    text: str
    title: str
    path: str = "a.md"
    date: str = ""
    url: str = ""
    provider: tuple[str, str] = ("", "")
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    category: str = ""
    excerpt: str = "Body."
    images: tuple[str, ...] = ()
    published: bool | None = None
    type: str = "article"


MAKES = {
    "Astro": Make(
        "---\ntitle: 'An Astro post'\ndescription: 'Short.'\npubDate: 'Jun 19 2024'\n"
        "heroImage: '../../assets/x.jpg'\ntags: [alpha]\n---\n\nBody.",
        "An Astro post",
        date="2024-06-19",
        topics=("alpha",),
        excerpt="Short.",
        images=("../../assets/x.jpg",),
    ),
    "Obsidian Web Clipper": Make(
        '---\ntitle: "A page"\nsource: "https://example.org/clip"\nauthor:\n  - "[[A. Writer]]"\n'
        "published: 2024-02-03\ncreated: 2024-02-10\ndescription:\n"
        'tags:\n  - "clippings"\n---\nBody.',
        "A page",
        date="2024-02-03",
        url="https://example.org/clip",
        provider=("", "example.org"),
        authors=("A. Writer",),
        topics=("clippings",),
    ),
    "Obsidian Web Clipper, no date but its own": Make(
        '---\ncategories:\n  - "[[Clippings]]"\nurl: https://www.example.org/c\npublished:\n'
        "created: 2024-02-11\ntopics: []\n---\nBody.",
        "The file gives the title",
        path="notes/The file gives the title.md",
        date="2024-02-11",
        url="https://www.example.org/c",
        provider=("", "example.org"),
        category="Clippings",
    ),
    "Jekyll": Make(
        "---\nlayout: post\ntitle: A post\ncategories: news releases\ntags: alpha beta\n"
        "author: writer\npublished: true\n---\n\nBody.",
        "A post",
        path="_posts/2024-02-03-a-post.md",
        date="2024-02-03",
        authors=("writer",),
        topics=("alpha", "beta", "releases"),
        category="news",
        published=True,
    ),
    "Jekyll, dated with a zone": Make(
        "---\nlayout: link\ntitle: A post\nlink: https://example.org/x\n"
        "date: 2024-02-04 11:21:02 -0400\ntags: a, b c\n---\nBody.",
        "A post",
        path="_posts/2023-01-01-other.md",
        date="2024-02-04T15:21:02Z",
        url="https://example.org/x",
        provider=("", "example.org"),
        topics=("a", "b c"),
    ),
    "Hugo, TOML": Make(
        '+++\ntitle = "A post"\ndate = 2024-02-03T10:00:00+01:00\nlastmod = 2024-03-01\n'
        'draft = false\ntags = ["alpha"]\ncategories = ["News", "Old"]\n'
        'externalUrl = "www.example.org/there"\nauthor = "A. Writer, B. Writer"\n'
        '[params]\ncover = {image = "x.png", alt = "X"}\n+++\n\nBody.',
        "A post",
        date="2024-02-03T09:00:00Z",
        url="https://www.example.org/there",
        provider=("", "example.org"),
        authors=("A. Writer", "B. Writer"),
        topics=("alpha", "Old"),
        category="News",
        images=("x.png",),
        published=True,
    ),
    "Hugo, JSON": Make(
        '{\n  "title": "A post",\n  "date": "2024-02-03T10:00:00Z",\n  "tags": ["alpha", 1.10],\n'
        '  "draft": true\n}\n\nBody.',
        "A post",
        date="2024-02-03T10:00:00Z",
        topics=("alpha", "1.10"),
        published=False,
    ),
    "Zola": Make(
        '+++\npath = "2024/02/03/post"\ntitle = "A post"\nauthors = ["A. Writer"]\n[taxonomies]\n'
        'tags = ["alpha"]\ncategories = ["News"]\n[extra]\n'
        'image = "https://example.org/i.png"\n+++\nBody.',
        "A post",
        date="2024-02-03",
        authors=("A. Writer",),
        topics=("alpha",),
        category="News",
        images=("https://example.org/i.png",),
    ),
    "Pelican": Make(
        "Title: Version 3.10: a post\nDate: 2024-02-03 10:20\nModified: 2024-02-05\n"
        "Category: News\nTags: alpha, beta\nAuthor: A. Writer\nSummary: What it says\n    in short."
        "\n\nBody.",
        "Version 3.10: a post",
        date="2024-02-03T10:20:00Z",
        authors=("A. Writer",),
        topics=("alpha", "beta"),
        category="News",
        excerpt="What it says in short.",
    ),
    "Hexo without its opening line": Make(
        "title: A post\ndate: 2024-02-04\ntags:\n- alpha\n- beta\n---\n\nBody.",
        "A post",
        date="2024-02-04",
        topics=("alpha", "beta"),
    ),
    "Logseq": Make(
        'title:: Short… (highlights)\nauthor:: [[A. Writer]]\nfull-title:: "The title in full"\n'
        "category:: #articles\nurl:: https://example.org/x\ndate:: [[Jan 8th, 2024]]\n"
        "tags:: [[one]] [[two]]\n\nBody.",
        "The title in full",
        date="2024-01-08",
        url="https://example.org/x",
        provider=("", "example.org"),
        authors=("A. Writer",),
        topics=("one", "two"),
        category="articles",
    ),
    "Readwise": Make(
        "# Short…\n\n![rw-book-cover](https://example.org/i.png)\n\n## Metadata\n"
        "- Author: [[A. Writer]]\n- Full Title: The title in full\n- Category: #articles\n"
        "- Document Tags: [[one]] [[two]] \n- Summary: What it says\n\nin short.\n"
        "- URL: https://example.org/x\n\n## Highlights\n- A sentence.",
        "The title in full",
        url="https://example.org/x",
        provider=("", "example.org"),
        authors=("A. Writer",),
        topics=("one", "two"),
        category="articles",
        excerpt="What it says in short.",
        images=("https://example.org/i.png",),
    ),
    "Readwise below front matter": Make(
        "---\nauthor: B. Editor\ndate: 2024-02-03\ntags: [mine]\n---\n# A title\n\n## Metadata\n\n"
        "- Author: [[A. Writer]]\n- URL: https://example.org/x\n\n# Notes\n\nBody.",
        "A title",
        date="2024-02-03",
        url="https://example.org/x",
        provider=("", "example.org"),
        authors=("B. Editor",),
        topics=("mine",),
    ),
    "a planet": Make(
        "---\ntitle: An item\ndescription: Short text\n  that goes on.\n"
        "url: '%20https://example.org/item?a=1&amp;b=2%20'\ndate: 2024-02-03T00:00:00-00:00\n"
        "preview_image: https://example.org/i.png\nauthors:\n- A. Writer\n"
        "source:\n  name: A Site\n  url: https://example.org/\n---\nBody.",
        "An item",
        date="2024-02-03T00:00:00Z",
        url="https://example.org/item?a=1&b=2",
        provider=("A Site", "example.org"),
        authors=("A. Writer",),
        excerpt="Short text that goes on.",
        images=("https://example.org/i.png",),
    ),
    "Eleventy": Make(
        "---\ntitle: A post\npermalink: /2024/02/03/a/\n"
        "eleventyExcludeFromCollections: true\ntags: post\n---\nBody.",
        "A post",
        date="2024-02-03",
        topics=("post",),
    ),
    "Docusaurus": Make(
        "---\ntitle: A post\ndescription: Short.\nslug: a-post\nauthors:\n  - name: A. Writer\n"
        "    title: Maintainer\n    url: https://w.example\n    image_url: https://w.example/w.png\n"
        "  - b_writer\ntags: [hello, docusaurus-v2]\nimage: https://i.example/a.png\n"
        "hide_table_of_contents: false\nlast_update:\n  date: 2024-03-01\n---\n"
        "import X from 'x'\n\nBody.\n\n<!-- truncate -->\n\nMore.",
        "A post",
        path="blog/2024-02-03-a-post/index.mdx",
        date="2024-02-03",
        authors=("A. Writer", "b_writer"),
        topics=("hello", "docusaurus-v2"),
        excerpt="Short.",
        images=("https://i.example/a.png",),
    ),
    "Quarto": Make(
        '---\ntitle: "A post"\nauthor:\n  - name: A. Writer\n    orcid: 0000-0000\n'
        "    affiliation:\n      - name: A University\n        url: www.example.org\n"
        "date: 2024-02-03\ndate-modified: 2024-02-04\nabstract: >\n  Short.\n"
        "categories: [news, code]\nkeywords:\n  - one\n---\n\nBody.",
        "A post",
        date="2024-02-03",
        authors=("A. Writer",),
        topics=("one", "code"),
        category="news",
        excerpt="Short.",
    ),
    "Ghost": Make(
        "---\ntitle: A post\nslug: a-post\nstatus: published\n"
        "published_at: 2024-02-03T10:00:00.000Z\n"
        "updated_at: 2024-02-04T10:00:00.000Z\nauthors: ['A. Writer']\ntags: [one, two]\n"
        "canonical_url: https://example.org/a-post/\nfeature_image: https://example.org/a.png\n"
        "custom_excerpt: Short.\n---\n<p>Body.</p>",
        "A post",
        date="2024-02-03T10:00:00Z",
        url="https://example.org/a-post/",
        provider=("", "example.org"),
        authors=("A. Writer",),
        topics=("one", "two"),
        excerpt="Short.",
        images=("https://example.org/a.png",),
    ),
    "Headers with capitals and hyphens": Make(
        "---\nTitle: A post\nPublish_Date: 2024-02-03\nFeatured-Image: /x.png\n"
        "Canonical URL: https://example.org/a\nSite Name: A Site\nMeta Description: Short.\n"
        "Kind: link\n---\nBody.",
        "A post",
        date="2024-02-03",
        url="https://example.org/a",
        provider=("A Site", ""),
        excerpt="Short.",
        images=("/x.png",),
        type="link",
    ),
    "Wallabag": Make(
        "---\ntitle: A page\nurl: https://example.org/a\ngiven_url: https://short.example/a\n"
        "domain_name: example.org\npreview_picture: https://example.org/a.png\n"
        "created_at: 2024-02-04T10:00:00+0000\nupdated_at: 2024-02-05T10:00:00+0000\n"
        "published_at: 2024-02-03T10:00:00+0000\npublished_by: [A. Writer]\n"
        "tags: [one]\n---\nBody.",
        "A page",
        date="2024-02-03T10:00:00Z",
        url="https://example.org/a",
        provider=("example.org", ""),
        authors=("A. Writer",),
        topics=("one",),
        images=("https://example.org/a.png",),
    ),
    "Omnivore": Make(
        "---\nid: 0a1b\ntitle: A page\nauthor: A. Writer\ntags:\n  - one\n"
        "date_saved: 2024-02-04 10:00:00\ndate_published: 2024-02-03 09:00:00\n"
        "omnivore_url: https://omnivore.example/me/a-page\nsite_name: A Site\n"
        "original_url: https://example.org/a\ndescription: Short.\n---\n\n# A page\n\nBody.",
        "A page",
        date="2024-02-03T09:00:00Z",
        url="https://example.org/a",
        provider=("A Site", ""),
        authors=("A. Writer",),
        topics=("one",),
        excerpt="Short.",
    ),
    "MarkDownload": Make(
        "---\ncreated: 2024-02-03T10:00:00 (UTC +02:00)\ntags: [a, b]\n"
        "source: https://example.org/a\nauthor: A. Writer\n---\n\n# A page\n\n"
        "> ## Excerpt\n> Short.\n\n---\nBody.",
        "A page",
        date="2024-02-03T08:00:00Z",
        url="https://example.org/a",
        provider=("", "example.org"),
        authors=("A. Writer",),
        topics=("a", "b"),
    ),
    "Joplin": Make(
        "---\ntitle: A page\nupdated: 2024-02-04 10:00Z\ncreated: 2024-02-03 10:00Z\n"
        "source: https://example.org/a\nauthor: A. Writer\nlatitude: 0.00000000\n"
        "completed?: no\ndue: 2024-03-01 10:00Z\ntags:\n- web\n---\n\nBody.",
        "A page",
        date="2024-02-03T10:00:00Z",
        url="https://example.org/a",
        provider=("", "example.org"),
        authors=("A. Writer",),
        topics=("web",),
    ),
    "Zettlr": Make(
        '---\ntitle: "A note"\nkeywords:\n  - one\n  - two words\n'
        "author:\n  - A. Writer\n...\n\nBody.",
        "A note",
        authors=("A. Writer",),
        topics=("one", "two words"),
    ),
    "VitePress": Make(
        "---\ntitle: A page\ntitleTemplate: A Site\ndescription: Short.\nhead:\n  - - meta\n"
        "    - name: keywords\n      content: one\nlastUpdated: true\neditLink: true\n---\n\n"
        "# A page\n\nBody.",
        "A page",
        excerpt="Short.",
    ),
    "VitePress, JSON between dashes": Make(
        '---\n{\n  "title": "A page",\n  "editLink": true\n}\n---\n\nBody.', "A page"
    ),
    "a headline and a publisher": Make(
        "---\nheadline: A story\ndatePublished: 2024-02-03\npublisher: {name: A Site}\n"
        "byline: A. Writer\nstandfirst: Short.\nthumbnail: {src: /t.png}\nmedia: video\n---\nBody.",
        "A story",
        date="2024-02-03",
        provider=("A Site", ""),
        authors=("A. Writer",),
        excerpt="Short.",
        images=("/t.png",),
        type="video",
    ),
}
