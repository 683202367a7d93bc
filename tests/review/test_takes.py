"""The takes of a film reviewed: what was asked, what the maker overrules, what is usable."""

from fractions import Fraction
from pathlib import Path

import pytest

from studio.errors import EditRefused
from studio.review.finding import Report, fault, remarked
from studio.review.takes import Reviewed, asked_for, judged, reviewed, usable_rate
from studio.timeline.project import Project
from studio.timeline.queries import find_shot, verdict_on
from studio.timeline.story import Reference, ReferenceKind, Role, Shot, Subject, Use, Variant
from studio.timeline.take import Take, TakeFile
from studio.timeline.take_edits import note_take, overrule_check
from tests.films import make_film, make_take
from tests.review.planted import black, scene

SHOT = "sh_00000000"
REPORT = Report(
    name="a.mov", sha256="0" * 64, checked=("blur", "black", "cut"),
    findings=(fault("blur", "blurred_all"), fault("black", "black_all"),
              remarked(fault("cut", "hidden_cut"))),
)  # fmt: skip


def _shot(film: Project) -> Shot:
    shot = find_shot(film, SHOT)
    assert shot is not None
    return shot


def _take(owner: str = SHOT, backend: str = "kling", name: str = "tk_one00000") -> Take:
    file = TakeFile(path=f"media/{name}.mov", sha256="0" * 64, bytes=1)
    return Take(
        id=name, owner=owner, job="jb_00000001", backend=backend, kind="video", files=(file,),
        request={}, created="2026-01-01T00:00:00+00:00",
    )  # fmt: skip


def test_an_overruled_check_counts_no_more_and_can_count_again() -> None:
    film, take = make_film(24), _take()
    assert judged(_shot(film), take, 1, REPORT).failed == ("blur", "black")
    film = overrule_check(film, SHOT, take.id, "blur")
    film = note_take(film, SHOT, take.id, "meant to be soft")
    film = overrule_check(film, SHOT, take.id, "black")
    found = judged(_shot(film), take, 1, REPORT)
    assert (found.failed, found.overruled, found.usable) == ((), ("blur", "black"), True)
    assert verdict_on(_shot(film), take.id).overruled == ("black", "blur")
    same = overrule_check(film, SHOT, take.id, "blur")
    assert same is film
    back = overrule_check(film, SHOT, take.id, "blur", overruled=False)
    assert judged(_shot(back), take, 1, REPORT).failed == ("blur",)
    assert verdict_on(_shot(back), take.id).note == "meant to be soft"
    with pytest.raises(EditRefused):
        overrule_check(film, "sh_none0000", take.id, "blur")
    with pytest.raises(EditRefused):
        overrule_check(film, SHOT, take.id, "No check!")


def test_a_verdict_that_says_nothing_any_more_is_not_kept() -> None:
    film = overrule_check(make_film(24), SHOT, "tk_one00000", "blur")
    assert _shot(overrule_check(film, SHOT, "tk_one00000", "blur", overruled=False)).verdicts == ()


def test_the_usable_rate_is_by_backend_and_of_the_film() -> None:
    shot, clean = _shot(make_film(24)), REPORT.model_copy(update={"findings": ()})
    rows = [
        judged(shot, _take(), 1, clean),
        judged(shot, _take(name="tk_two00000"), 2, REPORT),
        judged(shot, _take(backend="animatic", name="tk_three000"), 3, clean),
        Reviewed(SHOT, _take(name="tk_four0000"), 4, None),
    ]
    told = [(each.backend, each.good, each.takes) for each in usable_rate(rows)]
    assert told == [("animatic", 1, 1), ("kling", 1, 3), ("", 2, 4)]
    assert usable_rate(rows)[1].share == Fraction(1, 3)
    assert usable_rate([]) == []


def test_the_sheet_of_a_subject_is_what_its_uses_say(tmp_path: Path) -> None:
    picture = Reference(id="rf_face0000", name="face", kind=ReferenceKind.PICTURE)
    voice = Reference(id="rf_voice000", name="voice", kind=ReferenceKind.SOUND)
    uses = (Use(reference=picture.id, role=Role.SUBJECT), Use(reference=voice.id, role=Role.SOUND))
    lead = Subject(id="su_lead0000", name="Lin", uses=uses)
    film = make_film(24)
    shot = _shot(film).evolve(subjects=(lead.id,))
    film = film.evolve(subjects=(lead,), references=(picture, voice))
    files = {
        picture.id: [_take(picture.id, name="tk_face0000").evolve(kind="picture")],
        voice.id: [_take(voice.id, name="tk_voice000").evolve(kind="sound")],
    }
    (found,) = asked_for(film, shot, _take(), files, tmp_path).subjects
    assert found.name == "Lin"
    assert found.pictures == (str(tmp_path / "media" / "tk_face0000.mov"),)
    assert found.voices == (str(tmp_path / "media" / "tk_voice000.mov"),)
    old = Variant(
        id="va_old00000", name="old", uses=(Use(reference="rf_old00000", role=Role.SUBJECT),)
    )
    film = film.evolve(subjects=(lead.evolve(variants=(old,)),))
    files["rf_old00000"] = [_take("rf_old00000", name="tk_old00000").evolve(kind="picture")]
    (aged,) = asked_for(film, shot, _take(), files, tmp_path).subjects
    assert aged.pictures == (str(tmp_path / "media" / "tk_old00000.mov"),), "as the shot shows it"
    assert aged.voices == found.voices


def test_a_film_is_reviewed_take_by_take_and_a_lost_file_stops_nothing(tmp_path: Path) -> None:
    film = make_film(24, 20, 16)
    good = make_take(tmp_path, SHOT, scene(24))
    bad = make_take(tmp_path, "sh_00000001", black().pictures[28:48])
    lost = _take("sh_00000002")
    takes = {SHOT: [good], "sh_00000001": [bad], "sh_00000002": [lost]}
    found = reviewed(film, takes, tmp_path)
    assert [each.usable for each in found] == [True, False, False]
    assert found[1].failed == ("black",)
    assert found[2].trouble is not None
    assert found[2].trouble.key == "media.missing"
    only = reviewed(film, takes, tmp_path, only=["sh_00000001"])
    assert [each.shot for each in only] == ["sh_00000001"]
