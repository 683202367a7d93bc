"""A thread that has the pictures of a programme ready before they are wanted, and keeps some."""

import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from studio.errors import Cancelled, StudioError
from studio.render.delivery import Delivery
from studio.render.finishing import Finishing
from studio.render.light import Light
from studio.render.picture_job import PictureJob
from studio.render.picture_store import Picture, PictureStore
from studio.render.picture_wishes import PATIENCE, Wishes
from studio.render.preview import Reel
from studio.render.programme import Programme
from studio.render.scratch import working_folder
from studio.render.standins import StandIns

BUDGET = 192 << 20  # bytes of pictures kept
CALM = 0.04  # seconds for which a quick frame stands before those beside it are read
_AROUND = 4  # segments on each side whose stand-ins are opened while a frame rests
_PACE = 60  # pictures a second that reading on gives at least; what a slow seek is weighed against


class PictureFeed:
    """Asked for frames in the order they will be wanted, it fetches what it has not.

    Everything may be called from one thread while its own thread works; `ready` is called on that
    one when a picture has come.
    """

    def __init__(
        self, ready: Callable[[], None], budget: int = BUDGET, standins: StandIns | None = None,
        calm: float = CALM,
    ) -> None:  # fmt: skip
        """With `standins` pictures come from those; the frame at rest comes from the takes."""
        self._ready, self._calm = ready, calm
        self._light = Light(standins) if standins is not None else None
        self._finishing = Finishing(self._finished) if standins is not None else None
        self._resting: int | None = None  # the frame that shall be as fine as it gets
        self._since = 0.0  # when it began to rest
        self._store = PictureStore(budget)
        self._condition = threading.Condition()
        self._wishes = Wishes()
        self._patience = PATIENCE
        self._programme: Programme | None = None
        self._job: PictureJob | None = None
        self._closed = False
        self._stack = ExitStack()
        self._titles = self._stack.enter_context(working_folder("studio-titles-"))
        self._captions: Path | None = None
        self._loads = 0
        self._thread = threading.Thread(target=self._run, name="studio-pictures")
        self._thread.start()

    @property
    def depth(self) -> int:
        """How many pictures ahead it may be asked for."""
        return self._store.depth

    @property
    def last(self) -> Picture | None:
        """The picture that came last."""
        with self._condition:
            return self._store.last

    def load(self, programme: Programme, width: int, height: int) -> None:
        """Play something else, or at another size; what looks the same stays."""
        with self._condition:
            store = self._store
            same = programme.looks_like(self._programme) and store.shape == (width, height)
            self._programme, store.shape = programme, (width, height)
            store.fail(programme.faults, only=True)
            self._condition.notify()
            if same:
                return
            self._drop(self._job)
            self._rest_on(None)
            store.clear()
            self._wishes = Wishes()
            self._captions = self._written(programme)
            if self._light is not None:
                self._light.whole = Delivery.of(programme.project)

    def want(
        self, frames: Sequence[int], *, lead: int = 0, patient: bool = False, resting: bool = False
    ) -> None:
        """Frames in the order of need. A seek under way for another is ended, unless `patient`.

        A seek made while playing aims `lead` places further, where the clock will be by then.
        `resting`: the first one stands, and is to be as fine as in the exported film.
        """
        with self._condition:
            self._wishes = Wishes.of(frames, lead)
            self._rest_on(frames[0] if resting and frames else None)
            if not patient:
                self._give_up()
            self._condition.notify()

    def get(self, frame: int) -> Picture | None:
        """A frame's picture, if it is there."""
        with self._condition:
            return self._store.get(frame)

    def has(self, frame: int) -> bool:
        """Whether a frame's picture is there, or never will be."""
        with self._condition:
            return self._store.has(frame)

    def fault(self, frame: int) -> StudioError | None:
        """Why a frame has no picture."""
        with self._condition:
            return self._store.fault(frame)

    def nearest(self, frame: int, after: int, forward: bool) -> Picture | None:
        """The picture there is that is nearest to `frame`, of those between it and `after`."""
        with self._condition:
            return self._store.nearest(frame, after, forward)

    def rest(self) -> None:
        """End what runs; the pictures there are stay."""
        with self._condition:
            self._wishes = Wishes()
            self._rest_on(None)
            self._drop(self._job)

    def close(self) -> None:
        """End the threads and every process."""
        with self._condition:
            self._closed = True
            self._drop(self._job)
            self._condition.notify()
        self._thread.join()
        if self._finishing is not None:
            self._finishing.close()
        self._stack.close()

    def _rest_on(self, frame: int | None) -> None:
        """See that the frame that stands becomes a fine one, once a light one of it is there."""
        if frame != self._resting:
            self._resting, self._since = frame, time.monotonic()
        if self._finishing is None:
            return
        if frame is not None and self._store.is_light(frame):
            self._finishing.want(frame, partial(self._reel, frame))
        else:
            self._finishing.drop()

    def _finished(self, frame: int, data: bytes | memoryview) -> None:
        """On the thread that reads it: the picture of the frame that stands."""
        with self._condition:
            if self._resting != frame or len(data) != self._store.weight:
                return
            self._store.refine(Picture(frame, *self._store.shape, data))
        self._ready()

    def _written(self, programme: Programme) -> Path | None:
        text = programme.titles(programme.delivery(*self._store.shape))
        if text is None:
            return None
        self._loads += 1  # a reel that is being ended may still read the file of before
        path = self._titles / f"{self._loads}.ass"
        path.write_text(text, encoding="utf-8")
        return path

    def _give_up(self) -> None:
        """End a seek for what is no longer wanted, unless it was to be shown and soon can be."""
        if self._job is not None and self._job.in_vain(self._wishes.all):
            self._drop(self._job)

    def _drop(self, job: PictureJob | None) -> None:
        if job is not None:
            job.reel.abort()
            self._job = None

    def _run(self) -> None:
        reel: Reel | None = None
        try:
            while (job := self._next()) is not None:
                if reel is not None and reel is not job.reel:
                    reel.close()
                reel = job.reel
                self._read(job)
        finally:
            if reel is not None:
                reel.close()
            if self._light is not None:
                self._light.close()

    def _next(self) -> PictureJob | None:
        """What to read from now; waits until there is something, None when closed."""
        with self._condition:
            while not self._closed:
                target = self._target()
                calm = self._to_wait() if target is not None else None
                if target is not None and not calm:
                    if not self._comes_to(target):
                        self._job = self._begin(target)
                    self._store.trim(self._wishes.all)  # before: it makes room for what is read
                    return self._job
                self._condition.wait(calm)
        return None

    def _to_wait(self) -> float:
        """Seconds to wait before reading what lies beside the frame that rests.

        The next place may be wanted at once, and is as quickly read as waited for.
        """
        if self._resting is None or not self._store.is_quick(self._resting):
            return 0.0
        return max(0.0, self._since + self._calm - time.monotonic())

    def _target(self) -> int | None:
        if self._programme is None:
            return None
        return self._wishes.target(self._store, self._comes_to)

    def _comes_to(self, frame: int) -> bool:
        """Whether what is being read comes to a frame soon."""
        return self._job is not None and self._job.reads_to(frame, self._patience)

    def _begin(self, frame: int) -> PictureJob:
        reel = self._reel(frame, self._light)
        return PictureJob(reel, frame, frame, shown=frame == self._wishes.frames[0])

    def _reel(self, frame: int, light: Light | None = None) -> Reel:
        assert self._programme is not None
        programme = self._programme
        delivery = programme.delivery(*self._store.shape)
        return Reel(
            programme.runs, programme.folder, delivery, frame, captions=self._captions, light=light
        )

    def _read(self, job: PictureJob) -> None:
        """One picture, or why there is none."""
        try:
            data = job.reel.read()
        except Cancelled:
            return
        except StudioError as error:
            self._fail(job, error)
            return
        with self._condition:
            if self._job is not job:
                return
            if data is None:
                self._job = None
                return
            reel = job.reel
            self._store.put(Picture(job.frame, *reel.size, data, reel.light, reel.quick))
            if job.frame == self._resting:
                self._rest_on(job.frame)
            if job.aim is not None:
                self._patience = max(PATIENCE, round(job.age * _PACE))
            beside = self._resting is not None and job.frame != self._resting
            job.frame += 1
            job.aim = None
        self._ready()
        if beside and reel.quick:
            self._open_around(job.frame)

    def _open_around(self, frame: int) -> None:
        """While a frame rests: the hand may come to the clips before and after it."""
        with self._condition:
            programme, shape = self._programme, self._store.shape
        if self._light is not None and programme is not None:
            here = bisect_right(programme.runs, frame, key=lambda run: run.start)
            near = programme.runs[max(0, here - _AROUND) : here + _AROUND]
            self._light.open_one(near, programme.delivery(*shape))

    def _fail(self, job: PictureJob, error: StudioError) -> None:
        """The rest of the segment has no picture."""
        with self._condition:
            if self._job is not job or self._programme is None:
                return
            run = self._programme.run_at(job.frame)
            last = run.start + run.frames if run is not None else job.frame + 1
            self._store.fail([(job.frame, last, error)])
            self._job = None
        self._ready()
