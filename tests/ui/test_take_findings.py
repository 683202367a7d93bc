"""What was found is seen where takes and cards are: order, rates, marks that lead to the place."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from studio.app import Studio
from studio.backends.fake import Rule
from studio.review.finding import At, Finding, Report, fault, remarked
from studio.settings import load
from studio.timeline.queries import shots
from studio.timeline.take import Take
from studio.ui.shot_rows import COLUMNS
from studio.ui.take_standing import Standing
from studio.ui.window import FilmWindow
from tests.review.test_lag import short
from tests.ui.films import end, opened, service, studio_with
from tests.ui.test_takes import FIRST, NEXT, click, item, made, part_of, shot_of, takes_of

LEFT = Qt.MouseButton.LeftButton
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHOT = COLUMNS.index("shot")
FLICKER = fault(
    "flicker", "flicker", At(first=12, frames=3),
    values={"times": 6, "seconds": "0.1", "second": "0.5", "frame": 12},
)  # fmt: skip
SOFT = remarked(
    fault("blur", "blurred", At(first=18, frames=2),
          values={"seconds": "0.1", "second": "0.8", "frame": 18})
)  # fmt: skip


def report(*findings: Finding) -> Report:
    return Report(
        name="a.mov", sha256="0" * 64, frames=24, seconds=1.0,
        checked=("flicker", "blur"), findings=findings,
    )  # fmt: skip


def tell(window: FilmWindow, take: Take, *findings: Finding) -> None:
    """As if the inspector had looked at a take."""
    reviews = window.board.kit.reviews
    reviews._reports[take.id] = report(*findings)
    reviews.changed.emit(take.id)


def lying(window: FilmWindow) -> list[str]:
    """The takes in the strip as they lie, by the numbers that are read under them."""
    strip = part_of(window).strip
    return [strip.item(row).text().split()[0] for row in range(strip.count())]


def test_takes_lie_in_the_order_that_was_chosen_and_it_is_remembered(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=3)
    part, (first, second, third) = part_of(window), takes_of(window)
    assert lying(window) == ["1", "2", "3"]
    newest, best = part.order.menu().actions()[1:]
    newest.trigger()
    assert lying(window) == ["3", "2", "1"]
    click(window, 2)
    assert part.deeds.take == first
    best.trigger()
    tell(window, first)
    tell(window, second, SOFT)
    tell(window, third, FLICKER)
    assert lying(window) == ["1", "2", "3"]
    assert part.deeds.take == first, "the cursor stays on its take"
    window.actions_table.trigger("take.by_newest")
    assert window.actions_table.qaction("take.by_newest").isChecked()
    window.actions_table.trigger("take.by_best")
    click(window, 2)
    window.actions_table.trigger("take.overrule")  # now the newest of those that passed
    assert lying(window) == ["3", "1", "2"]
    window.actions_table.trigger("edit.undo")
    assert lying(window) == ["1", "2", "3"]
    assert takes_of(window) == [first, second, third]
    assert load(tmp_path / "settings.json").take_order == "best"


def test_what_was_inspected_is_known_when_the_film_is_opened_again(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=1)
    (take,) = takes_of(window)
    part_of(window).deeds.act("inspect")
    reviews = window.board.kit.reviews
    qtbot.waitUntil(lambda: reviews.of(shot_of(window), take) is not None, timeout=30_000)
    stood = reviews.standing(shot_of(window), take)
    assert stood is not Standing.UNSEEN
    window.session.order_takes("newest")
    folder = window.desk.folder
    window.desk.save_now()
    end(studios.pop())
    studio = studio_with(tmp_path, qapp, fake=service(tmp_path, Rule(make="card")))
    studios.append(studio)
    window = opened(studio, folder, qtbot)
    window.session.choose_shots([FIRST])
    reviews = window.board.kit.reviews
    qtbot.waitUntil(lambda: reviews.standing(shot_of(window), take) is stood, timeout=10_000)
    assert part_of(window).order.text() == "Newest first"
    assert "inspected" in item(part_of(window).strip, 0).toolTip()
    qtbot.waitUntil(lambda: not window.board.board.mark_of(FIRST).isEmpty())


def test_sound_that_is_late_in_all_takes_of_a_backend_is_told_over_them(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=3, ahead=False)
    part, takes = part_of(window), takes_of(window)
    for number, take in enumerate(takes):
        assert part.lag.isHidden()
        late = report().model_copy(update={"lips": short(0.2, number, own=0.3)})
        window.board.kit.reviews.learn(take.id, late)
    assert part.lag.isVisible()
    assert window.desk.backends["fake"].offer.title in part.lag.text()
    assert "ms later than the lips" in part.lag.text()
    window.session.choose_shots([NEXT])
    qtbot.waitUntil(part.lag.isHidden)  # a shot without takes


def test_the_usable_rate_is_told_where_takes_are_chosen_and_compared(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=2)
    part, (first, second) = part_of(window), takes_of(window)
    assert part.rate.text() == ""
    tell(window, first)
    tell(window, second, FLICKER)
    assert "shot 1/2" in part.rate.text()
    assert "film 1/2" in part.rate.text()
    assert window.desk.backends["fake"].offer.title + " 1/2" in part.rate.text()
    part.strip.selectAll()
    part.deeds.act("compare")
    assert part.deeds.comparing is not None
    left, right = part.deeds.comparing.sides
    assert "inspected: usable" in left.note.text()
    assert "flickers" in right.note.text()
    assert "film 1/2" in right.note.text()
    part.deeds.comparing.close()


def test_the_mark_of_a_card_tells_the_reason_and_leads_to_the_place(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=1)
    (take,), board = takes_of(window), window.board.board
    assert board.mark_of(FIRST).isEmpty()
    tell(window, take, SOFT, FLICKER)
    spot, view = board.mark_of(FIRST), board.viewport()
    assert board.rect_of(FIRST).contains(spot)
    image = view.grab(QRect(spot.left() - 1, spot.top() + 5, spot.width(), 1)).toImage()
    bad = window.board.kit.theme.bad
    assert any(image.pixelColor(x, 0).name() == bad for x in range(image.width()))
    at = spot.center()
    hint = QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, hint)
    assert "flickers 6 times a second" in QToolTip.text()
    QToolTip.hideText()
    assert "flickers 6 times" in board.accessibleDescription()
    others = [shot.id for shot in shots(window.desk.project) if shot.id != FIRST]
    window.session.choose_shots(others[:1])
    assert "flickers" not in board.accessibleDescription()
    board.verticalScrollBar().setValue(0)
    deck = window.board.viewer.deck
    QTest.mouseClick(view, LEFT, pos=board.mark_of(FIRST).center())
    assert window.session.shots == (FIRST,)
    qtbot.waitUntil(lambda: deck.ready and deck.player.frame == 12, timeout=10_000)
    assert "flickers" in window.said.text()
    QTest.keyClick(window, Qt.Key.Key_N, CONTROL | ALT)
    qtbot.waitUntil(lambda: deck.player.frame == 18, timeout=10_000)
    QTest.keyClick(window, Qt.Key.Key_N, CONTROL | ALT)
    qtbot.waitUntil(lambda: deck.player.frame == 12, timeout=10_000)


def test_the_row_of_a_shot_has_the_mark_too(
    studios: list[Studio], qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    window = made(studios, qapp, qtbot, tmp_path, takes=1)
    (take,), table = takes_of(window), window.board.table
    window.board.show_table()
    index = table.shots.index(0, SHOT)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    tell(window, take, FLICKER)
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None
    assert "flickers" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "flickers" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    table.scrollTo(index)
    at = table.visualRect(index).topRight() + QPoint(-10, 15)
    deck = window.board.viewer.deck
    QTest.mouseClick(table.viewport(), LEFT, pos=at)
    qtbot.waitUntil(lambda: deck.ready and deck.player.frame == 12, timeout=10_000)
