"""What counts at an instant: happened and known by then, of one id the row recorded last."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from accordant.record.event import Event
from accordant.record.see import see

FIRST = Event("lead", "a", "called", 10, 10, identity="1", attributes={"score": 1}, source="s", row=1)


def seen(*events: Event, as_of: int = 100, known_at: int = 100) -> tuple[Event, ...]:
    return see(events, as_of, known_at)[0]


def test_an_event_counts_once_it_has_happened_and_is_known():
    late = replace(FIRST, recorded=50)
    assert seen(late, as_of=10, known_at=50) == (late,)
    assert seen(late, as_of=10, known_at=49) == ()
    assert seen(late, as_of=9, known_at=50) == ()


def test_of_one_id_the_row_recorded_last_counts():
    corrected = replace(FIRST, recorded=20, attributes={"score": 2})
    for rows in permutations((FIRST, corrected)):
        assert seen(*rows) == (corrected,)
        assert seen(*rows, known_at=19) == (FIRST,)


def test_a_correction_that_moves_an_event_beyond_the_instant_takes_it_away():
    moved = replace(FIRST, happened=60, recorded=20)
    assert seen(FIRST, moved, as_of=50) == ()


def test_a_retraction_withdraws_its_event_and_may_be_corrected_again():
    gone = replace(FIRST, recorded=20, retracted=True, name="", happened=20)
    back = replace(FIRST, recorded=30)
    assert seen(FIRST, gone) == ()
    assert seen(FIRST, gone, known_at=19) == (FIRST,)
    assert seen(gone, back, FIRST) == (back,)


def test_equal_rows_of_one_id_collapse_wherever_they_were_read():
    again = replace(FIRST, source="other", row=9, flags=("recorded later than accepted",))
    events, disputed = see((FIRST, again), 100, 100)
    assert len(events) == 1
    assert not disputed


def test_rows_recorded_at_once_that_contradict_each_other_are_set_aside_and_their_entities_named():
    other = replace(FIRST, attributes={"score": 2})
    stranger = replace(FIRST, entity="b")
    assert see((FIRST, other), 100, 100) == ((), frozenset({("lead", "a")}))
    assert see((FIRST, stranger), 100, 100) == ((), frozenset({("lead", "a"), ("lead", "b")}))


def test_a_later_row_settles_a_contradiction():
    other, last = replace(FIRST, attributes={"score": 2}), replace(FIRST, recorded=11)
    assert see((other, last, FIRST), 100, 100) == ((last,), frozenset())


def test_ids_are_those_of_one_kind_of_entity():
    report = replace(FIRST, kind="report", entity="r")
    assert set(map(id, seen(FIRST, report))) == {id(FIRST), id(report)}


def test_rows_without_an_id_all_count():
    plain = replace(FIRST, identity="")
    assert seen(plain, plain) == (plain, plain)


EVENTS = st.builds(
    Event,
    st.sampled_from(["lead", "report"]),
    st.sampled_from("ab"),
    st.sampled_from(["called", "won"]),
    st.integers(0, 4),
    st.integers(0, 4),
    identity=st.sampled_from(["", "1", "2"]),
    retracted=st.booleans(),
    row=st.integers(0, 9),
)


def tell(event: Event) -> tuple[object, ...]:
    return event.kind, event.entity, event.name, event.happened, event.recorded, event.identity


@given(st.lists(EVENTS, max_size=8), st.randoms(use_true_random=False), st.integers(0, 4), st.integers(0, 4))
def test_the_order_of_rows_never_matters(events, random, as_of, known_at):
    shuffled = random.sample(events, len(events))
    one, disputed = see(events, as_of, known_at)
    other, also = see(shuffled, as_of, known_at)
    assert sorted(map(tell, one)) == sorted(map(tell, other))
    assert disputed == also


@given(st.lists(EVENTS, max_size=8), st.integers(0, 4))
def test_what_is_recorded_later_never_matters(events, known_at):
    known = [event for event in events if event.recorded <= known_at]
    assert see(events, 4, known_at) == see(known, 4, known_at)


@given(st.lists(EVENTS, max_size=8), EVENTS)
def test_a_repeated_row_with_an_id_changes_nothing(events, event):
    if event.identity:
        assert sorted(map(tell, seen(*events, event))) == sorted(map(tell, seen(*events, event, event)))
