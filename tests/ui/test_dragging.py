"""What a drop would do, for everything that can be dragged and everywhere it can land."""

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QUrl

from studio.messages import LANGUAGES, say
from studio.timeline.story import Role
from studio.ui.dragging import (
    MIME,
    Cargo,
    Target,
    Thing,
    cargo_of,
    from_outside,
    landing,
    mime_of,
)
from studio.ui.film_pages import PAGES

CARD = Target("shot", "sh_00000001")
KINDS = (
    "picture", "sound", "video", "subject", "take", "frame", "shot", "file", "folder", "captions",
    "text",
)  # fmt: skip
TARGETS = (
    CARD,
    *(Target("well", "sh_00000001", kind) for kind in ("picture", "sound", "video", "subject")),
    Target("subject", "su_00000001"), Target("media"), Target("cast"),
    *(Target("elsewhere", well=name) for name in (*PAGES, "viewer")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("thing", "verb", "role"),
    [
        (Thing("picture"), "first_frame", Role.FIRST_FRAME),
        (Thing("video"), "motion", Role.MOTION),
        (Thing("sound", seconds=3), "line", Role.LIP),
        (Thing("sound", seconds=90), "music", Role.MUSIC),
        (Thing("sound"), "line_or_music", None),
        (Thing("subject"), "cast", None),
        (Thing("take", owner="sh_00000009"), "first_frame", Role.FIRST_FRAME),
        (Thing("take", owner="sh_00000001"), "choose", None),
    ],
)
def test_on_a_card(thing: Thing, verb: str, role: Role | None) -> None:
    found = landing(thing, CARD)
    assert (found.verb, found.role) == (verb, role)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("target", TARGETS, ids=lambda t: f"{t.place}-{t.well}")
def test_every_answer_has_its_words(kind: str, target: Target) -> None:
    found = landing(Thing(kind), target)  # type: ignore[arg-type]
    assert bool(found.verb) != bool(found.why)
    for language in LANGUAGES:
        if found.fits:
            assert say(f"ui_media.drop.{found.verb}", language)
            assert say(f"ui_media.edit.{found.verb}", language)
        else:
            assert say(f"ui_media.no.{found.why}", language)


def test_on_the_cast_a_clip_is_an_actor_and_on_a_subject_a_sound_is_its_voice() -> None:
    one = Target("subject", "su_00000001")
    assert landing(Thing("video"), Target("cast")).verb == "actor"
    assert landing(Thing("video"), one).verb == "look"
    assert landing(Thing("picture"), Target("cast")).verb == "new_subject"
    assert landing(Thing("sound"), one).role is Role.SOUND
    assert landing(Thing("sound"), Target("cast")).why == "cast_wants_pictures"


def test_a_cargo_travels() -> None:
    cargo = Cargo((Thing("subject", id="su_00000001"),), "/a/film")
    assert cargo_of(mime_of(cargo)) == cargo


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"folder": 1, "things": [{"x": 1}]}'])
def test_what_is_no_cargo_is_nothing(data: bytes) -> None:
    mime = QMimeData()
    mime.setData(MIME, QByteArray(data))
    assert cargo_of(mime) is None


def test_only_files_come_from_outside() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.png")])
    assert cargo_of(mime) is None
    assert [t.kind for t in from_outside(["a.PNG", "b.wav", "c.mp4", "d.xyz"])] == [
        "picture", "sound", "video", "file",
    ]  # fmt: skip


def test_a_take_is_a_video_in_the_well_of_videos_and_a_still_elsewhere() -> None:
    take, own = Thing("take", owner="sh_00000009"), Thing("take", owner="sh_00000001")
    well = Target("well", "sh_00000001", "video")
    for each in (take, own):
        assert landing(each, well).role is Role.MOTION
    assert landing(Thing("frame"), well).why == "well_video"
    assert landing(take, Target("well", "sh_00000001", "picture")).role is Role.FIRST_FRAME
    assert landing(take, Target("well", "sh_00000001", "sound")).why == "well_sound"


@pytest.mark.parametrize(
    ("thing", "target", "why"),
    [
        (Thing("subject"), Target("subject", "su_00000002"), "look_not_subject"),
        (Thing("subject"), Target("cast"), "cast_has_it"),
        (Thing("subject"), Target("media"), "media_not_subject"),
        (Thing("picture"), Target("media"), "media_has_it"),
        (Thing("shot"), Target("cast"), "shot_between"),
        (from_outside(["a.SRT"])[0], CARD, "captions"),
        (from_outside(["a.vtt"])[0], Target("media"), "captions"),
        (from_outside(["a.ass"])[0], Target("well", "sh_00000001", "sound"), "captions"),
        (from_outside(["a.fountain"])[0], CARD, "text"),
        (Thing("picture"), Target("elsewhere", well="deliver"), "not_deliver"),
    ],
)
def test_a_wrong_drop_has_the_right_reason(thing: Thing, target: Target, why: str) -> None:
    assert landing(thing, target).why == why
