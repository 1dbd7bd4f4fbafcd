"""A sound document of every kind of feed, with all that its kind can carry."""

from collections.abc import Sequence

from tests.feeds.server import item, rss

_RSS_2 = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>The Paper &amp; more</title><link>https://paper.example/</link>
<atom:link rel="self" href="https://paper.example/feed"/><description>All of it</description>
<ttl>90</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
<skipHours><hour>3</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays>
<item><title><![CDATA[Night trains & <b>return</b>]]></title><link>/trains?x=1&y=2</link>
<guid isPermaLink="false">tag:paper.example,1</guid><dc:creator>Ada Lovelace</dc:creator>
<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><category>Rail</category><category>Night</category>
<description>&lt;p&gt;They are &amp;amp; back.&lt;/p&gt;</description>
<content:encoded><![CDATA[<h2>Why</h2><p>The <em>entire</em> text with a <a href="more">link</a>,
<img src="/i.png" alt="A train"><img src="https://t.example/p.gif" width=1 height=1></p>
<ul><li>one<li>two</ul><table><tr><td>1<td>2</table><script>evil()</script>]]></content:encoded>
<media:thumbnail url="https://paper.example/i.jpg" width="480" height="360"/></item>
<item><guid>https://paper.example/g</guid><description>A post without a title.</description></item>
<item><title>Undated</title><guid isPermaLink="false">same</guid></item>
</channel></rss>"""

_RSS_091 = """<?xml version="1.0" encoding="utf-8"?><rss version="0.91"><channel><title>Old</title>
<link>https://old.example/</link><item><title>An old entry</title><link>https://old.example/a</link>
<description>Short</description></item></channel></rss>"""

_RSS_1 = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://rdf.example/"><title>RDF
</title><link>https://rdf.example/</link></channel><item rdf:about="https://rdf.example/a"><title>An
entry of RDF</title><link>https://rdf.example/a</link><dc:date>2024-03-05T10:00:00Z</dc:date></item>
</rdf:RDF>"""

_ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/b/"><title type="html">Atom
&amp;amp; co</title><id>urn:f</id><link href="/"/><author><name>Bo</name></author>
<entry><title>Rain is late</title><id>urn:1</id><link rel="alternate" href="rain"/>
<link rel="enclosure" type="audio/mpeg" length="99" href="rain.mp3"/><category term="Weather"/>
<published>2024-03-05T11:00:00+01:00</published><updated>2024-03-06T00:00:00Z</updated>
<summary>Short words</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>
Long <a href="x">words</a> and a <img src="i.png" alt="picture"/></p><pre>code</pre></div></content>
</entry>
<entry><title type="text">Escaped</title><id>urn:2</id><content type="html" xml:base="c/">&lt;p&gt;x
&lt;a href='y'&gt;z&lt;/a&gt;&lt;/p&gt;</content></entry></feed>"""

_ATOM_03 = """<?xml version="1.0" encoding="utf-8"?><feed version="0.3"
 xmlns="http://purl.org/atom/ns#"><title>Older</title><entry><title>An entry</title>
<link rel="alternate" type="text/html" href="https://old.example/b"/><id>urn:3</id>
<modified>2024-03-05T10:00:00Z</modified><content type="text/html" mode="base64">PHA+eDwvcD4=
</content></entry></feed>"""

_PODCAST = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Pod
</title><item><title>Episode 1</title><itunes:author>Bo</itunes:author><itunes:image
href="https://pod.example/i.jpg"/><enclosure url="https://pod.example/1.mp3" length="123"
type="audio/mpeg"/><pubDate>Tue, 5 Mar 2024 10:00 GMT</pubDate></item></channel></rss>"""

_VIDEOS = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"
 xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/">
<title>Channel</title><entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId><title>A video</title>
<link rel="alternate" href="https://www.youtube.com/watch?v=abc"/><author><name>Ch</name></author>
<published>2024-03-05T10:00:00+00:00</published><media:group><media:content
url="https://www.youtube.com/v/abc" type="application/x-shockwave-flash" width="640"/>
<media:thumbnail url="https://i.example/abc.jpg" width="480" height="360"/>
<media:description>What it shows</media:description></media:group></entry></feed>"""

_JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "JSON", "home_page_url":
"https://json.example/", "authors": [{"name": "Bo"}], "items": [{"id": 7, "content_text": "hello",
"url": "/a", "date_published": "2024-03-05T11:00:00+01:00", "tags": ["#x"], "attachments": [{"url":
"https://json.example/a.mp4", "mime_type": "video/mp4", "size_in_bytes": 12}]}, {"id": "8", "title":
"Two", "content_html": "<p><a href='b'>B</a><img src=/i.png></p>", "image": "/i.jpg"}]}"""

DOCUMENTS: Sequence[bytes] = (
    *(text.encode() for text in (_RSS_2, _RSS_091, _RSS_1, _ATOM, _ATOM_03)),
    *(text.encode() for text in (_PODCAST, _VIDEOS, _JSON)),
    rss(item(1), item(2, "Żółć “Q” 新闻 🌍 عربي")),
    _RSS_2.replace("utf-8", "utf-16", 1).encode("utf-16"),
    _ATOM.replace("utf-8", "koi8-r", 1).encode("koi8-r"),
)
"""In UTF-8 unless they say so."""
