"""Which roles a reference can play."""

from studio.messages import Listed
from studio.timeline.story import ReferenceKind, Role

ROLES = {
    ReferenceKind.PICTURE: {Role.FIRST_FRAME, Role.LAST_FRAME, Role.STYLE, Role.SUBJECT},
    ReferenceKind.VIDEO: {Role.MOTION, Role.CAMERA, Role.SUBJECT},
    ReferenceKind.SOUND: {Role.SOUND, Role.MUSIC, Role.LIP},
}
"""The roles that media of a kind can play."""

ONCE = {Role.FIRST_FRAME, Role.LAST_FRAME}
"""Roles that one reference plays in a shot: the newest replaces the one before."""


def names_of_roles(kind: ReferenceKind) -> Listed:
    """The roles that media of a kind can play, for a sentence."""
    return Listed(sorted(ROLES[kind]))
