"""The invented names of a demo: a larger one has more of them, like the news.

A company, product, person or publication of such a name is a coincidence. Addresses end in
`.example`, which RFC 2606 reserves, so that no key press in a demo leads to a stranger's site.
"""

from itertools import product

from broadsheet.demo.chance import ALL_WIDE, open_rank, zipf

_KNOWN = 200
"""Well-known names: one draw in four is one of them, by Zipf's law."""
_FLAT = 1500
"""How many of the others are about equally likely; see `open_rank`."""

_HEAD_WORDS = """
    North Alder Amber Arrow Ash Aspen Atlas Aura Bay Beacon Birch Black Blue Bright Brook Calder
    Canter Cedar Chalk Cinder Clear Cloud Clover Cobalt Copper Coral Cove Crane Crest Cross Crown
    Dale Dawn Deep Delta Dove Drift Dun Dusk Eagle East Ebb Echo Edge Elder Élan Elm Ember Ever
    Fair Falcon Fall Fen Fern Finch Fir Flint Fox Frost Garnet Glass Glen Gold Grand Granite Green
    Grey Grove Gull Harbour Hart Hawk Hazel Heath Heron High Hill Holly Hope Horizon Iris Iron
    Ivory Ivy Jade Jasper Juniper Kestrel Keystone King Lake Lantern Larch Lark Laurel Leaf Light
    Lime Linden Long Lumen Lynx Maple Marble Marsh March Meadow Meridian Mill Mist Moon Moor Moss
    Nettle New Night Nimbus Nova Oak Ocean Old Olive Opal Orchard Otter Owl Palm Pearl Peregrine
    Pine Plain Polar Poplar Prime Quartz Quick Quill Raven Red Reed Ridge River Robin Rock Rose
    Rowan Saffron Sage Salt Sand Sea Shore Silver Sky Slate Snow Solar South Spark Spruce Star
    Steel Still Stone Storm Summer Sun Swan Swift Teal Terra Thistle Thorn Tide Timber True Umber
    Vale Velvet Violet West Whisper White Wild Willow Wind Winter Wolf Wren Yarrow Zéphyr
    """
_TAIL_WORDS = """
    works field line point forge bridge gate mark stone wire soft path ridge port house light
    craft grid loop stack scale stream flow mind sense base bank bay beam bell berg bird block
    board bolt born bound bourne bow box brand break brook burn burst bury by call care cast
    cell chain charge chart chase cliff clock coast code core corn crane creek crest cross dale
    deck dell den dock door drive dyne edge fall farm fast fell ferry fin finch fire fleet flight
    fold foot ford form frame front fund gard gen glass glen grain grove guard ham harbour haven
    head heart helm hill hold holm hook horn hub hurst key kite lab lace lake lamp land lane
    leaf ledge lens lift link lock loft logic loom low maker market mast mead mere mesh metric
    mill mind minster moor mouth nest net oak orbit pace park pass peak pier pilot pine plan plant
    pool press pulse quay quest rail range reach reef ring rise road root route run sail scope
    seed shell shift shore side sight signal sky smith song space spark spire spring spur star
    stead step storm strand sun tail thorn ton tower town track trade trail vale vault view ville
    wade wall ward ware watch water wave way weather well wharf wheel wick wind wing wise wood
    works worth yard zone
    """
_GIVEN_NAMES = """
    Ada Alice Amara Anna Ben Chen Clara Daniel David Elena Emma Farid Fatima Felix Grace Hana Hugo
    Ines Ivan Jack James Jan Julia Kai Karim Kenji Lara Laura Leila Leo Lucas Marco Maria Mei Mia
    Nadia Nina Noah Nora Olga Oscar Otto Paul Petra Priya Rafael Rosa Ruth Sam Sara Simon Sofia
    Tariq Theo Tom Uma Vera Victor Wanda Xavier Yara Yusuf Zara Zoë
    """
_HEADS, _TAILS, _GIVEN = _HEAD_WORDS.split(), _TAIL_WORDS.split(), _GIVEN_NAMES.split()
_PAIRS = len(_HEADS) * len(_TAILS)
_ONSETS = ("b", "br", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v")
_RHYMES = ("a", "an", "e", "el", "i", "o", "or", "us")
_SYLLABLES = tuple(map("".join, product(_ONSETS, _RHYMES)))
_COINED = len(_SYLLABLES) ** 3


def name(draw: int) -> str:
    """Turn a wide draw into the name of a company, a product or a person."""
    if draw % 4 == 0:
        return company(zipf(draw / ALL_WIDE, _KNOWN))
    rank = open_rank(draw, _FLAT)
    kind = rank % 4
    if kind == 0:
        return _person(rank)
    return _coined(rank) if kind == 1 or rank >= _PAIRS else company(rank)


def person(draw: int) -> str:
    """Turn a wide draw into the name of a person."""
    return _person(open_rank(draw, _FLAT))


def company(rank: int) -> str:
    """Return the name of the company of this rank; neighbours share neither head nor tail."""
    place = rank * 7919 % _PAIRS
    return _HEADS[place % len(_HEADS)] + _TAILS[place // len(_HEADS)]


def _person(rank: int) -> str:
    return f"{_GIVEN[rank // 4 % len(_GIVEN)]} {_coined(rank)}"


def _coined(rank: int) -> str:
    """Return a word of three syllables, different for each of some two million ranks."""
    rest, first = divmod(rank * 40_503 % _COINED, len(_SYLLABLES))
    third, second = divmod(rest, len(_SYLLABLES))
    return (_SYLLABLES[first] + _SYLLABLES[second] + _SYLLABLES[third]).capitalize()
