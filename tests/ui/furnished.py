"""A film in a window in which every part has something to show."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.assembly import assemble
from studio.timeline.store import create
from studio.timeline.story import Cue, CueKind
from studio.ui.window import FilmWindow
from tests.ui.drops import FIRST, MIRA, bring, film, photo
from tests.ui.films import opened


def furnished(studio: Studio, qtbot: QtBot, folder: Path, *, cut: bool = False) -> FilmWindow:
    """A line, media, a cast, a take by the backend `fake`; with `cut`, a cut of all shots too."""
    made = film()
    scene = made.scenes[0]
    line = Cue(id="cu_00000001", kind=CueKind.LINE, text="Who is there?", speaker=MIRA)
    told = scene.shots[0].evolve(cues=(line,), subjects=(MIRA,))
    made = made.evolve(
        brief="The sea at night.",
        scenes=(scene.evolve(shots=(told, *scene.shots[1:])), *made.scenes[1:]),
    )
    create(folder / "film.reel", assemble(made) if cut else made).close()
    window = opened(studio, folder / "film.reel", qtbot)
    window.resize(1500, 1000)
    window.session.choose_shots([FIRST])
    window.desk.make([FIRST], backend="fake")
    qtbot.waitUntil(lambda: FIRST in window.desk.shown, timeout=20_000)
    bring(window, qtbot, [photo(folder / "sea.png")])
    window.actions_table.trigger("media.add")
    return window
