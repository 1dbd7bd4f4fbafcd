"""What `--help` says: how each command is called, and the query language by example."""

from textwrap import wrap

from broadsheet.cli.commands import COMMANDS, LIST, READ, STATUSES, Command

_WIDTH = 79

_LANGUAGE = """\
The query language is the same here, in the search bar (/) and in saved views.
An article has to fit every term; of topics, providers, types and categories,
the same field twice is one or the other.

  markt rally                  titles with these words: typing errors, another
                               order and beginnings of words are forgiven
  "exact phrase"               titles with just these words
  topic:AI                     a topic by its whole name; in quotes where it has
  topic:"AI Hardware"          a blank; provider: (name or domain), type: and
  provider:ibm.com             category: likewise
  quality:>50                  a number compared; heat: likewise
  heat:0..90  quality:none     from … to; no value at all, which is not 0
  quality:top25%               the best quarter
  after:2023-05                from a year, month or day on
  before:2023-11-06            before it
  date:2022..2023-05           from the beginning of one to the end of the other
  newer:7d  older:1y           counted from now, in days, weeks (w), months (m)
                               or years (y)
  newest:7d                    counted from the newest article of the library
  is:unread  is:starred        read, unread, starred, later, published, broken
  has:related                  related, image, body
  -type:video                  a leading - turns any term round
  sort:-heat,date              quality, heat, merit (both), date, title,
                               provider, path, relevance; with a leading -
                               the greatest first

What cannot be understood is searched for as words, and said on standard error.
"""

_ABOUT = {
    "": """\
PATH is a folder of articles, or one article. Without it the library of the
settings is opened, else two articles to look around in. In the reader, ? says
what the keys do. A folder that is called like a command is opened as ./list.
""",
    "list": f"""\
Without an option a line an article: date, quality, heat, provider, title. The
newest comes first, or what fits the words best. The files are only read, and a
reader that is open is not disturbed.

{_LANGUAGE}
The shell has a use for quotes and > itself: write 'quality:>50' and
'topic:"AI Hardware"'. A query may stand in one argument or in several.

Fields, for --fields and as the keys of --json, are those of the files: title,
excerpt, publishedDateTime, originalUrl, type, category, quality, heat,
published, provider, topics, images, related, body and whatever else a file has;
and our own: path (below PATH), read, starred, later, and problems where there
are any. A value that is absent is absent in JSON, and empty in TSV. Where no
fields are named, the columns of --tsv are publishedDateTime, quality, heat,
provider, type, title, originalUrl, path.
""",
    "check": """\
Each line names file, line, field and reason. What can be read of such an
article is shown in the reader all the same.
""",
    "index": """\
The reader and “list” do this by themselves. Ahead of time, in a cron job or
after a git pull, it spares the next start the wait. The index is a cache in
~/.cache/broadsheet, and may be deleted at any time.
""",
    "export": """\
What you did with the articles of PATH – read, starred, kept for later – is
written as JSON; without PATH, all that you ever did. A FILE that is there is
replaced as a whole or not at all. It may be - for standard output.
""",
    "import": """\
For each article the newest word on each of its marks wins, so that the order in
which files are merged, and how often, makes no difference. No star is lost that
was not taken away later elsewhere. All that is in FILE is merged, whether or
not the library has the article by now; with PATH it says what that library has
afterwards. FILE may be - for standard input.
""",
    "demo": """\
The same N gives the same articles. DIR is made; it must not hold anything.
""",
    "completion": """\
SHELL is bash, zsh or fish. Fields, topics, providers and types of the library
that the command line names are completed too, as far as the index knows them.
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
    "check": """\
  broadsheet check ~/news || echo "mend these"
""",
    "index": """\
  git -C ~/news pull && broadsheet index ~/news
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
    """Return all that is to be known of `command`."""
    options = " [OPTION…]" if len(command.shown_options) > 1 else ""
    parts = [f"usage: broadsheet {command.usage}{options}\n"]
    if command is READ:
        parts += ["The terminal reader for news that lives in plain files.\n", _commands()]
    else:
        parts.append(f"{command.summary[0].upper()}{command.summary[1:]}.\n")
    parts += [_ABOUT[command.name], _options(command), f"examples:\n{_EXAMPLES[command.name]}"]
    if command in (READ, LIST):
        parts.append(_statuses())
    return "\n".join(parts)


def _commands() -> str:
    rows = [(f"broadsheet {command.usage}", command.summary) for command in (READ, *COMMANDS)]
    return f"commands:\n{_table(rows)}\n“broadsheet COMMAND --help” says more of each.\n"


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
