"""What a backend would do with a shot, in sentences: kept, rounded, dropped, refused; its price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from studio.backends.base import Fate
from studio.jobs.account_text import told as about
from studio.jobs.admission import Item, Plan, money
from studio.jobs.job import Kind
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.story import Shot
from studio.ui.words import Words


@dataclass(frozen=True)
class Told:
    """Sentences by how much they matter: what forbids, what changes, what stays."""

    bad: tuple[str, ...] = ()
    warn: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    price: str = ""
    sendable: int = 0
    changed: tuple[str, ...] = ()  # those of `warn` that say what is rounded or dropped


def told(plan: Plan, project: Project, takes_seeds: Mapping[str, bool], words: Words) -> Told:
    """A plan as sentences; the same sentence of several takes is said once.

    `takes_seeds` says for each backend whether it can be given a seed.
    """
    many = len({item.label for item in plan.items}) > 1
    bad, warn, kept, changed = list[str](), list[str](), list[str](), list[str]()
    for item in plan.items:
        mark = f"{item.label}  " if many else ""
        reasons = ((bad, item.blocks), (warn, item.warnings))
        for those, found in reasons:
            those += [mark + words.sentence(each.key, each.values) for each in found]
        shot = find_shot(project, item.owner)
        if shot is None:
            if item.kind is Kind.VOICE:
                kept.append(mark + words("offer.voice", backend=item.backend))
            continue
        rounded = _rounded(item, shot, project, words)
        if shot.seed is not None and not takes_seeds.get(item.backend, True):
            rounded.append(words("offer.no_seed"))
        changed += [mark + text for text in rounded]
        warn += [mark + text for text in rounded]
        told_kept, told_changed = _account(item, words)
        changed += [mark + text for text in told_changed]
        warn += [mark + text for text in told_changed]
        kept += [mark + text for text in told_kept or _kept(item, words)]
    warn += [words.sentence(note.reason.key, note.reason.values) for note in plan.notes]
    sendable = sum(1 + len(item.then) for item in plan.items if not item.blocks)
    price = price_text(plan.prices, words)
    return Told(_once(bad), _once(warn), _once(kept), price, sendable, _once(changed))


def price_text(prices: Mapping[str, Decimal], words: Words) -> str:
    """What all of it costs."""
    return money(prices) if prices else words("offer.free")


def _rounded(item: Item, shot: Shot, project: Project, words: Words) -> list[str]:
    """Where the request is not what was wished."""
    request, found = item.request, list[str]()
    if request.frames != shot.frames:
        found.append(
            words(
                "offer.length",
                wished=f"{float(project.rate.seconds(shot.frames)):.2f}",
                made=f"{float(project.rate.seconds(request.frames)):.2f}",
                frames=request.frames,
            )
        )
    if (request.width, request.height) != (project.width, project.height):
        found.append(words("offer.size", width=request.width, height=request.height))
    lines = [cue for cue in shot.cues if cue.text.strip() and cue.kind.value == "line"]
    if lines and not request.sound:
        found.append(words("offer.silent"))
    return found


def _account(item: Item, words: Words) -> tuple[list[str], list[str]]:
    """What a service says of each wish: of those that stay, and of those that change."""
    kept, changed = list[str](), list[str]()
    for change in item.compiled.account:
        fine = change.fate in {Fate.KEPT, Fate.REWRITTEN, Fate.MERGED}
        sentence = about(change, item.request)
        (kept if fine else changed).append(words.sentence(sentence.key, sentence.values))
    return kept, changed


def _kept(item: Item, words: Words) -> list[str]:
    request = item.request
    roles = [words(f"role.{each.role}") for each in request.inputs]
    names = [figure.name for figure in request.figures]
    found = [words("offer.made", width=request.width, height=request.height, frames=request.frames)]
    if roles:
        found.append(words("offer.inputs", roles=words.listed(dict.fromkeys(roles))))
    if names:
        found.append(words("offer.cast", names=words.listed(names)))
    if request.lines:
        found.append(words("offer.lines", count=len(request.lines)))
    return found


def _once(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))
