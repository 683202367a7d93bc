"""What the measures of a cut mean where it lies: findings, and the remedies that would help."""

from collections.abc import Iterator, Sequence

from studio.review.finding import Finding, fault, remarked
from studio.review.limits import limit
from studio.review.seam import Cut, Remedy, Seam, Steps
from studio.timeline.project import Project
from studio.timeline.timecode import timecode


def told(project: Project, cut: Cut, steps: Steps) -> Seam:
    """A cut with what was measured of its pictures and its sound, told of where it lies now."""
    findings = tuple(_findings(project, cut, steps))
    return Seam(cut, steps, findings, tuple(_remedies(steps, findings)))


def _findings(project: Project, cut: Cut, steps: Steps) -> Iterator[Finding]:
    """Repeated frames fail; steps inside a scene are said, as they may be meant."""
    place = {"timecode": timecode(project.rate, cut.frame), "label": cut.label}
    if steps.repeated:
        yield fault(
            "seam", "seam_repeated", value=float(steps.repeated), threshold=limit("seam.same"),
            values={**place, "count": steps.repeated},
        )  # fmt: skip
    if not cut.same_scene:
        return
    measures = (
        ("luma", abs(steps.luma), f"{steps.luma:+.0f}"),
        ("colour", steps.colour, f"{steps.colour:.0f}"),
        ("motion", steps.motion, f"{100 * steps.motion:.0f}"),
        ("sound", abs(steps.sound or 0.0), f"{steps.sound or 0.0:+.0f}"),
    )
    for name, value, told in measures:
        threshold = limit(f"seam.{name}")
        if value > threshold:
            values = {**place, "step": told}
            found = fault("seam", f"seam_{name}", value=value, threshold=threshold, values=values)
            yield remarked(found)


def _remedies(steps: Steps, findings: Sequence[Finding]) -> Iterator[Remedy]:
    keys = {finding.told.key for finding in findings}
    if steps.repeated:
        yield Remedy.DROP_REPEATED
    elif steps.pair != (0, 0):
        yield Remedy.BEST_PAIR
    if keys & {"review.seam_luma", "review.seam_colour"}:
        yield Remedy.MATCH_COLOUR
    if "review.seam_motion" in keys:
        yield Remedy.DISSOLVE
    if "review.seam_sound" in keys:
        yield Remedy.L_CUT
