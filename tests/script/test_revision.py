"""A text against the one that was planned."""

from hypothesis import given
from hypothesis import strategies as st

from studio.script.revision import Revision

OLD = "Scene 1\nAnna: Hello there.\nBen: Hi.\n\nScene 2\nRain falls."
LINE = (OLD.index("Hello"), OLD.index("Hello") + len("Hello there."))
REPLY = (OLD.index("Hi."), OLD.index("Hi.") + 3)
RAIN = (OLD.index("Rain"), len(OLD))
SPANS = {"line": LINE, "reply": REPLY, "rain": RAIN}


def test_the_same_text_has_no_change() -> None:
    same = Revision(OLD, OLD, SPANS)
    assert same.same
    assert (same.lines, same.changed) == (frozenset(), frozenset())
    assert same.spans == SPANS


def test_an_edited_line_is_changed_with_what_it_belongs_to_and_no_other() -> None:
    text = OLD.replace("Hello there.", "Good evening.")
    revision = Revision(OLD, text, SPANS)
    assert revision.lines == {1}
    assert revision.changed == {"line"}
    assert revision.words("line") == "Good evening."
    assert text[slice(*revision.spans["line"])] == "Good evening."
    assert text[slice(*revision.spans["rain"])] == "Rain falls."


def test_two_neighbours_that_are_edited_keep_apart() -> None:
    text = OLD.replace("Hello there.", "Good evening.").replace("Hi.", "Bye.")
    revision = Revision(OLD, text, SPANS)
    assert [revision.words(name) for name in ("line", "reply")] == ["Good evening.", "Bye."]


def test_words_are_not_plain_when_the_speaker_or_the_count_of_lines_is_another() -> None:
    other = Revision(OLD, OLD.replace("Anna: Hello there.", "The door opens."), SPANS)
    assert other.words("line") is None
    parted = Revision(OLD, OLD.replace("Hello there.", "Hello\nthere."), SPANS)
    assert parted.words("line") is None
    assert Revision(OLD, OLD.replace("Hello there.", ""), SPANS).words("line") is None


def test_a_line_that_is_gone_changes_what_it_belonged_to() -> None:
    revision = Revision(OLD, OLD.replace("Ben: Hi.\n", ""), SPANS)
    assert revision.changed == {"reply"}
    assert revision.lines == frozenset()


def test_blank_lines_are_no_change() -> None:
    revision = Revision(OLD, OLD.replace("\n\n", "\n\n\n\n"), {**SPANS, "one": (0, REPLY[1])})
    assert (revision.lines, revision.changed) == (frozenset(), frozenset())


def test_a_written_line_changes_the_scene_it_stands_in() -> None:
    text = OLD.replace("Ben:", "Cut to the cat.\nBen:")
    revision = Revision(OLD, text, {**SPANS, "scene": (0, REPLY[1])})
    assert revision.lines == {2}
    assert revision.changed == {"scene"}
    assert text[slice(*revision.spans["reply"])] == "Hi."


def test_places_and_lines_lead_to_each_other() -> None:
    revision = Revision(OLD, OLD, SPANS)
    place = OLD.index("there")
    assert revision.place(revision.line_of(place), revision.column_of(place)) == place
    assert revision.place(999, 999) == len(OLD)


@given(
    st.lists(st.sampled_from(["a", "b", "", " ", "long line", "你好"]), max_size=12),
    st.lists(st.sampled_from(["a", "b", "", " ", "long line", "你好", "new"]), max_size=12),
)
def test_whatever_was_written_every_span_stays_within_the_text(
    old: list[str], new: list[str]
) -> None:
    before, after = "\n".join(old), "\n".join(new)
    spans = {str(n): (n, min(len(before), n + 3)) for n in range(len(before))}
    revision = Revision(before, after, spans)
    for start, end in revision.spans.values():
        assert 0 <= start <= len(after)
        assert 0 <= end <= len(after)
    assert all(0 <= line < len(after.split("\n")) for line in revision.lines)
    assert revision.same == (before == after)
