"""Which pictures of a programme a player wants next, and what is shown while one is on its way."""

from collections.abc import Callable

from studio.render.course import Course
from studio.render.picture_feed import PictureFeed
from studio.render.picture_store import Picture
from studio.render.standins import StandIns

START = 4  # pictures that are there before the clock starts
_LEAD = 5  # places a seek made while playing aims ahead
_BACK = 8  # pictures kept ready behind a frame that stands


class PlayerPictures:
    """The pictures at rest, under the hand and on a course; knows what was shown last."""

    def __init__(self, ready: Callable[[], None], standins: StandIns | None) -> None:
        """`ready` is called on another thread when a picture has come."""
        self.feed = PictureFeed(ready, standins=standins)
        self.scrubbed: set[int] = set()  # where the hand has been, until it lets go
        self.shown: Picture | None = None

    def rest(self, frame: int, frames: int) -> None:
        """Of `frames` frames this one stands, or is under the hand: then it alone is wanted."""
        if self.scrubbed:
            self.feed.want([frame])
            return
        depth = self.feed.depth
        after = range(frame, min(frames, frame + depth // 4))
        before = range(frame - 1, max(-1, frame - 1 - min(_BACK, depth // 2)), -1)
        self.feed.want([*after, *before], resting=True)

    def play(self, frame: int, course: Course, *, running: bool) -> None:
        """It plays on a course, `running` once the clock goes."""
        ahead = course.ahead(frame, self.feed.depth)
        self.feed.want(ahead, lead=_LEAD if running else 0, patient=running)

    def begun(self, frame: int, course: Course) -> bool:
        """Whether the first pictures of a course are there."""
        return all(self.feed.has(n) for n in course.ahead(frame, START))

    def due(self, frame: int, course: Course | None) -> Picture | None:
        """The picture of a frame, or another while that is on its way; `course` once it runs.

        None where nothing is to be shown, or is shown already.
        """
        picture = self.feed.get(frame) or self._stand_in(frame, course)
        return None if picture is self.shown else picture

    def _stand_in(self, frame: int, course: Course | None) -> Picture | None:
        if self.scrubbed:
            last = self.feed.last
            return last if last is not None and last.frame in self.scrubbed else None
        if course is None or self.shown is None:
            return None
        return self.feed.nearest(frame, self.shown.frame, course.speed > 0)
