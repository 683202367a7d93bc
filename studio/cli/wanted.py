"""What a command asks of an export: words of the command line to a delivery."""

from dataclasses import dataclass

from studio.cli.values import choice
from studio.errors import BadInput
from studio.render.delivery import Captions, Delivery, Fit, Span
from studio.render.presets import Preset, preset
from studio.timeline.project import Project
from studio.timeline.timecode import frame_of


@dataclass(frozen=True)
class Wanted:
    """A preset by name, and what shall differ from it; None takes the preset's own choice."""

    preset: str = "film"
    captions: str | None = None
    fit: str | None = None
    span: tuple[str, str] | None = None
    stems: bool = False

    def checked(self) -> Preset:
        """The preset, when all words are known. Raises BadInput."""
        if self.captions is not None:
            choice("--captions", self.captions, [c.value for c in Captions])
        if self.fit is not None:
            choice("--fit", self.fit, [f.value for f in Fit])
        return preset(self.preset)

    def delivery(self, project: Project) -> Delivery:
        """What is asked of the export of `project`. Raises BadInput."""
        return self.checked().delivery(
            project,
            captions=Captions(self.captions) if self.captions else None,
            fit=Fit(self.fit) if self.fit else None,
            span=_span(project, *self.span) if self.span else None,
        )


def _span(project: Project, start: str, end: str) -> Span:
    """Film frames of two words, each a number of frames or a timecode. Raises BadInput."""
    first, last = _frame(project, start), _frame(project, end)
    if first >= last or first >= project.cut.frames:
        raise BadInput("cli.empty_range", start=start[:40], end=end[:40], frames=project.cut.frames)
    return first, last


def _frame(project: Project, text: str) -> int:
    words = text.strip()
    plain = words.isascii() and words.isdigit() and len(words) < 10
    frame = int(words) if plain else frame_of(project.rate, words)
    if frame is None:
        raise BadInput("cli.bad_range", text=text[:40])
    return frame
