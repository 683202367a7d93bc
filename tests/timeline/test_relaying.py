"""A cut made by hand gets a shot's new lines, and its length, beside what it shows of the shot."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.cue_places import Stretch, cut_off, spot_of, stretches
from studio.timeline.cut import Clip, TrackKind
from studio.timeline.cutting import Edge, razor, trim
from studio.timeline.following import follow
from studio.timeline.linking import group_of
from studio.timeline.look_edits import change_look, change_sound
from studio.timeline.model import derived_id
from studio.timeline.pace_edits import set_speed
from studio.timeline.placing import move_clips
from studio.timeline.project import Project
from studio.timeline.queries import clips, find_shot
from studio.timeline.ripple import delete
from studio.timeline.shot_edits import change_shot
from studio.timeline.story import Cue, CueKind, Shot
from studio.timeline.track_edits import add_track, change_track, remove_track
from studio.timeline.transition_edits import set_transition
from tests.timeline.films import HERO, make_cue, make_film, shot_id

NEW = derived_id("cu", "new")
CAPTIONS = derived_id("tr", "captions")
OVER = "tr_over0000"
Change = Callable[[Project], Project]


def picture(film: Project, name: str, number: int = 0) -> Clip:
    found = [c for t, c in clips(film) if c.owner == shot_id(name) and t.kind is TrackKind.PICTURE]
    return sorted(found, key=lambda clip: clip.start)[number]


def by_hand(change: Change) -> Project:
    """The film with its cut changed, and a little more so that no shot is where it was told."""
    film = assemble(make_film())
    return change(trim(film, picture(film, "c").id, Edge.END, picture(film, "c").end - 1))


def with_line(film: Project, start: int = 20, frames: int | None = 8) -> Project:
    """Shot a says one more line."""
    shot = find_shot(film, shot_id("a"))
    assert shot is not None
    line = Cue(id=NEW, kind=CueKind.LINE, text="new", speaker=HERO, start=start, frames=frames)
    after = follow(film, change_shot(film, shot.id, cues=(*shot.cues, line)))
    assert check(after) == ()
    return after


def where(film: Project, cue: str = NEW) -> list[tuple[str, int, int]]:
    """Track, first frame and length of each clip of a cue."""
    return [(t.name, c.start, c.frames) for t, c in clips(film) if c.owner == cue]


def of_a(film: Project, edge: Edge, frame: int) -> Project:
    return trim(film, picture(film, "a").id, edge, frame)


def moved(film: Project, by: int, track: str = "") -> Project:
    """The clip of shot a, and what is linked with it, later; its picture to another track."""
    name = picture(film, "a").id
    group = group_of(film, [name])
    return move_clips(film, group, by, {name: track} if track else None)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda f: of_a(f, Edge.END, 40), (20, 8)),
        (lambda f: of_a(f, Edge.END, 24), (20, 4)),
        (lambda f: of_a(f, Edge.START, 5), (20, 8)),
        (lambda f: of_a(f, Edge.START, 23), (23, 5)),
        (lambda f: of_a(f, Edge.END, 60), (20, 8)),
        (lambda f: moved(f, 300), (320, 8)),
        (lambda f: moved(add_track(f, "Over", TrackKind.PICTURE, track_id=OVER), 0, OVER), (20, 8)),
        (lambda f: razor(f, picture(f, "a").id, 10), (20, 8)),
        (lambda f: razor(f, picture(f, "a").id, 24), (20, 8)),
    ],
    ids=[
        "shorter", "ends inside the line", "begins later", "begins inside the line", "longer",
        "moved", "on another track", "razored before it", "razored inside it",
    ],
)  # fmt: skip
def test_a_new_line_lies_at_its_place_beside_the_clip(
    change: Change, place: tuple[int, int]
) -> None:
    assert where(with_line(by_hand(change))) == [("Captions", *place)]


def test_a_line_of_the_second_half_of_a_razored_clip_goes_with_it() -> None:
    film = by_hand(lambda f: razor(f, picture(f, "a").id, 16))
    name = picture(film, "a", 1).id
    film = move_clips(film, group_of(film, [name]), 300)
    assert where(with_line(film)) == [("Captions", 320, 8)]


@pytest.mark.parametrize(
    "change",
    [lambda f: of_a(f, Edge.END, 15), lambda f: of_a(f, Edge.START, 30)],
    ids=["ends before it", "begins behind it"],
)
def test_a_line_that_the_cut_does_not_show_is_told(change: Change) -> None:
    film = by_hand(change)
    after = with_line(film)
    assert where(after) == []
    assert NEW in cut_off(after)
    assert film.cut.tracks[0].clips == after.cut.tracks[0].clips


def test_a_line_that_is_shown_in_part_is_told_and_one_that_is_whole_is_not() -> None:
    assert NEW in cut_off(with_line(by_hand(lambda f: of_a(f, Edge.END, 24))))
    assert cut_off(with_line(by_hand(lambda f: of_a(f, Edge.END, 28)))) == frozenset()
    assert cut_off(assemble(make_film())) == frozenset()
    razored = by_hand(lambda f: razor(f, picture(f, "a").id, 24))
    assert cut_off(with_line(razored)) == frozenset(), "its halves still follow one another"


def test_a_shot_that_is_not_in_the_cut_has_no_lines_cut_off() -> None:
    film = by_hand(lambda f: delete(f, group_of(f, [picture(f, "a").id])))
    after = with_line(film)
    assert where(after) == []
    assert cut_off(after) == frozenset()


def test_the_line_before_a_new_one_ends_where_that_begins() -> None:
    first = derived_id("cu", "a", 0)

    def long(film: Project) -> Project:
        cues = [c.evolve(frames=None) if c.id == first else c for c in _cues(film)]
        film = change_shot(film, shot_id("a"), cues=tuple(cues))
        return of_a(assemble(film), Edge.END, 40)

    film = by_hand(long)
    assert where(film, first) == [("Captions", 0, 48)]
    after = with_line(film)
    assert where(after, first) == [("Captions", 0, 20)]
    assert where(after) == [("Captions", 20, 8)]


def test_a_line_that_comes_later_now_is_read_later_unless_it_was_laid_by_hand() -> None:
    first = derived_id("cu", "a", 0)
    film = by_hand(lambda f: of_a(f, Edge.START, 2))
    cues = tuple(c.evolve(start=12) if c.id == first else c for c in _cues(film))
    after = follow(film, change_shot(film, shot_id("a"), cues=cues))
    assert where(after, first) == [("Captions", 12, 8)]
    mine = next(c.id for _, c in clips(film) if c.owner == first)
    film = move_clips(film, [mine], 30)
    after = follow(film, change_shot(film, shot_id("a"), cues=cues))
    assert where(after, first) == [("Captions", 30, 8)]


def test_a_caption_that_was_deleted_by_hand_stays_away() -> None:
    first = derived_id("cu", "a", 0)
    film = by_hand(lambda f: delete(f, [c.id for _, c in clips(f) if c.owner == first]))
    after = with_line(film)
    assert where(after, first) == []
    assert where(after) == [("Captions", 20, 8)]


def test_where_something_lies_the_line_comes_on_a_track_of_its_own() -> None:
    other = derived_id("cu", "c", 2)

    def change(film: Project) -> Project:
        film = of_a(film, Edge.END, 40)
        name = next(c for _, c in clips(film) if c.owner == other)
        return move_clips(film, [name.id], 22 - name.start)

    film = by_hand(change)
    after = with_line(film)
    assert where(after, other) == where(film, other), "what the maker laid stays"
    assert where(after) == [("Captions 2", 20, 8)]
    names = [track.name for track in after.cut.tracks]
    assert names.index("Captions 2") == names.index("Captions") + 1
    again = follow(after, change_shot(after, shot_id("a"), prompt="other"))
    assert where(again) == where(after)


def test_a_locked_track_is_left_alone_and_a_film_without_captions_gets_none() -> None:
    locked = change_track(by_hand(lambda f: of_a(f, Edge.END, 40)), CAPTIONS, locked=True)
    after = with_line(locked)
    assert where(after) == [("Captions 2", 20, 8)]
    kept = next(t for t in after.cut.tracks if t.id == CAPTIONS)
    assert kept == next(t for t in locked.cut.tracks if t.id == CAPTIONS)
    assert where(with_line(remove_track(by_hand(lambda f: of_a(f, Edge.END, 40)), CAPTIONS))) == []


def test_a_line_in_the_time_that_a_shot_gained_is_laid_there() -> None:
    film = by_hand(lambda f: of_a(f, Edge.START, 4))
    grown = follow(
        film,
        change_shot(
            film, shot_id("a"), frames=64,
            cues=(*_cues(film), Cue(id=NEW, kind=CueKind.LINE, text="new", start=52, frames=8)),
        ),
    )  # fmt: skip
    assert picture(grown, "a").end == 64
    assert where(grown) == [("Captions", 52, 8)]
    assert NEW not in cut_off(grown)


def test_a_new_effect_begins_in_its_middle_where_its_beginning_is_cut_off() -> None:
    film = by_hand(lambda f: of_a(f, Edge.START, 23))
    noise = Cue(id=NEW, kind=CueKind.EFFECT, text="bang", start=20, frames=10)
    after = follow(film, change_shot(film, shot_id("a"), cues=(*_cues(film), noise)))
    found = [(t.role, c.start, c.frames, c.skip) for t, c in clips(after) if c.owner == NEW]
    assert found == [("effects", 23, 7, 3)]


def _cues(film: Project) -> tuple[Cue, ...]:
    shot = find_shot(film, shot_id("a"))
    assert shot is not None
    return shot.cues


@settings(max_examples=150, deadline=None)
@given(
    cuts=st.lists(st.integers(1, 47), max_size=3),
    edges=st.tuples(st.integers(0, 20), st.integers(21, 60)),
    shift=st.integers(0, 200),
    start=st.integers(0, 47),
    frames=st.integers(1, 30),
)
def test_a_new_line_is_where_its_words_are_said(
    cuts: list[int], edges: tuple[int, int], shift: int, start: int, frames: int
) -> None:
    """However the clip was cut, the line's first frame shows the frame in which it is said."""

    def change(film: Project) -> Project:
        film = of_a(of_a(film, Edge.START, edges[0]), Edge.END, edges[1])
        for frame in cuts:
            at = next((c for t, c in clips(film) if t.kind is TrackKind.PICTURE
                       and c.start < frame < c.end and c.owner == shot_id("a")), None)  # fmt: skip
            film = film if at is None else razor(film, at.id, frame)
        last = picture(film, "a", -1)
        return move_clips(film, group_of(film, [last.id]), shift)

    film = by_hand(change)
    after = with_line(film, start=start, frames=frames)
    laid = where(after)
    seen = stretches(after, shot_id("a"))
    end = min(start + frames, 48)
    shown = {f for each in seen for f in range(max(each.first, start), min(each.last, end))}
    assert bool(laid) == bool(shown)
    if laid:
        assert len(laid) == 1
        first = laid[0][1]
        home = next(s for s in seen if s.start <= first < s.start + s.last - s.first)
        said = home.first + first - home.start
        assert said == (start if any(s.first <= start < s.last for s in seen) else said)
        assert said in shown
    whole = any(each.first <= start and end <= each.last for each in seen)
    assert (NEW in cut_off(after)) == (not whole)
    assert after.cut.tracks[0].clips == film.cut.tracks[0].clips, "the pictures stay"


