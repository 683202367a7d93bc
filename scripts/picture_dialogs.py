"""What a maker meets seldom: the list of cuts, lips, actors, consent, money, a line recorded."""

import math
import struct
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

_SAID = {"en": "A light never goes out.", "zh": "灯不会灭。"}
_AGREED = {"en": ("Lin Mei", "This film and its trailers"), "zh": ("林小梅", "本片及其预告片")}
_RATE = 48_000  # samples a second
_LOUD = 0.5  # of full scale


def kling(keys: dict[str, str]) -> Any:
    """The backends of Kling for an account that has `keys` once they are put there."""
    from studio.backends.account import Account
    from studio.backends.kling import backends

    return backends(Account(lambda: keys, bucket=lambda: None))


def seldom(shooting: Any) -> None:
    """All of them; the film is afterwards as it was."""
    cuts(shooting)
    lines(shooting)
    actors(shooting)
    consent(shooting)
    money(shooting)


def cuts(shooting: Any) -> None:
    """The list of cuts while it is measured, then measured with one chosen."""
    window = shooting.studio.window
    window.session.turn_to("edit")
    panel = window.edit.seams
    window.desk.played.emit(True)  # while something plays, nothing is measured
    window.actions_table.trigger("seam.list")
    shooting.take("cuts-measuring", until=lambda: panel.measures.ready)
    window.desk.played.emit(False)
    shooting.until(lambda: panel.measures.ready and panel.measures.left == 0)
    found = [panel.measures.at(row) for row in range(len(panel.measures.cuts))]
    panel.table.choose(max(range(len(found)), key=lambda row: len(found[row].remedies)))
    shooting.take("cuts")
    window.edit.inspector.setCurrentIndex(0)


def no_cuts(shooting: Any) -> None:
    """The list of cuts of a film that has none."""
    window = shooting.studio.window
    window.session.turn_to("edit")
    window.actions_table.trigger("seam.list")
    shooting.take("cuts-none", until=lambda: window.edit.seams.measures.ready)
    window.edit.inspector.setCurrentIndex(0)


def lines(shooting: Any) -> None:
    """Lips that follow a line and a picture that says one, without a key and with one; then a
    line of the inspector as it is recorded.
    """
    window = shooting.studio.window
    window.session.turn_to("board")
    window.session.choose_shots([_spoken(window.desk.project)])
    for name in ("", "-priced"):
        for action, place in (("take.lips", "lips"), ("shot.talk", "avatar")):
            window.actions_table.trigger(action)
            dialog = window.line_wishes.dialog
            shooting.take(place + name, until=partial(_answered, dialog))
            dialog.reject()
        shooting.keys |= {"key": "k", "url": "https://kling.example"}
    shooting.keys.clear()
    _recording(shooting)


def _spoken(film: Any) -> str:
    """The first shot in which somebody speaks."""
    shots = (shot for scene in film.scenes for shot in scene.shots)
    return next(shot.id for shot in shots if any(cue.speaker for cue in shot.cues))


def _answered(dialog: Any) -> bool:
    said = (dialog.refused, dialog.warned, dialog.kept)
    return any(label.isVisible() for label in said)


def _recording(shooting: Any) -> None:
    window = shooting.studio.window
    panel = window.board.panel
    part = next(iter(panel.lines.rows.values())).recording
    room = SimpleNamespace(SampleFormat=SimpleNamespace(FLOAT32=5), CaptureDevice=_Microphone)
    from studio.render.microphone import Recording

    part.microphone = lambda path: Recording(path, load=lambda: room)
    panel._scroll.ensureWidgetVisible(part)
    shooting.take("line")
    part.toggle()
    shooting.take("line-recording", until=lambda: part.level.value() > 0)
    part.toggle()
    shooting.take("line-recorded", until=lambda: bool(part.name.text()))
    window.desk.document.undo()


class _Microphone:
    """A microphone in a room with one steady tone."""

    backend = "a tone"

    def __init__(self, *_format: Any, app_name: str) -> None:
        self.app_name = app_name

    def start(self, taking: Any) -> None:
        """Three seconds at once."""
        tone = [_LOUD * math.sin(n / 20) for n in range(3 * _RATE)]
        taking.send(struct.pack(f"{len(tone)}f", *tone))

    def close(self) -> None:
        """Nothing was opened."""


def actors(shooting: Any) -> None:
    """An actor out of a clip: looked for, asked about, found, and not to be had."""
    from studio.cast.draft import ActorDraft, Still
    from studio.errors import BadInput
    from studio.messages import Part
    from studio.ui.cast_actor_dialog import ActorDialog

    window = shooting.studio.window
    desk, words = window.desk, window._words.of("ui_cast")
    clip = Path(next(r.name for r in desk.project.references if r.kind.value == "video"))
    faces = _faces(desk)
    stills = tuple(
        Still(path, view, number, 30.0)
        for number, (path, view) in enumerate(zip(faces, ("front", "left", "smile"), strict=False))
    )
    said = _SAID[shooting.language]
    draft = ActorDraft("", clip, stills, None, said, shooting.language, None, None,
                       (Part("cast.blurred"),))  # fmt: skip
    silent = BadInput("cast.no_video", name=clip.name)
    for name, act in (
        ("looking", lambda dialog: dialog.move_on(0.4)),
        ("faces", lambda dialog: dialog.ask_face(faces)),
        ("found", lambda dialog: dialog.show_draft(draft)),
        ("refused", lambda dialog: dialog.tell(words.error(silent))),
    ):
        dialog = ActorDialog(clip, words, window)
        dialog.open()
        act(dialog)
        shooting.take(f"actor-{name}")
        dialog.reject()
        dialog.deleteLater()


def _faces(desk: Any) -> list[Path]:
    pictures = [r for r in desk.project.references if r.kind.value == "picture"]
    return [desk.folder / desk.takes[r.id][-1].files[0].path for r in pictures]


def consent(shooting: Any) -> None:
    """The question whether a face is a real person's, empty and filled in; the record of one."""
    from studio.timeline.subject_edits import change_subject
    from studio.ui.cast_consent import ConsentDialog

    window = shooting.studio.window
    desk, words = window.desk, window._words.of("ui_cast")
    subject = desk.project.subjects[0]
    picture = SimpleNamespace(name=desk.project.references[0].name)
    dialog = ConsentDialog(SimpleNamespace(subject=subject, picture=picture), words, window)
    dialog.open()
    shooting.take("consent")
    person, purpose = _AGREED[shooting.language]
    dialog.form.person.setText(person)
    dialog.form.purpose.setText(purpose)
    dialog.form.last.ends.setChecked(True)
    shooting.take("consent-filled")
    given = dialog.form.consent
    dialog.reject()
    window.session.turn_to("board")
    window.board.tabs.setCurrentWidget(window.board.cast)
    for name, more in (("none", {}), ("kept", {"consent": given})):
        desk.edit(words("edit.consent"), change_subject, subject.id, real=True, **more)
        window.actions_table.trigger("cast.consent")
        shooting.take(f"cast-consent-{name}")
        desk.document.undo()


def money(shooting: Any) -> None:
    """The ledger of the film."""
    window = shooting.studio.window
    window.actions_table.trigger("film.ledger")
    shooting.take("ledger")
    window.ledger.dialog.reject()
