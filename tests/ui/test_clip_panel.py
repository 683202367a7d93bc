"""The inspector of clips under real clicks, keys and drags."""

from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.timeline.check import check
from studio.timeline.cut import TrackKind
from studio.timeline.look import Blend, Fit, Grade, Lettering, Look, Place, Transition, Wipe
from studio.timeline.look_edits import change_look
from studio.ui.clip_number import MIXED, Number
from studio.ui.clip_panel import ClipPanel
from studio.ui.clip_part import ClipPart
from tests.ui.timelines import CTRL, EditRoom, mouse, small_film

K = Qt.Key


class PanelRoom(EditRoom):
    """The edit page with the inspector of clips in front."""

    def __init__(self, studio: Studio, qtbot: QtBot, folder: Path) -> None:
        super().__init__(studio, qtbot, folder, small_film())
        self.qtbot = qtbot
        qtbot.keyClick(self.window, K.Key_F9)
        assert self.panel.isVisible()

    @property
    def panel(self) -> ClipPanel:
        return self.window.edit.clip_panel

    def number(self, part: str, name: str) -> Number:
        """A number of a part whose section is unfolded."""
        self.unfold(part)
        return self.panel.part(part).numbers[name]

    def unfold(self, part: str) -> ClipPart:
        section = self.panel.sections[part]
        assert section.isVisible(), part
        if not section.head.isChecked():
            self.qtbot.mouseClick(section.head, Qt.MouseButton.LeftButton)
        return section.part  # type: ignore[return-value]

    def tick(self, box: QWidget) -> None:
        """A click on the square of a mark."""
        self.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))

    def type(self, field: Number, text: str) -> None:
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, K.Key_Return)

    def pick(self, box: QComboBox, value: object) -> None:
        """By keys, as a maker does who has no mouse."""
        box.setFocus()
        row = box.findData(value)
        while box.currentIndex() != row:
            key = K.Key_Down if box.currentIndex() < row else K.Key_Up
            self.qtbot.keyClick(box, key)


@pytest.fixture
def room(studio: Studio, qtbot: QtBot, tmp_path: Path) -> PanelRoom:
    return PanelRoom(studio, qtbot, tmp_path / "small.reel")


def label_of(room: PanelRoom, field: Number) -> QWidget:
    grid = field.parentWidget()
    assert grid is not None
    return next(
        label
        for label in grid.findChildren(QWidget)
        if getattr(label, "buddy", lambda: None)() is field
    )


def scrub(widget: QWidget, by: int) -> None:
    """A drag on a widget that is not ended yet."""
    start = widget.rect().center()
    mouse(widget, QEvent.Type.MouseButtonPress, start)
    for part in (0.3, 1.0):
        mouse(widget, QEvent.Type.MouseMove, start + QPoint(round(by * part), 0))


def test_without_a_choice_it_says_what_to_do_and_has_the_room_tone(room: PanelRoom) -> None:
    assert room.panel.empty.isVisible()
    assert not room.panel.sections["picture"].isVisible()
    assert room.panel.sections["room"].isVisible()
    room.unfold("room")
    room.tick(room.panel.room.on)
    assert room.film.cut.room_tone == -60
    room.type(room.panel.room.level, "-55")
    assert room.film.cut.room_tone == -55
    room.qtbot.keyClick(room.window, K.Key_Z, CTRL)
    room.qtbot.keyClick(room.window, K.Key_Z, CTRL)
    assert room.film.cut.room_tone is None


def test_a_caption_of_a_line_says_where_its_words_are(room: PanelRoom) -> None:
    text = next(track for track in room.film.cut.tracks if track.kind is TrackKind.TEXT)
    room.session.choose_clips([text.clips[0].id])
    assert room.panel.empty.isVisible()
    assert "double-click" in room.panel.empty.text()
    room.session.choose_clips([room.film.cut.tracks[0].clips[0].id])
    assert not room.panel.empty.isVisible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_numbers_of_a_picture_stand_in_two_columns_alike(room: PanelRoom) -> None:
    room.session.choose_clips([room.film.cut.tracks[0].clips[0].id])
    left, right = room.number("picture", "x"), room.number("picture", "y")
    QApplication.processEvents()
    assert abs(left.width() - right.width()) <= 2


def test_typed_numbers_are_steps_of_undo(room: PanelRoom) -> None:
    room.click(room.point(10))
    assert room.panel.sections["picture"].isVisible()
    assert room.panel.sections["sound"].isVisible(), "its sound is chosen with it"
    before = room.film
    room.type(room.number("picture", "scale"), "150")
    assert room.clip(0).look == Look(place=Place(scale=1.5))
    room.type(room.number("picture", "opacity"), "40")
    assert room.clip(0).look == Look(place=Place(scale=1.5), opacity=0.4)
    assert room.desk.document.undo_label == "Change opacity"
    room.qtbot.keyClick(room.window, K.Key_Z, CTRL)
    room.qtbot.keyClick(room.window, K.Key_Z, CTRL)
    assert room.film is before
    assert room.number("picture", "scale").text() == "100.0 %"


