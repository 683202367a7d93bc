"""What can be done with takes of a shot: the one under the cursor, or those that are chosen."""

from PySide6.QtCore import QObject, Signal

from studio.jobs.essence import stored_request
from studio.timeline.queries import shots, verdict_on
from studio.timeline.shot_edits import choose_take
from studio.timeline.take import Take
from studio.ui.dragging import Cargo, Target, Thing
from studio.ui.request_dialog import RequestDialog
from studio.ui.shot_part import ShotPart
from studio.ui.take_compare import TakeCompare
from studio.ui.take_findings import FindingWalk
from studio.ui.take_strip import Strip
from studio.ui.take_wishes import judged, overruled, reused

ACTS = (
    "play", "choose", "reject", "compare", "inspect", "overrule", "finding", "lips", "next",
    "motion", "newest", "reuse", "request",
)  # fmt: skip


class TakeDeeds(QObject):
    """Does them to the shot of a part, with the takes that its strip has chosen."""

    play_wanted = Signal(object)  # a Take
    lips_wanted = Signal()  # the lips of the take under the cursor are to follow a line

    def __init__(self, part: ShotPart, strip: Strip, findings: FindingWalk) -> None:
        super().__init__(part)
        self._part, self._strip, self._findings = part, strip, findings
        self._kit = part.kit
        self.comparing: TakeCompare | None = None

    @property
    def take(self) -> Take | None:
        """The take under the cursor."""
        return self.find(self._strip.take_id)

    @property
    def picked(self) -> list[Take]:
        """The chosen takes, or else the one under the cursor."""
        found = [take for name in self._strip.picked if (take := self.find(name)) is not None]
        return found or ([self.take] if self.take is not None else [])

    @property
    def pair(self) -> tuple[Take, Take] | None:
        """Two to compare: the two chosen, or the chosen one and the one that the film shows."""
        found, shown = self.picked, self._kit.desk.shown.get(self._part.shot_id)
        if len(found) == 1 and shown is not None and shown.id != found[0].id:
            found = [shown, found[0]]
        two = len(found) == 2 and all(take.kind == "video" for take in found)
        return (found[0], found[1]) if two else None

    def find(self, take_id: str) -> Take | None:
        """A take of the shot by its id."""
        return next(
            (
                take
                for take in self._kit.desk.takes.get(self._part.shot_id, [])
                if take.id == take_id
            ),
            None,
        )

    def act(self, name: str) -> None:
        """Do one of ACTS with the take under the cursor, or with the chosen ones."""
        take = self.take
        if take is None or not self.can(name):
            return
        shot_id, names = self._part.shot_id, [each.id for each in self.picked]
        if name == "play":
            self.play_wanted.emit(take)
        elif name == "choose":
            self._part.edit("choose", lambda film: choose_take(film, shot_id, take.id))
        elif name == "newest":
            self._part.edit("newest", lambda film: choose_take(film, shot_id, None))
        elif name == "reject":
            out = not self._all_rejected()
            label = "reject" if out else "take_back"
            self._part.edit(label, lambda film: judged(film, shot_id, names, rejected=out))
        elif name == "compare":
            self._compare()
        elif name == "inspect":
            self._kit.reviews.inspect(self.picked)
        elif name == "overrule":
            self._overrule(take)
        elif name == "lips":
            self.lips_wanted.emit()
        elif name == "finding" and self._part.shot is not None:
            self._findings.to_next(self._part.shot, take)
        elif name == "next":
            self._kit.bringer.next_first_frame(take, self._next() or "")
        elif name == "motion":
            thing = Thing("take", id=take.id, owner=take.owner)
            cargo = Cargo((thing,), str(self._kit.desk.folder))
            self._kit.bringer.drop(cargo, Target("well", shot_id, "video"))
        elif name == "reuse":
            self._part.edit("reuse", lambda film: reused(film, shot_id, take))
        elif name == "request":
            title = self._kit.words("request.title", number=self._strip.number)
            RequestDialog(take, title, self._kit.words, self._part.window()).open()

    def can(self, name: str) -> bool:
        """Whether one of ACTS can be done now."""
        take, shot = self.take, self._part.shot
        if take is None or shot is None:
            return False
        if name in {"play", "motion", "lips"}:
            return take.kind == "video"
        if name == "choose":
            return shot.take != take.id
        if name == "newest":
            return shot.take is not None
        if name == "compare":
            return self.pair is not None
        if name == "inspect":
            return any(each.kind == "video" for each in self.picked)
        if name == "overrule":
            found = self._kit.reviews.of(shot, take)
            return found is not None and bool(found.failed or found.overruled)
        if name == "finding":
            return self._findings.has(shot, take)
        if name == "next":
            return self._next() is not None and take.kind == "video"
        return stored_request(take.request) is not None if name == "reuse" else True

    def _overrule(self, take: Take) -> None:
        """What the checks found is as wanted; where all of it is, it counts again."""
        shot, shot_id = self._part.shot, self._part.shot_id
        found = self._kit.reviews.of(shot, take) if shot is not None else None
        if found is None:
            return
        counts = not found.failed
        checks = found.overruled if counts else found.failed
        label = "count_checks" if counts else "overrule"
        self._part.edit(
            label,
            lambda film: overruled(film, shot_id, take.id, checks, overruled=not counts),
        )

    def name_of(self, name: str) -> str:
        """What a button or an entry of a menu says for one of ACTS now."""
        take, shot = self.take, self._part.shot
        if name == "reject" and take is not None and self._all_rejected():
            name = "take_back"
        if name == "overrule" and take is not None and shot is not None:
            found = self._kit.reviews.of(shot, take)
            name = "count_checks" if found is not None and not found.failed else name
        return self._kit.words(f"takes.{name}")

    def _next(self) -> str | None:
        """The shot behind this one, in the order of the film."""
        names = [shot.id for shot in shots(self._kit.desk.project)]
        if self._part.shot_id not in names:
            return None
        at = names.index(self._part.shot_id) + 1
        return names[at] if at < len(names) else None

    def _all_rejected(self) -> bool:
        shot = self._part.shot
        return shot is not None and all(verdict_on(shot, t.id).rejected for t in self.picked)

    def _compare(self) -> None:
        pair = self.pair
        if pair is not None:
            if self.comparing is not None:
                self.comparing.close()
            self.comparing = TakeCompare(self._kit, *pair, self._part.window())
            self.comparing.finished.connect(self._compared)
            self.comparing.show()

    def _compared(self, _how: int) -> None:
        self.comparing = None
