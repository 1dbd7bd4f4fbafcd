"""Queries as people mistype them, for property tests."""

from hypothesis import strategies as st

_NAMES = (
    *("topic", "provider", "type", "category", "quality", "heat", "date", "after", "before"),
    *("newer", "older", "newest", "is", "has", "sort", "qualty", "foo", "\u00c9lan", ""),
    *("since", "from", "tag", "title", "status", "score", "order"),
)
_VALUES = (
    *("AI", '"AI Hardware"', '"open', '""', '"say ""hi"""', "about.fb", "www.about.fb", "none"),
    *(
        "5",
        "-1",
        ">50",
        "<=",
        "50..90",
        "..",
        "..9",
        "999999999999999",
        "9" * 30,
        "top10%",
        "top0%",
    ),
    *("²", "٣", "1.²³.2020", "3/14/2023", "last-2-weeks", "12", "50+", "favourite", "newest"),
    *("2023", "2023-05", "2023-02-30", "2023-05..today", "2999-12-31", "1000", "9999", "today"),
    *(
        "2023-05-18T14:00Z",
        "2023-05-18T14:00+23:59",
        "7d",
        "3m",
        "9999y",
        "9999w",
        "0d",
        "3m..7d",
        "=7d",
        ">=7d",
    ),
    *("read", "starred", "related", "raed", "-heat,date", "-hot,,path", "-", "\x00", "\ud800", ""),
)


def query_texts() -> st.SearchStrategy[str]:
    """Return terms that are nearly right, joined as they come."""
    value = st.sampled_from(_VALUES) | st.text(max_size=6)
    term = st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "-", "--"]),
        st.sampled_from(_NAMES),
        st.sampled_from([":", ":", ":", "::", ""]),
        value,
    )
    blank = st.sampled_from([" ", " ", "\t\n", ""])
    return st.lists(st.builds("{}{}".format, term, blank), max_size=12).map("".join)
