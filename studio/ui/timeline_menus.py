"""Which actions of the timeline stand in which menu; "-" is a line."""

from studio.timeline.cut import MarkerColour

MENU = (
    "timeline.select", "timeline.razor", "timeline.snap", "timeline.linked", "-",
    "timeline.insert", "timeline.overwrite", "timeline.media_insert", "timeline.media_overwrite",
    "timeline.files", "-",
    "timeline.source", "timeline.match", "timeline.view_media", "timeline.target_picture",
    "timeline.target_sound", "-",
    "timeline.marker", "timeline.marker_name", "timeline.marker_colour", "timeline.marker_gone",
    "timeline.marker_earlier", "timeline.marker_later", "timeline.marker_before",
    "timeline.marker_behind", "-",
    "timeline.in", "timeline.out", "timeline.no_span", "-",
    "timeline.previous", "timeline.next", "-",
    "timeline.fit", "timeline.nearer", "timeline.farther", "-",
    "timeline.track_mute", "timeline.track_solo", "timeline.track_lock", "timeline.track_taller",
    "timeline.track_lower", "timeline.track_name", "timeline.track_remove", "-",
    "timeline.add_picture", "timeline.add_sound", "timeline.add_text",
)  # fmt: skip
CLIPS_MENU = (
    "timeline.cut", "timeline.copy", "timeline.paste", "timeline.paste_insert", "-",
    "timeline.here", "timeline.all", "-",
    "timeline.split", "timeline.split_all", "timeline.head", "timeline.tail", "-",
    "timeline.delete", "timeline.ripple_delete", "timeline.close_gap", "-",
    "timeline.link", "timeline.unlink", "timeline.into_sync", "timeline.slip_sync", "-",
    "timeline.earlier", "timeline.later", "timeline.before", "timeline.behind",
    "timeline.up", "timeline.down",
)  # fmt: skip
CLIP_MENU = (
    "timeline.split", "-", "timeline.cut", "timeline.copy", "timeline.paste", "-",
    "timeline.delete", "timeline.ripple_delete", "-", "timeline.link", "timeline.unlink",
    "timeline.into_sync", "timeline.slip_sync",
)  # fmt: skip
MARKER_MENU = (
    "timeline.marker", "timeline.marker_name", "timeline.marker_gone", "-",
    *(f"timeline.marker_{colour.value}" for colour in MarkerColour), "-",
    "timeline.marker_before", "timeline.marker_behind",
)  # fmt: skip
