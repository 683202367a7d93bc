"""What a model of Ark can do, as an offer."""

from studio.backends.base import Offer
from studio.backends.seedance_compile import Compiler
from studio.backends.seedance_compile_media import ASSET
from studio.backends.seedance_price import rule_of

_PICTURES, _VIDEOS, _SOUNDS = ("subject", "style"), ("motion", "camera"), ("sound", "music", "lip")


def offer_of(compiler: Compiler, *, known: bool) -> Offer:
    """The offer; `known` says whether there is a key."""
    family, ark = compiler.family, compiler.ark
    roles = {"first_frame": 1} | ({"last_frame": 1} if family.last_frame else {})
    rules = family.references
    if rules is not None:
        roles |= dict.fromkeys(_PICTURES, rules.picture) | dict.fromkeys(_VIDEOS, rules.video)
        roles |= dict.fromkeys(_SOUNDS, rules.sound)
    missing = "" if known else "seedance.no_key"
    if compiler.ended:
        missing = "seedance.ended_here"
    least, most = family.seconds
    return Offer(
        name=compiler.name,
        title=family.title,
        lengths=tuple(range(least, most + 1)),
        input_roles=roles,
        cites=ASSET,
        languages=family.languages if family.sound else (),
        sound=family.sound,
        seeds=family.seed,
        shots_per_request=family.shots,
        parallel=family.parallel,
        local=False,
        idempotent=False,
        findable=True,
        refuses_people=rules is not None,
        price=rule_of(ark, family, compiler.currency),
        ready=not missing,
        missing=missing,
    )