def test_a_drag_of_a_label_is_one_step_and_escape_breaks_it_off(room: PanelRoom) -> None:
    room.click(room.point(10))
    before = room.film
    field = room.number("picture", "x")
    label = label_of(room, field)
    scrub(label, 60)
    look = room.clip(0).look
    assert look is not None
    assert look.place.x == pytest.approx(0.2), "20 steps of one per cent, seen while it is dragged"
    mouse(label, QEvent.Type.MouseButtonRelease, label.rect().center())
    assert room.desk.document.steps == (("Place picture",), ())
    assert field.value() == 20
    scrub(label, -90)
    assert field.value() == -10
    room.qtbot.keyClick(room.window, K.Key_Escape)
    assert field.value() == 20
    assert room.desk.document.steps == (("Place picture",), ())
    mouse(label, QEvent.Type.MouseButtonRelease, label.rect().center())
    room.qtbot.mouseDClick(label, Qt.MouseButton.LeftButton)
    assert room.film.cut == before.cut, "a double click resets"


def test_the_number_itself_is_dragged_too_while_nobody_types(room: PanelRoom) -> None:
    room.click(room.point(10))
    field = room.number("colour", "exposure")
    scrub(field.lineEdit(), 30)
    mouse(field.lineEdit(), QEvent.Type.MouseButtonRelease, QPoint(5, 5))
    assert room.clip(0).look == Look(grade=Grade(exposure=0.5))
    assert not field.hasFocus()


def test_different_values_are_shown_as_such_and_become_one(room: PanelRoom) -> None:
    room.desk.edit("look", change_look, [room.clip(0).id], opacity=0.5, blend=Blend.SCREEN)
    room.session.choose_clips([room.clip(0).id, room.clip(1).id])
    field = room.number("picture", "opacity")
    assert field.mixed
    assert field.lineEdit().text() == MIXED
    assert room.panel.picture.blend.currentIndex() == -1
    field.setFocus()
    field.clearFocus()
    assert field.lineEdit().text() == MIXED
    assert room.clip(0).look == Look(opacity=0.5, blend=Blend.SCREEN)
    room.type(field, "50")
    assert room.clip(0).look == Look(opacity=0.5, blend=Blend.SCREEN)
    assert room.clip(1).look == Look(opacity=0.5), "the first one's own value counts for both"
    assert not field.mixed


def test_lists_and_marks_change_the_picture(room: PanelRoom) -> None:
    room.click(room.point(10))
    room.pick(room.panel.picture.fit, Fit.BLUR)
    room.pick(room.panel.picture.blend, Blend.ADD)
    room.tick(room.panel.picture.mirrored)
    look = Look(fit=Fit.BLUR, blend=Blend.ADD, place=Place(mirrored=True))
    assert room.clip(0).look == look
    room.pick(room.panel.picture.ratio, "9:16")
    room.type(room.number("picture", "focus_x"), "80")
    assert room.clip(0).look is not None
    assert [f.ratio for f in room.clip(0).look.focus] == ["9:16"]  # type: ignore[union-attr]
    picture = room.panel.picture
    assert picture.ratio.currentText().endswith("\u2022"), "it has a focus of its own"
    room.type(room.number("picture", "focus_scale"), "55")
    room.pick(picture.ground, Fit.BARS)
    (focus,) = room.clip(0).look.focus  # type: ignore[union-attr]
    assert (focus.scale, focus.ground.value) == (0.55, "bars")
    room.tick(picture.usual)
    assert room.clip(0).look == look
    assert not picture.usual.isEnabled()
    assert picture.ratio.currentText() == "9:16"
    room.type(room.number("picture", "focus_x"), "80")
    room.window.actions_table.trigger("clip.reset_look")
    assert room.clip(0).look is None


def test_speed_is_changed_with_its_sound_and_later_clips_follow(room: PanelRoom) -> None:
    room.click(room.point(60))
    room.type(room.number("pace", "speed"), "200")
    assert room.lane(0) == [(0, 48, 0), (48, 12, 0), (60, 60, 0)]
    assert room.lane(0) == room.lane(1)
    assert room.clip(1).speed == room.clip(1, 1).speed == 2
    room.tick(room.panel.pace.backwards)
    assert room.clip(1).speed == -2
    assert room.panel.pace.backwards.isChecked()
    room.type(room.number("pace", "speed"), "100")
    assert room.clip(1).speed == -1
    room.tick(room.panel.pace.still)
    assert room.clip(1).speed == 0
    assert not room.number("pace", "speed").isEnabled()
    assert check(room.film) == ()


def test_transitions_at_both_ends_and_no_longer_than_fits(room: PanelRoom) -> None:
    room.click(room.point(60))
    part = room.panel.transitions
    room.unfold("transitions")
    starts, ends = part.kinds.values()
    room.pick(starts, Wipe.WHIP)
    room.pick(ends, Wipe.DIP_BLACK)
    assert room.clip(1).entry == Transition(kind=Wipe.WHIP, frames=12)
    assert room.clip(2).entry == Transition(kind=Wipe.DIP_BLACK, frames=12)
    room.type(room.number("transitions", "length_start"), "400")
    assert room.clip(1).entry == Transition(kind=Wipe.WHIP, frames=36)
    assert part.note.isVisible()
    assert "36" in part.note.text()
    room.type(room.number("transitions", "length_start"), "8")
    assert not part.note.isVisible()
    room.pick(starts, None)
    assert room.clip(1).entry is None
    assert not room.number("transitions", "length_start").isEnabled()


