"""A subject heard before anything is made: a few words in its scratch voice."""

import json
from functools import cache

from studio.backends.animatic_sound import Stereo, said_alone
from studio.backends.base import Request, Spoken
from studio.errors import EditRefused
from studio.jobs.wish_figures import figure_of
from studio.paths import resource
from studio.timeline.project import Project
from studio.timeline.queries import cues, find_subject
from studio.timeline.story import CueKind
from studio.voices.voices import Engines

_LETTERS = 80  # of a line of its own that are said
_SECONDS = 12


def voice_sample(project: Project, subject_id: str, engines: Engines | None = None) -> Stereo:
    """(n, 2) samples at 48 kHz: the subject's first line, else a sentence in the film's language.

    Blocking: a neural voice takes about a second. Raises EditRefused for a subject that is not
    there, BadInput for a language that nobody speaks here.
    """
    subject = find_subject(project, subject_id)
    if subject is None:
        raise EditRefused("timeline.no_subject", id=subject_id)
    text, language = _words(project, subject_id)
    rate = project.rate
    request = Request(
        kind="sound", frames=rate.frames(_SECONDS), rate_num=rate.num, rate_den=rate.den,
        figures=(figure_of(subject, None),),
        lines=(Spoken(key="sample", speaker=subject.id, text=text, language=language),),
    )  # fmt: skip
    return said_alone(request, engines or Engines())


def _words(project: Project, subject_id: str) -> tuple[str, str]:
    for cue in cues(project):
        if cue.kind is CueKind.LINE and cue.speaker == subject_id and cue.text.strip():
            return cue.text.strip()[:_LETTERS], cue.language
    known = _sentences()
    language = project.language
    while language not in known and "-" in language:
        language = language.rpartition("-")[0]
    return (known[language], language) if language in known else (known["en"], "en")


@cache
def _sentences() -> dict[str, str]:
    return json.loads(resource("voices", "samples.json").read_text(encoding="utf-8"))
