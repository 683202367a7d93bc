"""A clip dropped on the cast becomes an actor that speaks in shots, after its sheet was shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.cast.draft import ActorDraft, Still
from studio.cast.persons import SeveralFaces
from studio.errors import BadInput
from studio.messages import Part
from studio.timeline.cue_edits import add_cue
from studio.timeline.story import Cue, CueKind, Role, Subject, View
from studio.ui.cast_actor_dialog import ActorDialog
from studio.ui.cast_panel import CastPanel
from studio.ui.window import FilmWindow
from tests.backends.test_kling_studio import recorded
from tests.ui.drops import (
    FIRST,
    SECOND,
    THIRD,
    drag,
    drop,
    files,
    opened,
    photo,
    settle,
    sound,
    type_in,
)
from tests.ui.ears import Ear

LEFT = Qt.MouseButton.LeftButton


def clip_in(folder: Path) -> Path:
    """A real video without anybody in it."""
    picture = "testsrc=size=160x90:rate=12:duration=3"
    arguments = ("-f", "lavfi", "-i", picture, "-preset", "ultrafast")
    return recorded(folder, "Anna.mp4", *arguments)


def scripted(
    clip: Path, name: str, folder: Path, stopped: Callable[[], bool], told: Callable[[float], None]
) -> ActorDraft:
    """What a search finds in a good clip: three stills, a voice, a warning."""
    assert not stopped()
    stills: list[Still] = []
    for number, view in enumerate(("front", "left", "smile")):
        path = photo(folder / f"{view}.png", (60 * number, 90, 200))
        stills.append(Still(path, view, number, 30.0))  # type: ignore[arg-type]
        told((number + 1) / 3)
    voice = sound(folder / "voice.wav", 1)
    warned = (Part("cast.blurred"),)
    return ActorDraft(name, clip, tuple(stills), voice, "hello there", "en", None, None, warned)


def cast_of(window: FilmWindow) -> CastPanel:
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    return window.board.cast


def dropped(window: FilmWindow, qtbot: QtBot, clip: Path) -> ActorDialog:
    """The dialog that a clip on the cast opens, when the search has ended."""
    cast = cast_of(window)
    drop(cast, cast.rect().bottomLeft() / 2, files(clip))
    dialog = cast.actors.dialog
    assert isinstance(dialog, ActorDialog)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=20_000)
    return dialog


def actor(window: FilmWindow) -> Subject:
    return window.desk.project.subjects[-1]


@pytest.mark.slow
def test_a_clip_becomes_an_actor_that_speaks_in_three_shots(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    cast = cast_of(window)
    cast.actors.make = scripted
    before = window.desk.project
    dialog = dropped(window, qtbot, clip_in(tmp_path))
    assert window.desk.project is before, "nothing joins the film before the sheet was seen"
    assert "hello there" in dialog.heard.text()
    assert dialog.warned.isVisible()
    assert dialog.name.text() == "Anna"
    dialog.name.selectAll()
    type_in(dialog.name, "安娜")
    qtbot.mouseClick(dialog.add, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.project.subjects) == 2, timeout=20_000)
    made = actor(window)
    assert made.name == "安娜"
    assert [(use.role, use.view) for use in made.uses] == [
        (Role.SUBJECT, View.FRONT), (Role.SUBJECT, View.LEFT), (Role.SUBJECT, View.SMILE),
        (Role.SOUND, None), (Role.SUBJECT, None),
    ]  # fmt: skip
    assert cast.subject is not None
    assert cast.subject.id == made.id
    for number, name in enumerate((FIRST, SECOND, THIRD)):
        window.session.choose_shots([name])
        qtbot.mouseClick(cast.add, LEFT)
        cue = Cue(
            id=f"cu_line000{number}",
            kind=CueKind.LINE,
            text="안녕.",
            speaker=made.id,
            language="ko",
        )
        assert window.desk.edit("Line", add_cue, name, cue)
    window.desk.make()
    shots = (FIRST, SECOND, THIRD)
    qtbot.waitUntil(lambda: all(window.desk.takes.get(n) for n in shots), timeout=120_000)
    for number, name in enumerate(shots):
        take = window.desk.takes[name][-1]
        assert f"cu_line000{number}" in take.spoken
        sent = [each["figure"] for each in take.request["inputs"]]
        assert made.id in sent
    while window.desk.document.undo_label != "Make actor from a clip":
        window.desk.document.undo()
    window.desk.document.undo()
    assert window.desk.project == before, "one step takes all of it back"


def test_a_clip_that_makes_no_actor_says_why_and_can_be_a_look(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)

    def nobody(clip: Path, *_more: object) -> ActorDraft:
        raise BadInput("cast.no_video", name=clip.name)

    cast_of(window).actors.make = nobody
    dialog = dropped(window, qtbot, clip_in(tmp_path))
    assert "Anna.mp4" in dialog.warned.text()
    assert not dialog.add.isEnabled()
    qtbot.mouseClick(dialog.look_only, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.project.subjects) == 2, timeout=20_000)
    settle(window, qtbot)
    assert [use.role for use in actor(window).uses] == [Role.SUBJECT]


def test_the_voice_is_played_by_click_and_by_the_space_bar(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(studio, qtbot, tmp_path)
    cast_of(window).actors.make = scripted
    dialog, ear = dropped(window, qtbot, clip_in(tmp_path)), Ear(100_000, slow=True)
    voice = dialog.voice
    voice.player.way_out = lambda: ear
    assert voice.isVisible()
    qtbot.mouseClick(voice, LEFT)
    assert (voice.player.going, ear.begun, voice.text()) == (True, 1, "Stop")
    assert [part.shape[1] for part in ear.blocks] == [2]
    qtbot.mouseClick(voice, LEFT)
    assert (voice.player.going, ear.stopped) == (False, 1)
    dialog.add.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Space)
    assert (voice.player.going, ear.begun) == (True, 2)
    assert dialog.isVisible(), "the space bar adds nobody"
    dialog.name.setFocus()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Space)
    assert voice.player.going, "where a name is typed it is a space"
    dialog.reject()
    assert not voice.player.going
    qtbot.waitUntil(lambda: ear.closed == 2)


@pytest.mark.parametrize("by", ["keys", "mouse"])
def test_of_several_faces_one_is_chosen(
    studio: Studio, qtbot: QtBot, tmp_path: Path, by: str
) -> None:
    window = opened(studio, qtbot, tmp_path)
    asked: list[int | None] = []

    def crowd(
        clip: Path, name: str, folder: Path, stopped: Callable[[], bool],
        told: Callable[[float], None], face: int | None = None,
    ) -> ActorDraft:  # fmt: skip
        asked.append(face)
        if face is None:
            several = SeveralFaces(clip, ())
            several.faces = tuple(
                photo(folder / f"face-{n}.png", (60 * n, 90, 120)) for n in range(1, 4)
            )
            raise several
        return scripted(clip, name, folder, stopped, told)

    cast_of(window).actors.make = crowd
    dialog = dropped(window, qtbot, clip_in(tmp_path))
    faces = dialog.faces
    assert faces.isVisible()
    assert faces.hasFocus()
    assert [faces.item(n).text() for n in range(faces.count())] == ["1", "2", "3"]
    assert dialog.draft is None
    if by == "keys":
        qtbot.keyClick(faces, Qt.Key.Key_Right)
        qtbot.keyClick(faces, Qt.Key.Key_Return)
    else:
        spot = faces.visualItemRect(faces.item(1)).center()
        qtbot.mouseClick(faces.viewport(), LEFT, pos=spot)
        qtbot.mouseClick(dialog.add, LEFT)
    qtbot.waitUntil(lambda: dialog.draft is not None, timeout=20_000)
    assert asked == [None, 2]
    assert not faces.isVisible()
    assert dialog.stills.isVisible()
    qtbot.mouseClick(dialog.add, LEFT)
    qtbot.waitUntil(lambda: len(window.desk.project.subjects) == 2, timeout=20_000)


def test_the_real_search_refuses_a_clip_without_anybody(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    """Or says which command installs what looks for faces."""
    window = opened(studio, qtbot, tmp_path)
    dialog = dropped(window, qtbot, clip_in(tmp_path))
    assert dialog.warned.text()
    assert dialog.draft is None
    dialog.reject()
    assert len(window.desk.project.subjects) == 1


def test_a_search_is_stopped_with_its_dialog(studio: Studio, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(studio, qtbot, tmp_path)
    stops: list[bool] = []

    def patient(
        clip: Path, name: str, folder: Path, stopped: Callable[[], bool], told: object
    ) -> ActorDraft:
        del told
        while not stopped():
            pass
        stops.append(True)
        raise BadInput("cast.no_video", name=f"{clip} {name} {folder}")

    cast = cast_of(window)
    cast.actors.make = patient
    drop(cast, cast.rect().bottomLeft() / 2, files(clip_in(tmp_path)))
    dialog = cast.actors.dialog
    assert isinstance(dialog, ActorDialog)
    dialog.reject()
    qtbot.waitUntil(lambda: stops == [True])
    assert cast.actors.dialog is None


@pytest.mark.parametrize("name", ["cast.new", "cast.actor", "cast.library"])
def test_every_way_has_an_action(studio: Studio, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    window = opened(studio, qtbot, tmp_path)
    cast_of(window)
    assert window.actions_table.qaction(name).isEnabled()
    assert drag(cast_of(window), cast_of(window).rect().bottomLeft() / 2, files(tmp_path / "a.mp4"))
