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

CARD = Target("shot", "sh_00000001")
KINDS = ("picture", "sound", "video", "subject", "take", "shot", "file")
TARGETS = (
    CARD,
    *(Target("well", "sh_00000001", kind) for kind in ("picture", "sound", "video", "subject")),
    Target("subject", "su_00000001"), Target("media"), Target("cast"),
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
