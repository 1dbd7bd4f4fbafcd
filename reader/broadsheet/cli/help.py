"""The text of `--help`: how to call each command, and the query language by example."""

from textwrap import wrap

from broadsheet.cli.commands import COMMANDS, LIST, READ, STATUSES, Command

_WIDTH = 79

_LANGUAGE = """\
The query language is the same here, in the search bar (/) and in saved views.
An article must match every term. Repeating topic, provider, author, feed, type
or category means “or”.

  markt rally                  titles with these words, forgiving typos,
                               prefixes and word order
  "exact phrase"               titles with this phrase
  text:chip  text:"new chip"   words of the excerpt, the body or the fetched
  text:chip*                   text; a word that begins like this
  topic:AI                     a topic by its name or, if no name is exactly
  topic:"AI Hardware"          this, by words of it; names with a space go in
  provider:ibm.com             quotes; likewise provider: (or domain), author:,
                               feed:, type: and category:
  quality:>50                  a number, compared; likewise heat:
  heat:0..90  quality:none     a range; no value at all, which is not 0
  quality:top25%               the best quarter of the library
  after:2023-05                from the start of a year, month or day onwards
  before:2023-11-06            before the start of a year, month or day
  date:2022..2023-05           from the start of one to the end of the other
  newer:7d  older:1y           counted back from now, in days, weeks (w),
                               months (m) or years (y)
  newest:7d                    counted back from the library's newest article
  front:2023-05-18             the front page of a day (also today)
  sources:>3                   stories told by more than three providers
  is:unread  is:starred        read, unread, starred, later, published, broken,
                               lead (leads its story), muted (by a rule)
  has:related                  related, image, body, text (the entire one is
                               there), story (told by several)
  -type:video                  a leading - excludes
  sort:-heat,date              quality, heat, merit (both combined), date,
                               sources, front, title, provider, author, path,
                               relevance; a leading - means descending

A term that cannot be understood is searched for as words, and a message on
standard error says why.
"""

_ABOUT = {
    "": """\
PATH is a folder of articles or a single article. Without PATH, Broadsheet opens
the library from your settings, else ~/news once you have subscribed there, else
two sample articles. In the reader, ? shows every key. To open a folder named
like a command, write ./list.
""",
    "list": f"""\
Without an output option, each line shows date, quality, heat, provider and
title. The newest article comes first or, if the query contains words, the best
match. Your files are only read. A reader that is open carries on undisturbed.

{_LANGUAGE}
The shell interprets quotes and > itself, so write 'quality:>50' and
'topic:"AI Hardware"'. A query can be one argument or several.

Field names, for --fields and in --json, are those of the files: title,
excerpt, publishedDateTime, originalUrl, type, category, quality, heat,
published, provider, authors, topics, images, related, body and any other field
a file has. Broadsheet adds path (relative to PATH), read, starred, later, story
(the same for all articles of one), lead, sources, computed (scores that the
file does not have) and, if there are any, problems; also snippet, the sentence
that the query found, if it is named. A missing value is left out of JSON and
empty in TSV. Without --fields, the columns of --tsv are publishedDateTime,
quality, heat, provider, type, title, originalUrl, path.
""",
    "front": """\
One event told by several sources is one story; the article that covers it best
leads. A story is worth the quality of its lead and 20 for each further source,
and loses half of that in 24 hours, counted back from the newest article. At
most three stories of a provider are among the first twenty while others come
near. A quality with ≈ was computed, because the file has none.

--json prints the lead of each story as “list --json” does, and adds score and
why. In lists, “front:2023-05-18” finds the leads of that day's front page.
""",
    "stats": """\
Articles per day, week, month or year; topics that rise this week against the
four before; the busiest providers; hours of the day; quality against heat.
--span compares months, quarters or years instead. All of them are counted back
from the newest article. The query language is that of “list”. In the reader, t
draws the same for the articles shown, and ] and [ choose the span.
""",
    "check": """\
Each line names the file, line, field and reason. The reader still shows
whatever could be read of such an article.
""",
    "index": """\
The reader and “list” do this themselves. Run it ahead of time, in a cron job or
after a git pull, and the next start has nothing to wait for. The index is a
cache in ~/.cache/broadsheet that you may delete at any time.
""",
    "add": """\
WHAT is the address of a feed, of a page that names one, of a YouTube channel or
playlist, a subreddit, a GitHub repository or a Mastodon profile; or an OPML
file, whose folders become topics. The entries become files in PATH. Without
PATH, they go to the library in your settings, or else to ~/news. A server in
your own network must be named in private_hosts, below [feeds] in the settings.
""",
    "feeds": """\
The subscriptions are in PATH/feeds.opml, which you may edit. Without PATH, they
are those of the library in your settings, or else of ~/news.
""",
    "remove": """\
FEED is the address or the title of a subscription. No article is removed.
""",
    "fetch": """\
Only feeds that are due are fetched: once an hour at most, and never more often
than the server allows. Two fetches never run at once. With -, one document is
read from standard input, so that any program can write the news.
""",
    "text": """\
Fetches the page of each article that has no text yet, finds the article in it
and keeps its text, so that f shows it without a network. A page without a text
is tried again after a day. Run it again to go on where it stopped. Without
QUERY, it fetches the texts of all articles in PATH.

With --print, the texts go to standard output in the order of the query; an
article without a full text is printed as its file has it. With --prune, the
oldest texts above the limit in your settings (500 MB) are removed, or those of
the articles that QUERY finds; starred articles and those kept for later keep
theirs. Needs the extra package: pipx install '.[full]'.
""",
    "prune": """\
Only articles that “fetch” wrote and that you did not edit are moved, and none
that is starred or kept for later. It says how many and asks first. They do not
come back with the next fetch.
""",
    "export": """\
Writes your marks (read, starred, read later) as JSON: those of the articles in
PATH or, without PATH, all of them. An earlier export in FILE is either replaced
completely or left untouched; any other file is never replaced. FILE may be -
for standard output. With --with-text, the full texts that f and “text” fetched
are written along, and “import” takes them over.
""",
    "import": """\
For each article, the most recent change of each mark wins, so it does not
matter in which order or how often you import files. A star disappears only if
it was removed elsewhere later. All marks in FILE are merged, even those of
articles that the library does not contain yet. With PATH, the summary counts
the marks of that library. FILE may be - for standard input.
""",
    "demo": """\
The same N always gives the same articles. DIR must be new or empty.
""",
    "completion": """\
SHELL is bash, zsh or fish. The script completes commands and options. It also
completes fields, topics, providers and types, as far as the index of the
library on the command line knows them.
""",
}

