"""Which actions of the timeline and of clips stand in which menu; "-" is a line."""

from studio.review.seam import Remedy
from studio.timeline.cut import MarkerColour
from studio.ui.actions import Entry, Submenu

_COLOURS = tuple(f"timeline.marker_{colour.value}" for colour in MarkerColour)
_SOURCE = Submenu("source", (
    "timeline.media_insert", "timeline.media_overwrite", "-",
    "timeline.source", "timeline.match", "timeline.view_media", "-",
    "timeline.target_picture", "timeline.target_sound",
))  # fmt: skip
_MARKERS = Submenu("marker", (
    "timeline.marker", "timeline.marker_name", "timeline.marker_gone", "-",
    "timeline.marker_colour", *_COLOURS, "-",
    "timeline.marker_earlier", "timeline.marker_later", "-",
    "timeline.marker_before", "timeline.marker_behind",
))  # fmt: skip
_TRACKS = Submenu("tracks", (
    "timeline.add_picture", "timeline.add_sound", "timeline.add_text", "-",
    "timeline.track_mute", "timeline.track_solo", "timeline.track_lock", "-",
    "timeline.track_taller", "timeline.track_lower", "timeline.track_name", "-",
    "timeline.track_remove",
))  # fmt: skip
MENU: tuple[Entry, ...] = (
    "timeline.select", "timeline.razor", "timeline.snap", "timeline.linked", "-",
    "timeline.insert", "timeline.overwrite", "timeline.files", _SOURCE, "-",
    "timeline.in", "timeline.out", "timeline.no_span", _MARKERS, "-",
    "timeline.previous", "timeline.next", "-",
    "timeline.fit", "timeline.nearer", "timeline.farther", "timeline.costs", "-", _TRACKS,
)  # fmt: skip

_TRIM = Submenu("trim", (
    "timeline.split_all", "timeline.head", "timeline.tail", "-", "timeline.close_gap",
))  # fmt: skip
_MOVE = Submenu("move", (
    "timeline.earlier", "timeline.later", "-", "timeline.before", "timeline.behind", "-",
    "timeline.up", "timeline.down",
))  # fmt: skip
_LINK = Submenu("link", (
    "timeline.link", "timeline.unlink", "-", "timeline.into_sync", "timeline.slip_sync",
))  # fmt: skip
_TRANSITION = Submenu("transition", (
    "clip.transition", "clip.transitions", "clip.crossfade", "clip.no_transition", "-",
    "clip.wipes",
))  # fmt: skip
_SPEED = Submenu("speed", (
    "clip.faster", "clip.slower", "clip.as_taken", "-", "clip.reverse", "clip.freeze",
))  # fmt: skip
_PLACE = Submenu("place", (
    "canvas.place", "canvas.crop", "canvas.hold", "-", "canvas.larger", "canvas.smaller",
    "canvas.clockwise", "canvas.anticlockwise", "canvas.centre", "-",
    "reframe.crop", "reframe.whole", "-", "canvas.reset",
))  # fmt: skip
_LOOK = Submenu("look", (
    "clip.paste_all", "clip.paste_place", "clip.paste_colour", "clip.paste_sound", "-",
    "clip.table", "-", "clip.reset_look",
))  # fmt: skip
_TITLE = Submenu("title", ("clip.title", "clip.lower_third", "clip.credits"))
_SEAM = Submenu("seam", (
    "clip.mend", "-", "seam.previous", "seam.next", "seam.list", "-",
    *(f"seam.{remedy.value}" for remedy in Remedy),
))  # fmt: skip
CLIPS_MENU: tuple[Entry, ...] = (
    "timeline.cut", "timeline.copy", "timeline.paste", "timeline.paste_insert", "-",
    "timeline.here", "timeline.all", "-",
    "timeline.split", "timeline.delete", "timeline.ripple_delete", "-",
    _TRIM, _MOVE, _LINK, "-", _SPEED, _PLACE, _LOOK, _TRANSITION, _TITLE, "-",
    _SEAM, "clip.inspector",
)  # fmt: skip
HERE_MENU: tuple[Entry, ...] = (  # of the pointer on the timeline
    "timeline.split", "-", "timeline.cut", "timeline.copy", "timeline.paste", "-",
    "timeline.delete", "timeline.ripple_delete", "-",
    "clip.transition", "clip.crossfade", "clip.no_transition", "clip.mend", "-",
    _LINK, _SPEED, _LOOK,
)  # fmt: skip
MARKER_MENU: tuple[Entry, ...] = (
    "timeline.marker", "timeline.marker_name", "timeline.marker_gone", "-", *_COLOURS, "-",
    "timeline.marker_before", "timeline.marker_behind",
)  # fmt: skip
