"""How long the timeline takes to paint a step, on 5,000 clips, beside a plain full repaint.

    QT_QPA_PLATFORM=offscreen python benchmarks/timeline.py [--clips 5000] [--steps 60]

Each figure is the milliseconds from the change until the widget is painted: median / 95th of a
hundred by the clock, and in brackets the median of CPU time, which a busy machine changes less.
"plain" paints every clip in view anew at each step, as a widget without tiles does; both run in
this process, one after the other, on the same film. Last, a film of 1,000 shots is opened.
"""

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import PySide6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from studio.jobs.ledger import ledger
from studio.jobs.thread import LoopThread
from studio.script.planner import GrammarPlanner
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.cutting import Edge, trim
from studio.timeline.project import Project
from studio.timeline.rate import Rate
from studio.timeline.store import create, open_folder
from studio.timeline.story import Scene, Shot
from studio.timeline.take import Take, TakeFile
from studio.ui.desk import Desk
from studio.ui.session import Session
from studio.ui.theme import DARK, dress
from studio.ui.timeline_cost import CostLane
from studio.ui.timeline_scale import Scale
from studio.ui.timeline_state import TimelineState
from studio.ui.timeline_view import TimelineView
from studio.ui.window import FilmWindow
from studio.ui.words import Words

WIDE, TALL = 1600, 400
NEAR, FAR = 40 / 24, 4 / 24  # pixels a frame


def film(clips: int) -> Project:
    """`clips` clips on two tracks of pictures and three of sounds, some two seconds each."""
    each = clips // 5
    shots = tuple(
        Shot(id=f"sh_{n:08}", prompt=f"Shot {n} of the long film", frames=24 + n * 7 % 48)
        for n in range(each)
    )
    tracks: list[Track] = []
    for number in range(5):
        start, lane = 0, list[Clip]()
        for shot in shots:
            lane.append(
                Clip(id=f"cl_{number}{len(lane):07}", owner=shot.id, start=start,
                     frames=shot.frames, link=f"ln_{len(lane):08}" if number in (0, 2) else None)
            )  # fmt: skip
            start += shot.frames
        kind = TrackKind.PICTURE if number < 2 else TrackKind.SOUND
        tracks.append(
            Track(id=f"tr_{number:08}", name=f"Track {number}", kind=kind, clips=tuple(lane))
        )
    scene = Scene(id="sc_00000001", shots=shots)
    return Project(rate=Rate(num=24), scenes=(scene,), cut=Cut(tracks=tuple(tracks)))


def takes(project: Project) -> dict[str, list[Take]]:
    """A take for every shot."""
    file = TakeFile(path="media/none.mov", sha256="0" * 64, bytes=1)
    return {
        shot.id: [
            Take(id=f"tk{shot.id[2:]}", owner=shot.id, job="jb_00000001", backend="test",
                 kind="video", files=(file,), request={}, created="2026-01-01T00:00:00+00:00",
                 rate=project.rate, frames=shot.frames, width=1920, height=1080, has_sound=True)
        ]
        for shot in project.scenes[0].shots
    }  # fmt: skip


class Media:
    """Strips and peaks that are there already, as after the first look at a film."""

    def __init__(self) -> None:
        self._strip = QImage(128 * 6, 72, QImage.Format.Format_RGB32)
        self._strip.fill(Qt.GlobalColor.darkCyan)
        self._peaks = np.random.default_rng(1).integers(0, 255, 400, np.uint8)

    def rest(self, _resting: bool) -> None:
        pass

    def strip(self, _take: Take) -> QImage:
        return self._strip

    def peaks(self, _take: Take) -> object:
        return self._peaks


class Plain(TimelineView):
    """The reference: no tiles, every clip in view is painted at every step."""

    def __init__(self, *words: object) -> None:
        super().__init__(*words)
        self.sheet.sharpen = self.sheet.look_ahead = lambda: None

    @property
    def sharp(self) -> bool:
        return True

    def paintEvent(self, event: object) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), Qt.GlobalColor.black)
            for lane in self.lanes.lanes:
                painter.save()
                painter.translate(0, lane.top - self.top)
                self.clip_painter.paint(painter, lane, self.state.scale, self.left, WIDE,
                                    self.desk.project.rate)  # fmt: skip
                painter.restore()
            self.overlay.paint(painter, self.viewport().rect())


