"""The words of a demo: plain vocabulary, most common first, and patterns for sentences."""

from collections.abc import Sequence

TABLE = 1024
"""Places in each table of words."""

_VERBS = """
    opens,launches,announces,expands,tests,rebuilds,brings,adds,updates,buys,backs,cuts,plans,
    unveils,drops,delays,ships,funds,replaces,simplifies,doubles,defends,questions,joins,leads,
    scraps,revives,redesigns,reviews,trims,secures,moves,merges,measures,shares,maps,bets on,
    invests in,turns to,runs out of,learns from,says no to,doubles down on,pulls back from
    """
_ADJECTIVES = """
    new,open,faster,cheaper,shared,smart,local,safer,modern,smaller,public,low-cost,connected,
    low-code,automated,quiet,hybrid,portable,offline,reusable,private,regional,early,simple,
    carbon-free,second-hand,long-range,real-time,recycled,community,electric,wireless,modular,
    experimental,multilingual,self-hosted,water-cooled,hand-made,rugged,encrypted,affordable,
    controversial,award-winning,forgotten,seasonal,federated,lightweight,solid-state
    """
_NOUNS = """
    apps,data,models,tools,services,chips,updates,batteries,networks,forms,portals,records,robots,
    maps,sensors,workshops,dashboards,grants,satellites,libraries,courses,workflows,cameras,
    databases,servers,trains,patents,screens,turbines,assistants,connectors,templates,licences,
    drones,ferries,archives,vaccines,clinics,games,payments,tickets,passwords,standards,reports,
    components,pipelines,controls,formulas,environments,permissions,headsets,keyboards,printers,
    routers,antennas,charging points,heat pumps,solar panels,data centres,power stations,
    electric buses,night trains,bike lanes,language models,voice assistants,spreadsheets,
    search engines,weather stations,water meters,telescopes,microscopes,translators,newsletters,
    podcasts,documentaries,street lamps,wind farms,tidal barriers,greenhouses,orchards,beehives,
    fisheries,warehouses,container ships,cargo bikes,lighthouses,observatories,museums,choirs,
    brass bands,allotments,school meals,bus passes,season tickets,pension plans,tax forms,
    land registers,building permits,repair shops,tool libraries,reading rooms,radio plays,
    crossword puzzles,chess engines,jigsaw puzzles,tide tables,star charts,seed banks,cloud chambers
    """
_FIELDS = """
    small business,developers,schools,hospitals,cities,teams,makers,farmers,retail,banks,
    public transport,insurers,first responders,museums,shipping,manufacturing,charities,airports,
    local government,newsrooms,research,builders,remote work,logistics,nurses,energy,tourism,
    fisheries,universities,sport,housing,the arts,water companies,co-operatives,railways,
    mountain rescue,independent shops,food banks,courts,pharmacies,vineyards,hotels,theatres,
    translators,archivists,apprentices,the coast guard,village halls,breweries,film crews
    """
_PLACES = """
    Europe,Asia,Lisbon,Nairobi,Toronto,Osaka,Hamburg,Leeds,Oslo,Lyon,Seoul,Lagos,Austin,Zürich,
    Montréal,São Paulo,Kraków,Göteborg,Bogotá,Perth,Cork,Tallinn,Porto,Ghent,Turin,Accra,Hanoi,
    Wellington,Reykjavík,Málaga,Bergen,Dundee,Halifax,Gdańsk,Antwerp,Trieste,Valparaíso,Chennai
    """

