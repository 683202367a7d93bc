"""What speaks against a request, gathered while it is made for one offer."""

from dataclasses import dataclass

from studio.backends.base import Offer, Request, Spoken
from studio.jobs.fit import Reason, fit_frames, fit_language, fit_size, longest
from studio.timeline.project import Project
from studio.timeline.story import Cue, Subject


@dataclass(frozen=True)
class Draft:
    """A request, what forbids sending it (`blocks`), and what should be known (`warnings`)."""

    request: Request
    blocks: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()


class Notes:
    """Gathers what speaks against a request while it is made for one offer."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        self._blocks: list[Reason] = []
        self._warnings: list[Reason] = []
        if not offer.ready:
            self.block(offer.missing or "jobs.not_ready")

    def block(self, key: str, **values: object) -> None:
        """Something forbids sending it; the sentence may name the backend."""
        self._blocks.append(Reason(key, {"backend": self.offer.told, **values}))

    def warn(self, key: str, **values: object) -> None:
        """Something should be known; the same is said once."""
        warning = Reason(key, {"backend": self.offer.told, **values})
        if warning not in self._warnings:
            self._warnings.append(warning)

    def draft(self, request: Request) -> Draft:
        """The request with all that was gathered."""
        return Draft(request, tuple(self._blocks), tuple(self._warnings))

    def size(self, project: Project) -> tuple[int, int]:
        """The offer's size for the film's pictures; where it has none, the film's own."""
        found = fit_size(project.width, project.height, self.offer)
        if found is None:
            self.block("jobs.no_size", width=project.width, height=project.height)
        return found or (project.width, project.height)

    def frames(self, wanted: int, project: Project) -> int:
        """The offer's length for a shot, in frames; where it has none, the shot's own."""
        found = fit_frames(wanted, project.rate, self.offer)
        if found is None:
            limit = float(longest(project.rate, self.offer))
            seconds = float(project.rate.seconds(wanted))
            self.block("jobs.too_long", seconds=f"{seconds:.2f}", limit=f"{limit:.2f}")
        return found or wanted

    def line(self, cue: Cue, speaker: Subject | None) -> Spoken | None:
        """A line as it would be spoken; None where nobody speaks its language."""
        fit = fit_language(cue.language, self.offer)
        if fit is None:
            self.block("jobs.no_language", language=cue.language)
            return None
        language, warning = fit
        if warning is not None:
            self.warn(warning.key, **warning.values)
        return Spoken(
            key=cue.id,
            speaker=speaker.id if speaker else "",
            text=cue.text,
            language=language,
            emotion=cue.emotion,
            start=cue.start,
            frames=cue.frames,
        )