Times = tuple[float, float]  # milliseconds by the clock, and of this thread's CPU


def timed(view: TimelineView, step: Callable[[int], object], steps: int) -> str:
    """A step and its paint, many times."""
    return told([spent(step, number) for number in range(steps)])


def spent(step: Callable[[int], object], number: int) -> Times:
    """What one step and its paint took."""
    begin, work = time.perf_counter(), time.thread_time()
    step(number)
    QApplication.processEvents()
    return (time.perf_counter() - begin) * 1000, (time.thread_time() - work) * 1000


def told(taken: list[Times]) -> str:
    """Median and 95th of a hundred by the clock, and the median of CPU."""
    wall = sorted(each[0] for each in taken)
    work = statistics.median(each[1] for each in taken)
    return f"{statistics.median(wall):6.2f} / {wall[int(len(wall) * 0.95)]:6.2f} ({work:6.2f})"


def measure(view: TimelineView, steps: int) -> dict[str, str]:
    """Every figure of one widget."""
    bar, session = view.horizontalScrollBar(), view.session
    found: dict[str, str] = {}
    for name, scale in (("near", NEAR), ("far", FAR)):
        view.state.rescale(Scale(scale))
        bar.setValue(4000)
        QApplication.processEvents()
        found[f"scroll {name}"] = timed(view, lambda n: bar.setValue(4000 + 37 * n), steps)
        first = view.state.scale.frame(bar.value() + 100)
        found[f"playhead {name}"] = timed(
            view, lambda n, f=first: session.move_playhead(f + n), steps
        )
        found[f"zoom {name}"] = zoomed(view, Scale(scale), steps, whole=False)
        found[f"zoom {name}, sharp"] = zoomed(view, Scale(scale), steps, whole=True)
    view.state.rescale(Scale(NEAR))
    bar.setValue(4000)
    QApplication.processEvents()
    found["drag a clip"] = dragged(view, steps)
    found["edit to repaint"] = edited(view, steps)
    return found


def edited(view: TimelineView, steps: int) -> str:
    """A trim in view, and its undo, each as a step of the document until it is painted."""
    lane = view.lanes.of("tr_00000000")
    assert lane is not None
    clip = next(c for c in lane.track.clips if view.state.scale.x(c.start) > view.left + 300)
    document = view.desk.document

    def step(number: int) -> None:
        if number % 2:
            document.undo()
        else:
            document.apply("Trim", trim, clip.id, Edge.END, clip.end - 1 - number % 9)

    settle(view)
    return timed(view, step, steps)


