"""How long lines last: spoken, recorded, heard in their shot, or reckoned."""

import pytest

from studio.errors import EditRefused
from studio.jobs.film import Film
from studio.jobs.line_lengths import fitted, lacking, line_frames
from studio.timeline.assembly import assemble
from studio.timeline.queries import find_shot
from studio.timeline.rate import Rate
from studio.timeline.story import Reference, ReferenceKind, Role, Use, Voice
from studio.timeline.take import Span, Take
from tests.jobs.builders import line, make_project, make_subject, make_take, replace_shot, shot_id

SHOT = shot_id(1)
LINE = line(1, "Where were you last night?", frames=12)


def length(*takes: object, **changes: object) -> int:
    project = replace_shot(make_project(1, frames=240), 1, cues=(LINE,)).evolve(**changes)
    film = Film(project, takes)  # type: ignore[arg-type]
    return line_frames(film, film.places[SHOT])[LINE.id]


def test_nobody_has_said_it_yet() -> None:
    """An estimate: some two seconds."""
    assert 30 < length() < 60


def test_a_slow_speaker_takes_longer() -> None:
    slow = make_subject(1, voice=Voice(pace=0.5))
    said = LINE.evolve(speaker=slow.id)
    project = replace_shot(make_project(1, subjects=(slow,)), 1, cues=(said,))
    film = Film(project, ())
    assert line_frames(film, film.places[SHOT])[LINE.id] == pytest.approx(length() * 2, abs=1)


def test_its_own_take_tells_it_at_any_rate() -> None:
    spoken = make_take(LINE.id, 1, kind="sound", rate=Rate(num=48), frames=101)
    assert length(spoken) == 51


def test_a_recording_goes_before_a_voice() -> None:
    project = make_project(1, frames=240)
    recording = Reference(id="re_0001", name="mic", kind=ReferenceKind.SOUND)
    cue = LINE.evolve(uses=(Use(reference=recording.id, role=Role.SOUND),))
    project = replace_shot(project.evolve(references=(recording,)), 1, cues=(cue,))
    takes = (
        make_take(recording.id, 1, kind="sound", rate=Rate(num=24), frames=33),
        make_take(LINE.id, 2, kind="sound", rate=Rate(num=24), frames=70),
    )
    film = Film(project, takes)
    assert line_frames(film, film.places[SHOT])[LINE.id] == 33


def test_the_take_of_the_shot_tells_where_it_is_heard() -> None:
    take = make_take(
        SHOT, 1, rate=Rate(num=24), frames=240, spoken={LINE.id: Span(start=3, frames=41)}
    )
    assert length(take) == 41


def test_the_cut_follows_and_silent_shots_stay() -> None:
    project = replace_shot(make_project(3, frames=240), 2, cues=(line(1, "Hello."),))
    project = assemble(project)
    after = fitted(project, (), [shot_id(n) for n in (1, 2, 3)])
    frames = [shot.frames for shot in after.scenes[0].shots]
    assert frames[0] == frames[2] == 240
    assert frames[1] < 100
    assert after.cut.frames == sum(frames)
    assert find_shot(after, shot_id(1)) is find_shot(project, shot_id(1))
    with pytest.raises(EditRefused):
        fitted(project, (), ["sh_none"])


def said_in(take_frames: int, text: str = LINE.text, room: int | None = 12) -> Take:
    """A take of the shot that says its line in `take_frames`, where it had `room`."""
    asked = {"key": LINE.id, "speaker": "", "text": text, "start": 0, "frames": room}
    span = Span(start=0, frames=take_frames)
    request = {"frames": 240, "lines": [asked]}
    return make_take(
        SHOT, 1, rate=Rate(num=24), frames=240, spoken={LINE.id: span}, request=request
    )


def test_who_had_to_hurry_does_not_tell_how_long_a_line_is() -> None:
    assert length(said_in(12)) == length()
    assert length(said_in(41, room=42)) == 41, "nobody has to hurry through what is slow enough"
    assert length(said_in(12, room=24)) == 12
    assert length(said_in(12, room=None)) == 12, "the whole take was its room"


def test_a_take_that_says_other_words_tells_nothing() -> None:
    assert length(said_in(20, "Where?", room=None)) == length()


def test_what_a_shot_lacks_is_what_fitting_adds() -> None:
    first, second = line(1, "Where were you last night?", frames=30), line(2, "I was at home.")
    second = second.evolve(start=36)
    project = replace_shot(make_project(2, frames=48), 1, cues=(first, second))
    lacks = lacking(Film(project, ()))
    assert list(lacks) == [SHOT]
    after = fitted(project, (), [SHOT])
    assert lacks[SHOT] == after.scenes[0].shots[0].frames - 48
    assert lacking(Film(after, ())) == {}


def test_a_shot_that_holds_its_lines_without_air_lacks_nothing() -> None:
    project = replace_shot(make_project(1, frames=240), 1, cues=(LINE.evolve(start=0),))
    needed = length()
    for frames, lacks in ((needed, False), (needed - 1, True)):
        cues = (LINE.evolve(start=0),)
        short = replace_shot(make_project(1, frames=frames), 1, cues=cues)
        assert bool(lacking(Film(short, ()))) is lacks
    assert lacking(Film(project, ())) == {}