def test_gain_pan_and_fades(room: PanelRoom) -> None:
    room.click(room.point(60))
    room.type(room.number("sound", "gain"), "-6")
    room.type(room.number("sound", "pan"), "-50")
    room.type(room.number("sound", "fade_in"), "500")
    clip = room.clip(1, 1)
    assert (clip.gain, clip.pan, clip.fade_in) == (-6, -0.5, 24), "as long as the clip"
    room.type(room.number("sound", "track_pan"), "25")
    assert room.film.cut.tracks[1].pan == 0.25


def test_a_title_is_added_typed_and_coloured(room: PanelRoom) -> None:
    room.session.move_playhead(30)
    room.view.setFocus()
    room.qtbot.keyClick(room.window, K.Key_T)
    text = room.panel.text.text
    assert text.hasFocus()
    assert room.session.playhead == 30 + room.film.titles[0].fade, "where it is seen"
    room.qtbot.keyClicks(text, "Dawn")
    assert room.film.titles[0].text == "Dawn"
    room.pick(room.panel.text.lettering, Lettering.QUOTE)
    room.panel.text.paint_in(QColor("#ff8800"))
    room.type(room.number("title", "title_scale"), "150")
    title = room.film.titles[0]
    assert (title.lettering, title.colour, title.scale) == (Lettering.QUOTE, "#ff8800", 1.5)
    track = room.film.cut.tracks[-1]
    assert (track.role, [(c.start, c.frames) for c in track.clips]) == ("titles", [(30, 96)])
    assert room.desk.document.steps[0][0] == "Add title"
    room.view.setFocus()
    room.qtbot.keyClick(room.window, K.Key_Delete)
    assert room.film.titles == ()
    assert check(room.film) == ()


def test_a_colour_table_comes_from_a_file(room: PanelRoom, tmp_path: Path) -> None:
    table = tmp_path / "warm.cube"
    table.write_text("LUT_1D_SIZE 2\n0 0 0\n1 0.9 0.8\n", encoding="utf-8")
    room.click(room.point(10))
    room.unfold("colour")
    room.panel.colour.bring(str(table))
    room.qtbot.waitUntil(lambda: bool(room.film.luts))
    lut = room.film.luts[0]
    assert room.clip(0).look == Look(grade=Grade(lut=lut.id))
    assert room.panel.colour.lut.currentText() == "warm"
    assert (room.desk.folder / lut.path).is_file()
    room.type(room.number("colour", "lut_strength"), "50")
    assert room.clip(0).look == Look(grade=Grade(lut=lut.id, lut_strength=0.5))
    room.pick(room.panel.colour.lut, None)
    assert room.clip(0).look == Look(grade=Grade(lut_strength=0.5))


def test_a_file_that_is_no_table_is_said(room: PanelRoom, tmp_path: Path) -> None:
    odd = tmp_path / "odd.cube"
    odd.write_text("hello", encoding="utf-8")
    room.click(room.point(10))
    with room.qtbot.waitSignal(room.desk.refused) as said:
        room.panel.colour.bring(str(odd))
    assert said.args is not None
    assert "odd.cube" in said.args[0].text("en")
    assert room.film.luts == ()


def test_keys_act_on_what_is_chosen(room: PanelRoom) -> None:
    room.click(room.point(60))
    room.view.setFocus()
    room.qtbot.keyClick(room.window, K.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert room.clip(1).entry == Transition(frames=24)
    alt = CTRL | Qt.KeyboardModifier.AltModifier
    room.qtbot.keyClick(room.window, K.Key_D, alt)
    assert room.clip(1).entry is None
    room.session.move_playhead(100)
    room.qtbot.keyClick(room.window, K.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert room.clip(2).entry == Transition(frames=24), "the nearest cut"
    room.qtbot.keyClick(room.window, K.Key_R, alt)
    assert room.clip(1).speed == -1
    room.session.move_playhead(60)
    room.qtbot.keyClick(room.window, K.Key_H, alt)
    assert room.lane(0)[1][1] == 12
    assert room.clip(2).speed == 0
    assert room.clip(2).frames == 48
    assert check(room.film) == ()


def test_looks_are_copied_to_other_clips(room: PanelRoom) -> None:
    room.click(room.point(10))
    room.type(room.number("picture", "opacity"), "50")
    room.type(room.number("sound", "gain"), "-9")
    room.view.setFocus()
    room.qtbot.keyClick(room.window, K.Key_C, CTRL)
    room.click(room.point(60))
    room.qtbot.keyClick(room.window, K.Key_V, CTRL | Qt.KeyboardModifier.AltModifier)
    assert room.clip(1).look == Look(opacity=0.5)
    assert room.clip(1, 1).gain == -9
    assert room.clip(1).speed == Fraction(1)
    assert room.desk.document.undo_label == "Paste attributes"