def test_a_spot_counts_from_the_stretch_in_which_a_cue_begins() -> None:
    seen = (Stretch(100, 0, 10), Stretch(200, 20, 40))
    assert spot_of(seen, 5, 30) is not None
    spot = spot_of(seen, 5, 30)
    assert spot is not None
    assert (spot.start, spot.frames, spot.skip) == (105, 5, 0)
    later = spot_of(seen, 12, 30)
    assert later is not None
    assert (later.start, later.frames, later.skip) == (200, 10, 8)
    assert spot_of(seen, 12, 20) is None


def test_looks_transitions_and_sound_settings_stay_when_the_story_changes() -> None:
    bang = make_cue("bang", CueKind.EFFECT, 5, 10)
    told = make_film()
    film = assemble(change_shot(told, shot_id("a"), cues=(*find_shot_of(told, "a").cues, bang)))
    sounding = next(clip for _, clip in clips(film) if clip.owner == bang.id)
    film = change_look(film, [picture(film, "a").id], opacity=0.5)
    film = set_transition(film, [picture(film, "b").id], frames=6)
    film = change_sound(film, [sounding.id], gain=-4.0, fade_in=3)
    cues = find_shot_of(film, "a").cues
    later = tuple(cue.evolve(start=15) if cue.id == bang.id else cue for cue in cues)
    after = follow(film, change_shot(film, shot_id("a"), cues=later, frames=60))
    assert check(after) == ()
    assert picture(after, "a").frames == 60
    assert picture(after, "a").look == picture(film, "a").look
    assert picture(after, "b").entry == picture(film, "b").entry
    heard = next(clip for _, clip in clips(after) if clip.owner == bang.id)
    assert (heard.start, heard.gain, heard.fade_in) == (15, -4, 3)


def test_a_shot_at_a_pace_of_its_own_keeps_its_length() -> None:
    film = assemble(make_film())
    film = set_speed(film, [picture(film, "a").id], Fraction(2))
    after = follow(film, change_shot(film, shot_id("a"), frames=60))
    assert picture(after, "a").frames == 24
    assert picture(after, "a").speed == 2
    assert check(after) == ()


def find_shot_of(film: Project, name: str) -> Shot:
    shot = find_shot(film, shot_id(name))
    assert shot is not None
    return shot