def opened(shots: int) -> tuple[float, float]:
    """Milliseconds and CPU milliseconds from a film's folder to the timeline painted whole.

    The window is the real one, on the edit page; the film has `shots` shots, each with a take.
    """
    film_of = film(shots * 5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "open.reel"
        create(folder, film_of).close()
        loop = LoopThread()
        begin, cpu = time.perf_counter(), time.process_time()
        desk = Desk(loop, open_folder(folder), {})
        desk.takes = takes(film_of)
        window = FilmWindow(desk, GrammarPlanner(), DARK.copy(), Words("en"))
        window.edit.timeline.view.media = window.edit.timeline.view.clip_painter._media = Media()
        window.session.turn_to("edit")
        window.resize(1600, 900)
        window.show()
        while not window.edit.timeline.view.tiles.painted:
            QApplication.processEvents()
        taken = (time.perf_counter() - begin) * 1000, (time.process_time() - cpu) * 1000
        desk.close()
        window.hide()
        window.deleteLater()
        QApplication.processEvents()
        loop.stop()
    return taken


def zoomed(view: TimelineView, start: Scale, steps: int, *, whole: bool) -> str:
    """Zoom steps at a point, eight out and eight in, with nothing painted at those scales before.

    `whole`: until all is painted sharp; else until the step is seen.
    """

    def step(number: int) -> None:
        view.zoom(1 if number // 8 % 2 else -1, 700)
        while whole and not view.sharp:
            view.sheet.hasten()  # the rest after the last step is not work
            QApplication.processEvents()

    view.state.rescale(start)
    view.tiles.clear()
    settle(view)
    taken: list[Times] = []
    for number in range(steps):
        taken.append(spent(step, number))
        if number % 8 == 7:
            settle(view)
            view.tiles.clear()
            settle(view)
    return told(taken)


def costs(view: TimelineView, steps: int) -> dict[str, str]:
    """Scrolling with the lane of costs over the lanes, each clip of the main picture with money."""
    desk = view.desk
    paid = [
        take.evolve(cost=Decimal("0.84"), job=f"jb{take.owner[2:]}")
        for each in desk.takes.values()
        for take in each
    ]
    desk.costs._book = ledger(desk.project, paid, ())
    lane = CostLane(view, DARK, Words("en", "ui_edit"))
    lane.resize(WIDE, lane.height())
    lane.show()
    bar = view.horizontalScrollBar()
    found: dict[str, str] = {}
    for name, scale in (("near", NEAR), ("far", FAR)):
        view.state.rescale(Scale(scale))
        bar.setValue(4000)
        settle(view)
        found[f"scroll {name}, costs"] = timed(view, lambda n: bar.setValue(4000 + 37 * n), steps)
    lane.close()
    return found


def settle(view: TimelineView) -> None:
    """Let the widget finish what it paints."""
    view.viewport().update()
    QApplication.processEvents()
    while not view.sharp:
        QApplication.processEvents()


def dragged(view: TimelineView, steps: int) -> str:
    """A clip and its sound are moved over others, live."""
    lane = view.lanes.of("tr_00000000")
    assert lane is not None
    clip = next(c for c in lane.track.clips if view.state.scale.x(c.start) > view.left + 300)
    start = view.rect_of(clip.id).center()

    def send(kind: QEvent.Type, at: QPoint) -> None:
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, QPointF(at), QPointF(at), left, left, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(view.viewport(), event)

    send(QEvent.Type.MouseButtonPress, start)
    figures = timed(
        view, lambda n: send(QEvent.Type.MouseMove, start + QPoint(6 + n * 5, 0)), steps
    )
    view.break_off()
    return figures


def main() -> None:
    """Print both columns and the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=5000)
    parser.add_argument("--steps", type=int, default=60)
    words = parser.parse_args()
    app = QApplication([])
    dress(app, DARK)
    loop = LoopThread()
    results: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        project = film(words.clips)
        desk = Desk(loop, create(Path(name) / "long.reel", project), {})
        desk.takes = takes(project)
        for kind in (TimelineView, Plain):
            view = kind(desk, Session(), TimelineState(), DARK, Words("en", "ui_edit"))
            view.media = view.clip_painter._media = Media()
            view.resize(WIDE, TALL)
            view.show()
            QApplication.processEvents()
            results.append(measure(view, words.steps) | costs(view, words.steps))
            view.close()
        desk.close()
    loop.stop()
    cpu = platform.processor() or platform.machine()
    print(
        f"{words.clips} clips, 5 tracks, {WIDE}x{TALL}, {words.steps} steps; "
        "ms, median / p95 (CPU median)"
    )
    print(f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"PySide6 {PySide6.__version__}, {app.platformName()}")  # fmt: skip
    print(f"{'':18} {'tiles':>24} {'plain':>24}")
    for name, figures in results[0].items():
        print(f"{name:18} {figures:>24} {results[1][name]:>24}")
    times = sorted(opened(1000) for _ in range(5))
    wall, work = times[2][0], sorted(each[1] for each in times)[2]
    print(f"open a film of 1,000 shots and 5,000 clips to the first paint of its edit page: "
          f"{wall:.0f} ms, {work:.0f} ms of them CPU (median of 5)")  # fmt: skip


if __name__ == "__main__":
    main()
