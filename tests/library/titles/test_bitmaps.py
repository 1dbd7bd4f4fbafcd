from array import array

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.library.titles import bitmaps

SIZES = st.integers(0, 300)


@st.composite
def places_and_size(draw: st.DrawFn) -> tuple[set[int], int]:
    size = draw(st.integers(1, 300))
    return draw(st.sets(st.integers(0, size - 1), max_size=draw(SIZES))), size


@given(places_and_size())
def test_a_set_holds_what_was_put_in_whichever_way_it_is_written(
    drawn: tuple[set[int], int],
) -> None:
    places, size = drawn
    bits = bitmaps.from_places(sorted(places), size)
    assert {place for place in range(size) if bits >> place & 1} == places
    assert bitmaps.from_bytes(bitmaps.to_bytes(bits, size)) == bits
    assert bitmaps.to_flags(bits, size) == bytes(place in places for place in range(size))
    assert bitmaps.from_flags(bitmaps.flags_of(places, size)) == bits


@given(places_and_size())
def test_values_are_selected_by_their_places_in_their_order(drawn: tuple[set[int], int]) -> None:
    places, size = drawn
    values = array("q", range(5 * size, 4 * size, -1))
    bits = bitmaps.from_places(sorted(places), size)
    assert list(bitmaps.select(values, bits)) == [values[place] for place in sorted(places)]


@given(st.permutations(range(40)), st.sets(st.integers(0, 39)))
def test_members_are_picked_out_of_an_order(order: list[int], members: set[int]) -> None:
    flags = bitmaps.flags_of(members, 40)
    in_order = bitmaps.in_order(array("q", order), flags)
    assert list(in_order) == [number for number in order if number in members]
    bits = bitmaps.from_members(array("q", order), flags)
    assert bitmaps.select(array("q", order), bits) == in_order


def test_many_values_are_gone_through_in_several_steps() -> None:
    values = array("q", range(200_000))
    odd = array("q", range(1, 200_000, 2))
    flags = bitmaps.flags_of(odd, len(values))
    assert bitmaps.select(values, bitmaps.from_flags(flags)) == odd
    assert bitmaps.in_order(values, flags) == odd
    assert bitmaps.from_members(values, flags) == bitmaps.from_places(odd, len(values))


def test_nothing_is_the_empty_set() -> None:
    assert bitmaps.from_places([], 0) == 0
    assert bitmaps.from_members(array("q"), bytearray()) == 0
    assert list(bitmaps.select(array("q"), 0)) == []
