"""Shots as long as what is said in them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import EditRefused
from studio.timeline.line_lengths import fit_to_lines
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.story import Cue, CueKind, Scene, Shot


def cue(number: int, start: int, frames: int | None = None, **more: object) -> Cue:
    values = {"kind": CueKind.LINE, "text": "words", **more}
    return Cue.model_validate({"id": f"cu_000{number}", "start": start, "frames": frames, **values})


def film(*cues: Cue, frames: int = 240) -> Project:
    shot = Shot(id="sh_0001", frames=frames, cues=cues)
    return Project(scenes=(Scene(id="sc_0001", shots=(shot,)),))


def fitted(project: Project, **lengths: int) -> Shot:
    after = fit_to_lines(project, "sh_0001", lengths, gap=6, tail=10)
    found = find_shot(after, "sh_0001")
    assert found is not None
    return found


def test_a_shot_ends_a_moment_after_its_line() -> None:
    assert fitted(film(cue(1, 8)), cu_0001=48).frames == 8 + 48 + 10


def test_lines_make_room_for_each_other() -> None:
    shot = fitted(film(cue(1, 8, 20), cue(2, 30, 20)), cu_0001=48, cu_0002=24)
    assert [(each.start, each.frames) for each in shot.cues] == [(8, 48), (62, 24)]
    assert shot.frames == 62 + 24 + 10


def test_what_has_room_stays_where_it_is() -> None:
    shot = fitted(film(cue(1, 8, 20), cue(2, 100, 20)), cu_0001=48, cu_0002=24)
    assert [each.start for each in shot.cues] == [8, 100]


def test_a_line_without_a_length_keeps_its_own() -> None:
    assert fitted(film(cue(1, 8, 30))).frames == 8 + 30 + 10


def test_what_would_lie_behind_the_end_is_drawn_in() -> None:
    effect = cue(2, 200, kind=CueKind.EFFECT)
    shot = fitted(film(cue(1, 0), effect), cu_0001=24)
    assert (shot.frames, shot.cues[1].start) == (34, 33)


def test_a_silent_shot_is_refused() -> None:
    with pytest.raises(EditRefused) as caught:
        fitted(film(cue(1, 0, kind=CueKind.MUSIC)))
    assert caught.value.key == "timeline.no_lines"


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 100)), min_size=1, max_size=8))
def test_no_line_is_cut_off_and_none_overlap(lines: list[tuple[int, int]]) -> None:
    cues = [cue(number, start, 1) for number, (start, _) in enumerate(lines, 1)]
    lengths = {f"cu_000{number}": length for number, (_, length) in enumerate(lines, 1)}
    shot = fitted(film(*cues), **lengths)
    laid = sorted((each.start, each.start + (each.frames or 0)) for each in shot.cues)
    assert all(end + 6 <= start for (_, end), (start, _) in pairwise(laid))
    assert laid[-1][1] + 10 == shot.frames
    assert {each.id: each.frames for each in shot.cues} == lengths
    again = fit_to_lines(film(*shot.cues, frames=shot.frames), "sh_0001", lengths, gap=6, tail=10)
    assert find_shot(again, "sh_0001") == shot, "twice is once"