_EXAMPLES = {
    "": """\
  broadsheet ~/news
  broadsheet demo 1000 /tmp/news && broadsheet /tmp/news
  broadsheet list ~/news newer:7d sort:-merit --limit 10
""",
    "list": """\
  broadsheet list ~/news topic:AI -type:video --sort=-heat --limit 10
  broadsheet list ~/news 'topic:"AI Hardware" quality:>50' --count
  broadsheet list ~/news is:starred --json | jq -r .originalUrl
  broadsheet list ~/news newest:1m --tsv --fields=title,path | cut -f2
""",
    "stats": """\
  broadsheet stats ~/news newest:1y
  broadsheet stats ~/news --span year
  broadsheet stats ~/news --json | jq -r '.topics[] | select(.rising) | .topic'
""",
    "front": """\
  broadsheet front ~/news --limit 10
  broadsheet front ~/news --day yesterday --markdown | mail -s News me
""",
    "check": """\
  broadsheet check ~/news || echo "fix these files"
""",
    "index": """\
  git -C ~/news pull && broadsheet index ~/news
""",
    "add": """\
  broadsheet add https://example.org/
  broadsheet add ~/news https://example.org/feed --topic Science
  broadsheet add https://example.org/ --fulltext
  broadsheet add subscriptions.opml
""",
    "feeds": """\
  broadsheet feeds
  broadsheet feeds --opml > subscriptions.opml
""",
    "remove": """\
  broadsheet remove "The Example"
""",
    "fetch": """\
  broadsheet fetch
  */30 * * * * broadsheet fetch --quiet      (in a crontab)
  my-program | broadsheet fetch - --as "My program"
""",
    "text": """\
  broadsheet text ~/news is:later
  broadsheet text ~/news is:starred --print > starred.md
  broadsheet text ~/news older:1y --prune
""",
    "prune": """\
  broadsheet prune older:1y is:read
""",
    "export": """\
  broadsheet export ~/news marks.json
  broadsheet export - | ssh elsewhere broadsheet import -
""",
    "import": """\
  broadsheet import ~/news marks.json
""",
    "demo": """\
  broadsheet demo 1000 /tmp/news && broadsheet /tmp/news
""",
    "completion": """\
  bash   echo 'eval "$(broadsheet completion bash)"' >> ~/.bashrc
  zsh    broadsheet completion zsh > ~/.zfunc/_broadsheet   (a folder of $fpath)
  fish   broadsheet completion fish > ~/.config/fish/completions/broadsheet.fish
""",
}


def help_of(command: Command) -> str:
    """Return the help text of `command`."""
    options = " [OPTION…]" if len(command.shown_options) > 1 else ""
    parts = [f"usage: broadsheet {command.usage}{options}\n"]
    if command is READ:
        parts += ["A terminal reader for news kept as plain files.\n", _commands()]
    else:
        parts.append(f"{command.summary[0].upper()}{command.summary[1:]}.\n")
    parts += [_ABOUT[command.name], _options(command), f"examples:\n{_EXAMPLES[command.name]}"]
    if command in (READ, LIST):
        parts.append(_statuses())
    return "\n".join(parts)


def _commands() -> str:
    rows = [(f"broadsheet {command.usage}", command.summary) for command in (READ, *COMMANDS)]
    return f"commands:\n{_table(rows)}\n“broadsheet COMMAND --help” explains each command.\n"


def _options(command: Command) -> str:
    return "options:\n" + _table([(str(o), o.help) for o in command.shown_options])


def _statuses() -> str:
    return "exit status:\n" + _table([(str(s), meaning) for s, meaning in STATUSES.items()])


def _table(rows: list[tuple[str, str]]) -> str:
    column = max(len(left) for left, _ in rows) + 4
    lines: list[str] = []
    for left, right in rows:
        first, *others = wrap(right, _WIDTH - column)
        lines.append(f"  {left:<{column - 2}}{first}\n")
        lines += [f"{'':{column}}{other}\n" for other in others]
    return "".join(lines)