# {name} and {other} are invented; the rest comes from the lists. From short to long.
TITLES = (
    "{name} {noun}",
    "{noun} for {field}",
    "{name} {verb} {noun}",
    "{name} {verb} {adjective} {noun}",
    "{noun} in {place}, and what {name} knows",
    "Why {field} need {adjective} {noun}",
    "{adjective} {noun} for {field}, by {name}",
    "How {name} {verb} {noun} in {place}",
    "{name} {noun} now in public preview",
    "Announcing {adjective} {noun} for {name} {field}",
    "What's new: {name} {noun}, release {number}",
    "{name}: {adjective} {noun} for {field}",
    "{number} {noun} that {field} cannot do without",
    "{name} {verb} {other}, and {field} take note",
    "{name} {verb} {adjective} {noun} for {field}",
    "{noun}, {other_noun} and other lessons from {name}",
    "{name} release {number}: {adjective} {noun} and {other_noun}",
    "Introducing {adjective} {noun} from {name} and {other}",
    "{place} {verb} {noun} after {number} years of {other_noun}",
    "{name} {verb} {noun}, but {field} still wait for {other_noun}",
    "Inside {name}: the {number} people behind {adjective} {noun}",
    "{name} community call: {noun}, {other_noun} and a look at {other}",
    "{field} in {place} trade {noun} for {adjective} {other_noun}",
    "{name} {verb} {adjective} {noun} as competition with {other} grows",
    "How {field} in {place} saved {number} percent with {name} {noun}",
    "{name} {verb} {noun} for {field}: what it means for {other_noun}",
    "{name} and {other} agree on {adjective} {noun} for {field} in {place}",
    "{name} {verb} {adjective} {noun} and {other_noun} for {field} in {place}",
    "What {name} learnt about {adjective} {noun} from {number} years of {other_noun}",
    "Employees at {name} embrace {adjective} {noun} as {other} turns to {other_noun}",
    "With {adjective} {noun}, {name} helps {field} in {place} through {number} busy days",
    "{name} {verb} {adjective} {noun} for {field}, and {other} answers with {other_noun}",
    "The {number} things that {field} in {place} should know about {name}, {other} and {noun}",
    "{name} {verb} {noun} across {place}: a small survival story of {adjective} {other_noun}",
    "{name} is named a leader in {adjective} {noun} after {number} years, ahead of {other}",
    "{name}, {other} and {place}: how {number} people turned {noun} into {adjective} {other_noun}",
)
# What one title in twelve is wrapped in, so that a demo has the oddities of real titles.
DRESSED = (
    "{}: what&#8217;s next",
    "{} &amp; more",
    "“{}”",
    "{} (a first look)",
    "[Update] {}",
    "{} [video]",
    "🚀 {}",
    "{}\\r",
)

SENTENCES = (
    "{name} {verb} {adjective} {noun} for {field} in {place}.",
    "The {noun} will reach {field} first; {other_noun} follow within {number} weeks.",
    "In this overview we look at {noun}, {other_noun} and what {name} has learnt from {other}.",
    "“We did not expect {noun} to matter this much,” said a spokesperson for {name}.",
    "It’s {number} years since {place} first heard of {noun}.",
    "Nobody at {other} would say how many {adjective} {noun} are in use today.",
    "Here is what changes: {adjective} {noun}, fewer {other_noun} and a longer trial.",
    "For {field} that means {adjective} {noun} &amp; a bill that is {number} percent lower.",
    "Have you ever wondered how {noun} get from {place} to where they are needed…",
    "Critics point to {other_noun}, which cost {field} more than {noun} ever did.",
    "A pilot with {number} volunteers in {place} starts next month.",
    "The post {name} {verb} {noun} appeared first on the {other} blog.",
)

TOPICS: tuple[tuple[str, str], ...] = (
    ("Technology", ""),
    ("Software", "Technology"),
    ("Hardware", "Technology"),
    ("AI", "Technology"),
    ("AI Hardware", "AI"),
    ("Language Models", "AI"),
    ("Low-code", "Software"),
    ("Security", "Technology"),
    ("Science", ""),
    ("Energy", "Science"),
    ("Space", "Science"),
    ("Health", "Science"),
    ("Business", ""),
    ("Start-ups", "Business"),
    ("Work", "Business"),
    ("Cities", ""),
    ("Transport", "Cities"),
    ("Culture", ""),
)
PARENTS = dict(TOPICS)


def _spread(words: Sequence[str]) -> tuple[str, ...]:
    """Return a table of `TABLE` places with each word as often as its rank deserves (Zipf)."""
    total = sum(1 / rank for rank in range(1, len(words) + 1))
    table: list[str] = []
    for rank, word in enumerate(words, 1):
        table += [word] * max(1, round(TABLE / rank / total))
    return tuple((table + [words[0]] * TABLE)[:TABLE])


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


VERBS = _spread(_split(_VERBS))
ADJECTIVES = _spread(_split(_ADJECTIVES))
NOUNS = _spread(_split(_NOUNS))
FIELDS = _spread(_split(_FIELDS))
PLACES = _spread(_split(_PLACES))
