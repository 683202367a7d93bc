"""Takes that follow a line, from the command line: what is refused, and a picture that speaks."""

from pathlib import Path

import pytest

from studio.jobs.imports import import_media
from studio.jobs.journal import Journal
from studio.timeline.store import create
from studio.timeline.story import Cue, CueKind, Role, Use
from studio.timeline.story_edits import add_reference
from tests.backends import kling_server
from tests.backends.asking import painted
from tests.backends.test_kling_studio import heard
from tests.cli.typed import Capture, answered
from tests.jobs.builders import make_project, replace_shot


@pytest.fixture(autouse=True)
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One shot with a line that was recorded, and a picture; in the folder `f`."""
    monkeypatch.setenv("STUDIO_LANGUAGE", "en")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    project = make_project(1, width=1280, height=720, frames=96)
    with create(Path("f"), project) as store, Journal.open(Path("f")) as journal:
        picture, sound = import_media(
            project, Path("f"), journal, [painted(tmp_path), heard(tmp_path, 1)]
        )
        for each in (picture, sound):
            project = add_reference(project, each.reference)
        use = Use(reference=sound.reference.id, role=Role.SOUND)
        cue = Cue(id="cu_line0000", kind=CueKind.LINE, text="Hello", frames=24, uses=(use,))
        store.save(replace_shot(project, 1, cues=(cue,)))


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("lips", "--shot", "1-1"), "jobs.lips_no_take"),
        (("lips", "--shot", "1-1", "--line", "2"), "cli.no_such_line"),
        (("lips", "--shot", "1-1", "--backend", "nobody"), "cli.no_such_backend"),
        (("talk", "--shot", "1-1"), "jobs.talk_no_picture"),
        (("talk", "--shot", "1-1", "--picture", "nobody"), "jobs.talk_no_such_picture"),
        (("talk", "--shot", "1-1", "--picture", "fox"), "jobs.blocked"),
    ],
)
def test_what_is_not_there_is_said(words: tuple[str, ...], key: str, capsys: Capture) -> None:
    command, *rest = words
    code, told = answered(capsys, command, "f", *rest)
    assert (code, told["error"]["key"]) == (2, key)


@pytest.mark.slow
def test_a_picture_speaks_and_is_a_take_of_the_shot(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kling_server.serving() as service:
        monkeypatch.setenv("KLINGAI_API_KEY", kling_server.KEY)
        monkeypatch.setenv("KLINGAI_BASE_URL", service.api)
        code, told = answered(
            capsys, "talk", "f", "--shot", "1-1", "--picture", "fox", "--line", "1"
        )
        assert code == 0, told
        assert service.refused == []
    (take,) = told["made"]
    assert (take["backend"], take["kind"]) == ("kling-avatar", "video")
    assert [shot["state"] for shot in told["shots"]] == ["done"]
