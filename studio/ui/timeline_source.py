"""Insert and overwrite: three marks say where something comes in, targets on which track."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from studio.errors import EditRefused
from studio.timeline.cut import Track, TrackKind
from studio.timeline.incoming import incoming, usual_length, with_tracks_for
from studio.timeline.placing import Piece, first_open, paste
from studio.timeline.project import Project
from studio.timeline.queries import find_cue, find_reference, find_shot, lasting
from studio.timeline.ripple import insert
from studio.timeline.shot_edits import choose_take
from studio.timeline.take import Take
from studio.timeline.three_point import Ends, Fit, fitted, shown_part
from studio.ui.timeline_state import TimelineState
from studio.ui.timeline_view import TimelineView
from studio.ui.words import Words

KINDS = TrackKind.PICTURE, TrackKind.SOUND
_ROLES = {TrackKind.PICTURE: "picture", TrackKind.SOUND: "dialogue"}


@dataclass(frozen=True)
class Source:
    """What the viewer shows beside the film: a shot, cue or medium, perhaps a certain take of it,
    and what is marked of it.
    """

    owner: str
    take: str = ""
    ends: Ends = field(default_factory=Ends)


def _nothing_shown() -> Source | None:
    return None


def _unmarked(_owner: str) -> Ends:
    return Ends()


def targeted(project: Project, state: TimelineState, kind: TrackKind) -> str | None:
    """The track that insert and overwrite of a kind go to; None when none is meant or open.

    Where none was chosen it is the lowest open one, of sounds the one for dialogue.
    """
    chosen = state.targets.get(kind)
    if chosen is not None and (not chosen or _track(project, chosen) is not None):
        return chosen or None
    return first_open(project, kind, _ROLES[kind])


def next_target(project: Project, state: TimelineState, kind: TrackKind) -> str:
    """The target after the one that is now: the next track up, behind the last one none ("")."""
    ids = ["", *(track.id for track in project.cut.tracks if track.kind is kind)]
    now = targeted(project, state, kind) or ""
    return ids[(ids.index(now) + 1) % len(ids)]


class SourceEdits:
    """Insert and overwrite with the viewer's source, the chosen shots or the chosen media."""

    def __init__(self, view: TimelineView, words: Words) -> None:
        self._view = view
        self._desk, self._session, self._state = view.desk, view.session, view.state
        self._words = words
        # The page says who shows media and takes.
        self.chosen_media: Callable[[], Sequence[str]] = tuple
        self.viewed: Callable[[], Source | None] = _nothing_shown
        self.ends_of: Callable[[str], Ends] = _unmarked

    @property
    def source(self) -> Source | None:
        """What the viewer shows beside the film, while the film has it."""
        shown, film = self.viewed(), self._desk.project
        finds = (find_shot, find_cue, find_reference)
        there = shown is not None and any(find(film, shown.owner) is not None for find in finds)
        return shown if there else None

    def bring(self, inserts: bool) -> None:
        """What the viewer shows, else the chosen shots, come in; the playhead goes behind them."""
        source, label = self.source, "insert" if inserts else "overwrite"
        if source is None:
            self._bring(self._sources(self._session.shots), inserts, label)
        else:
            medium = find_reference(self._desk.project, source.owner) is not None
            self._bring([source], inserts, "place_media" if medium else label)

    def bring_media(self, inserts: bool) -> None:
        """The media that are chosen beside come in; the playhead goes behind them."""
        self._bring(self._sources(self.chosen_media()), inserts, "place_media")

    def _sources(self, owners: Sequence[str]) -> list[Source]:
        return [Source(owner, ends=self.ends_of(owner)) for owner in owners]

    def _bring(self, sources: Sequence[Source], inserts: bool, label: str) -> None:
        known = {**self._view.facts.available(), **self._lengths(sources)}
        owners = [source.owner for source in sources]
        kinds = [kind for kind in KINDS if self._state.targets.get(kind) != ""]
        names = {kind: self._words(f"track.{kind.value}", number=1) for kind in TrackKind}
        ends: list[int] = []

        def edit(film: Project) -> Project:
            film = with_tracks_for(film, owners, names, kinds)
            picture, sound = (self._target(film, kind) for kind in KINDS)
            parts, fit = self._fit(film, sources, known)
            pieces = incoming(
                film, owners, picture=picture, sound=sound, available=known, parts=parts,
                kinds=kinds,
            )  # fmt: skip
            if len(sources) > 1:
                pieces = shown_part(pieces, fit.skip, fit.frames)
            self._refuse_locked(film, pieces)
            ends[:] = [fit.at + piece.clip.end for piece in pieces]
            for source in sources:
                if source.take and find_shot(film, source.owner) is not None:
                    film = choose_take(film, source.owner, source.take)
            return (insert if inserts else paste)(film, pieces, fit.at)

        if self._desk.edit(self._words(f"edit.{label}"), edit) and ends:
            self._session.mark_span(None)  # they have done their work; see them set for the next
            self._session.move_playhead(max(ends))

    def _fit(
        self, film: Project, sources: Sequence[Source], known: dict[str, int]
    ) -> tuple[dict[str, tuple[int, int]], Fit]:
        """What is used of each source, and where all of it goes."""
        target, playhead = self._session.ends, self._session.playhead
        fits = {
            each.owner: fitted(
                each.ends, usual_length(film, each.owner, known), known.get(each.owner),
                target if len(sources) == 1 else Ends(), playhead,
            )
            for each in sources
        }  # fmt: skip
        parts = {owner: (fit.skip, fit.frames) for owner, fit in fits.items()}
        if len(sources) == 1:
            return parts, fits[sources[0].owner]
        whole = sum(fit.frames for fit in fits.values())
        return parts, fitted(Ends(), whole, whole, target, playhead)

    def _lengths(self, sources: Sequence[Source]) -> dict[str, int]:
        """How long the certain takes among the sources last."""
        rate, found = self._desk.project.rate, dict[str, int]()
        for source in sources:
            takes: Sequence[Take] = self._desk.takes.get(source.owner, ())
            take = next((take for take in takes if take.id == source.take), None)
            frames = lasting(take, rate) if take is not None else None
            if frames is not None:
                found[source.owner] = frames
        return found

    def _target(self, film: Project, kind: TrackKind) -> str | None:
        """The track that was chosen; None where what comes in decides, or where it is gone."""
        chosen = self._state.targets.get(kind)
        return chosen if chosen and _track(film, chosen) is not None else None

    def _refuse_locked(self, film: Project, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            track = _track(film, piece.track)
            if track is not None and track.locked:
                raise EditRefused("timeline.locked", track=track.name)


def _track(project: Project, track_id: str) -> Track | None:
    return next((track for track in project.cut.tracks if track.id == track_id), None)
