"""Plays a programme: pictures and sound by one clock, exact frames at rest. Knows no window.

Its owner calls `tick` as often as a picture can change, and shows what comes back. The clock is
the position of the sound device, so picture and sound cannot drift apart.
"""

from collections.abc import Callable

from studio.errors import StudioError
from studio.render.course import Course
from studio.render.loudness import Level
from studio.render.picture_store import Picture
from studio.render.player_pictures import PlayerPictures
from studio.render.player_sound import PlayerSound
from studio.render.programme import Programme
from studio.render.recording import Samples
from studio.render.sound_out import SoundOut
from studio.render.standins import StandIns
from studio.render.tally import Tally
from studio.timeline.rate import Rate

SPEEDS = (1, 2, 4, 8)


class Player:
    """One programme, one playhead; all calls from one thread.

    `ready` is called on another thread when a picture has come and `tick` may have something.
    """

    def __init__(
        self, sound: SoundOut, ready: Callable[[], None], *, levelled: bool = False,
        standins: StandIns | None = None,
    ) -> None:  # fmt: skip
        """With `levelled` the film sounds as loud as its export, once that is measured.

        With `standins` what moves is read from those; a frame at rest comes from the takes.
        """
        self.frame = 0
        self.speed = 0  # 0: at rest
        self._tally = Tally()
        self.loop = False
        self.range: tuple[int, int] | None = None  # in, and the first frame after out
        self._sound = PlayerSound(sound, ready, levelled=levelled)
        self._pictures = PlayerPictures(ready, standins)
        self.pictures = self._pictures.feed
        self._programme: Programme | None = None
        self._course: Course | None = None
        self.running = False  # the clock goes: playing, and nothing is waited for
        self._closed = False

    @property
    def muted(self) -> bool:
        """Whether silence is heard in place of the sound."""
        return self._sound.out.muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._sound.out.muted = muted

    @property
    def level(self) -> Level | None:
        """At which the film sounds; None until it is known."""
        return self._sound.level

    @property
    def frames(self) -> int:
        """The length of what is played."""
        return self._programme.frames if self._programme is not None else 0

    @property
    def dropped(self) -> int:
        """Frames whose time went by unseen since playing began, at the film's own pace."""
        return self._tally.dropped

    @property
    def playing(self) -> bool:
        """Whether it plays, or is about to."""
        return self.speed != 0

    @property
    def waiting(self) -> bool:
        """Whether the frame of the playhead has not come yet."""
        return self.frames > 0 and not self.pictures.has(self.frame)

    @property
    def settled(self) -> bool:
        """Whether `tick` has given the picture of the playhead, or there is none to come."""
        return not self.waiting and self.pictures.get(self.frame) is self._pictures.shown

    @property
    def sounding(self) -> bool:
        """Whether a moment of sound is under way while the hand moves."""
        return bool(self._pictures.scrubbed) and self._sound.heard

    def heard(self, after: int) -> tuple[int, Samples] | None:
        """The position of the ear and the samples since position `after`; None in silence.

        They are the mix, whether or not it is muted. After a new start positions begin at 0 again.
        """
        if not self._sound.heard or not (self.running or self._pictures.scrubbed):
            return None
        return self._sound.since(after)

    @property
    def fault(self) -> StudioError | None:
        """Why the frame of the playhead has no picture."""
        return self.pictures.fault(self.frame)

    def load(self, programme: Programme, width: int, height: int) -> None:
        """Play something else, the same after an edit, or at another size; the playhead stays."""
        before, self._programme = self._programme, programme
        looks, sounds = programme.looks_like(before), programme.sounds_like(before)
        self.pictures.load(programme, width, height)
        if not sounds:
            self._sound.load(programme)
        self.frame = self._inside(self.frame)
        self._pictures.shown = None
        if self.playing and not (looks and sounds):
            self.play(self.speed)
        self._ask()

    def play(self, speed: int = 1) -> None:
        """Play from the playhead at a whole speed, backwards below 0; from the other end at one."""
        if not self.frames:
            self._halt()
            return
        first, last = self._bounds()
        at_end = self.frame >= last - 1 if speed > 0 else self.frame <= first
        outside = not first <= self.frame < last
        if at_end or outside:
            self.frame = first if speed > 0 else last - 1
        self._halt()
        self.speed = speed
        self._tally = Tally()
        self._course = Course(self._rate(), self.frame, speed, first, last, self.loop)
        self._sound.prepare(self._course)
        self._ask()

    def pause(self) -> None:
        """Rest on the frame that the clock has come to."""
        if self.playing:
            if self._paced is not None:
                self._tally.passed(self._paced.steps(self._sound.out.position()))
            self._halt()
            self._ask()

    def toggle(self) -> None:
        """Play, or rest."""
        self.pause() if self.playing else self.play()

    def shuttle(self, direction: int) -> None:
        """Faster in a direction, or from the other one slower, as J and L do."""
        speeds = [*(-s for s in reversed(SPEEDS)), 0, *SPEEDS]
        place = speeds.index(self.speed) + direction
        speed = speeds[min(len(speeds) - 1, max(0, place))]
        self.play(speed) if speed else self.pause()

    def seek(self, frame: int) -> None:
        """Show a frame; playing goes on from there."""
        self._pictures.scrubbed.clear()
        self.frame = self._inside(frame)
        if self.playing:
            self.play(self.speed)
        else:
            self._ask()

    def scrub(self, frame: int) -> None:
        """Show a frame while the hand moves, and let a moment of its sound be heard."""
        self.pause()
        frame = self._inside(frame)
        self._pictures.scrubbed.add(frame)
        if frame != self.frame and self.frames:
            self._sound.snippet(Course(self._rate(), frame, 1, 0, self.frames))
        self.frame = frame
        self._ask()

    def settle(self) -> None:
        """The hand has let go."""
        self._pictures.scrubbed.clear()
        self._ask()

    def set_loop(self, loop: bool) -> None:
        """Come round at the end, or stop there."""
        self.loop = loop
        self._again()

    def set_range(self, marked: tuple[int, int] | None) -> None:
        """In, and the first frame after out, between which a loop goes round; None for all."""
        self.range = marked
        if self.loop:
            self._again()

    def tick(self) -> Picture | None:
        """Let the clock have its effect; the picture to show now, None when that is shown."""
        if self._course is not None:
            self._advance(self._course)
        else:
            self._sound.pour()
        picture = self._pictures.due(self.frame, self._course if self.running else None)
        if self._course is None and not self.pictures.has(self.frame):
            self._ask()  # a seek for what is no longer wanted may be given up by now
        if picture is not None:
            self._count(picture.frame)
            self._pictures.shown = picture
        return picture

    def refresh(self) -> None:
        """Let the next `tick` give the picture once more."""
        self._pictures.shown = None

    def rest(self) -> None:
        """Stop everything that runs, until something is asked for again."""
        self._halt()
        self._pictures.scrubbed.clear()
        self.pictures.rest()

    def close(self) -> None:
        """End threads, processes and sound; once is enough."""
        if self._closed:
            return
        self._closed = True
        self._halt()
        self.pictures.close()
        self._sound.close()

    def _advance(self, course: Course) -> None:
        if not self.running:
            if not (self._sound.begun and self._pictures.begun(self.frame, course)):
                return
            self.running = True
            self._sound.start()
        self._sound.pour()
        played = self._sound.out.position()
        if course.over(played):
            if self._paced is not None:
                self._tally.passed(course.room)
            self.frame = course.last - 1 if course.speed > 0 else course.first
            self._halt()
        else:
            self.frame = course.frame(played)
        self._ask()

    @property
    def _paced(self) -> Course | None:
        """The course, while every frame of it is meant to be seen."""
        course = self._course
        return course if self.running and course is not None and abs(course.speed) == 1 else None

    def _count(self, frame: int) -> None:
        if self._paced is not None:
            self._tally.shown(self._paced.behind(frame, self._sound.out.position()))

    def _ask(self) -> None:
        """Tell the pictures' thread what will be wanted."""
        if self._programme is None or not self.frames:
            return
        if self._course is not None:
            self._pictures.play(self.frame, self._course, running=self.running)
        else:
            self._pictures.rest(self.frame, self.frames)

    def _halt(self) -> None:
        self._course = None
        self.running = False
        self.speed = 0
        self._sound.stop()

    def _again(self) -> None:
        if self.playing:
            self.play(self.speed)

    def _bounds(self) -> tuple[int, int]:
        """The first frame and the one after the last that playing stays in."""
        if self.loop and self.range is not None:
            first, last = self.range[0], min(self.range[1], self.frames)
            if first < last:
                return first, last
        return 0, self.frames

    def _rate(self) -> Rate:
        assert self._programme is not None
        return self._programme.rate

    def _inside(self, frame: int) -> int:
        return max(0, min(frame, self.frames - 1))
