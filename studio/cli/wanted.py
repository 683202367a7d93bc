"""What a command asks of an export: words of the command line to a delivery."""

from dataclasses import dataclass, replace
from pathlib import Path

from studio.cli.values import choice, parse_count, parse_rate
from studio.errors import BadInput
from studio.render.coding import CODINGS, SOUND_FILES, Container
from studio.render.delivery import Captions, Codec, Copies, Delivery, Fit, Span
from studio.render.encoders import found_hardware
from studio.render.labels import NO_LABELS, Cover, Labels
from studio.render.presets import Choices, Preset, preset
from studio.timeline.project import Project
from studio.timeline.timecode import frame_of

_MOST_MEMORY = 1_000_000  # MiB
REPORTS = ("file", "none")  # where the report of an export goes


@dataclass(frozen=True)
class Wanted:
    """A preset by name, and what shall differ from it; None takes the preset's own choice.

    `cover` is a frame or a timecode of the film, or else the name of a picture's file; `report`
    says whether a report is written beside the film; `memory` how many MiB the export may take.
    """

    preset: str = "film"
    captions: str | None = None
    fit: str | None = None
    span: tuple[str, str] | None = None
    codec: str | None = None
    depth: str | None = None
    rate: str | None = None
    hardware: str | None = None
    cover: str | None = None
    labels: Labels = NO_LABELS
    language: str = ""
    second: str = ""
    stems: bool = False
    container: Container | None = None
    report: str = "file"
    allow_damaged: bool = False
    encode_all: bool = False
    copy_mixed: bool = False
    memory: str | None = None

    def checked(self) -> Preset:
        """The preset, when all words are known. Raises BadInput."""
        if self.captions is not None:
            choice("--captions", self.captions, [c.value for c in Captions])
        if self.fit is not None:
            choice("--fit", self.fit, [f.value for f in Fit])
        choice("--report", self.report, REPORTS)
        if self.memory is not None:
            parse_count("--memory", self.memory, _MOST_MEMORY)
        if self.codec is not None:
            choice("--codec", self.codec, [c.value for c in Codec])
        if self.rate is not None:
            parse_rate(self.rate)
        found = preset(self.preset)
        if self.depth is not None:
            depths = CODINGS[Codec(self.codec) if self.codec else found.codec].depths
            choice("--depth", self.depth, [str(bits) for bits in depths])
        return found

    def into(self, output: Path) -> "Wanted":
        """The same, in the kind of file that `output` names where the codec may lie in that."""
        suffix = output.suffix.lower().removeprefix(".")
        chosen = self.checked()
        codec = Codec(self.codec) if self.codec else chosen.codec
        known = {each.value: each for each in CODINGS[codec].containers}
        if chosen.sound_only or suffix not in known:
            return self
        return replace(self, container=known[suffix])

    @property
    def _copies(self) -> Copies | None:
        if self.encode_all and self.copy_mixed:
            raise BadInput("cli.copy_or_encode")
        if self.copy_mixed:
            return Copies.MIXED
        return Copies.NONE if self.encode_all else None

    @property
    def suffix(self) -> str:
        """What the name of its file ends with; empty for a folder. Raises BadInput."""
        chosen = self.checked()
        if self.container is not None:
            return self.container.suffix
        may = CODINGS[Codec(self.codec) if self.codec else chosen.codec].containers
        fits = chosen.container in SOUND_FILES or chosen.container in may
        return (chosen.container if fits else may[0]).suffix

    @property
    def most(self) -> int | None:
        """Bytes that the export may take, None where nothing was said. Raises BadInput."""
        if self.memory is None:
            return None
        return parse_count("--memory", self.memory, _MOST_MEMORY) * 2**20

    def delivery(self, project: Project) -> Delivery:
        """What is asked of the export of `project`. Raises BadInput."""
        chosen = self.checked()
        wish = Choices(
            captions=Captions(self.captions) if self.captions else None,
            fit=Fit(self.fit) if self.fit else None,
            span=_span(project, *self.span) if self.span else None,
            language=self.language,
            second=self.second,
            stems=self.stems,
            codec=Codec(self.codec) if self.codec else None,
            depth=int(self.depth) if self.depth else None,
            rate=parse_rate(self.rate) if self.rate else None,
            labels=replace(self.labels, cover=_cover(project, self.cover)),
            container=self.container,
            copies=self._copies,
        )
        plain = replace(chosen.chosen(project, wish), allow_damaged=self.allow_damaged)
        if not self.hardware or plain.sound_only:
            return plain
        family = found_hardware(self.hardware, plain.codec, plain.bits)
        return replace(plain, hardware=family)


def _cover(project: Project, words: str | None) -> Cover | None:
    if not words or not words.strip():
        return None
    frame = _frame_of(project, words)
    return Cover(frame=frame) if frame is not None else Cover(path=str(Path(words).expanduser()))


def _span(project: Project, start: str, end: str) -> Span:
    """Film frames of two words, each a number of frames or a timecode. Raises BadInput."""
    first, last = _frame(project, start), _frame(project, end)
    if first >= last or first >= project.cut.frames:
        raise BadInput("cli.empty_range", start=start[:40], end=end[:40], frames=project.cut.frames)
    return first, last


def _frame(project: Project, text: str) -> int:
    frame = _frame_of(project, text)
    if frame is None:
        raise BadInput("cli.bad_range", text=text[:40])
    return frame


def _frame_of(project: Project, text: str) -> int | None:
    words = text.strip()
    plain = words.isascii() and words.isdigit() and len(words) < 10
    return int(words) if plain else frame_of(project.rate, words)
