"""The files that an export reads: there when it begins, and the same when it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.errors import BadInput, RenderError
from studio.media.ffmpeg import Stop
from studio.media.hashes import sha256_of
from studio.render.delivery import Span
from studio.timeline.project import Project
from studio.timeline.queries import shot_labels
from studio.timeline.take import Take, TakeFile


@dataclass(frozen=True)
class _Read:
    """A file, what the system told of it for free, and what the maker calls its owner."""

    file: TakeFile
    facts: str | None
    shot: str


class Sources:
    """The files of the takes that the cut shows in a span."""

    def __init__(
        self, project: Project, shown: Mapping[str, Take], folder: Path, span: Span
    ) -> None:
        """Look at them once. Raises RenderError for one that is not there."""
        labels = shot_labels(project)
        owners = {
            clip.owner: None
            for track in project.cut.tracks
            for clip in track.clips
            if clip.start < span[1] and clip.end > span[0]
        }
        self._folder = folder
        self._read = [
            _Read(file, _facts(folder / file.path), labels.get(owner, shown[owner].kind))
            for owner in owners
            if owner in shown
            for file in shown[owner].files[:1]
        ]
        self.there()

    def there(self) -> None:
        """Raises RenderError naming the shot whose file is gone."""
        for each in self._read:
            if _facts(self._folder / each.file.path) is None:
                raise _named("render.source_gone", each)

    def same(self, cancelled: Stop | None = None) -> None:
        """None has changed since: read again only where the system says that it was written to.

        Raises RenderError naming the shot, Cancelled.
        """
        self.there()
        for each in self._read:
            path = self._folder / each.file.path
            if _facts(path) == each.facts:
                continue
            try:
                digest = sha256_of(path, cancelled)
            except OSError as error:
                raise _named("render.source_gone", each) from error
            if digest != each.file.sha256:
                raise _named("render.source_changed", each)

    def blame(self) -> None:
        """After an export failed: raises RenderError where a file is the reason for it."""
        from studio.media.probe import probe  # which no export needs that went well

        self.same()
        for each in self._read:
            try:
                probe(self._folder / each.file.path)
            except BadInput as error:
                raise RenderError("render.source_unread", shot=each.shot, detail=error) from error


def _named(key: str, read: _Read) -> RenderError:
    return RenderError(key, shot=read.shot, name=Path(read.file.path).name)


def _facts(path: Path) -> str | None:
    try:
        told = path.stat()
    except (OSError, ValueError):
        return None
    return f"{told.st_size} {told.st_mtime_ns} {told.st_ino}"
