"""What the menus of a film's window list, by the ids of actions; "-" is a line."""

from studio.ui.actions import Entry, Submenu
from studio.ui.cast_actions import SUBJECT_MENU
from studio.ui.deliver_actions import DELIVER_MENU
from studio.ui.edit_page import LAYOUT_MENU
from studio.ui.frame_actions import FRAME_MENU
from studio.ui.job_details import DEEDS
from studio.ui.script_page import SCRIPT_MENU
from studio.ui.take_actions import TAKES_MENU
from studio.ui.timeline_menus import CLIPS_MENU, MENU
from studio.ui.viewer_actions import MEASURING_MENU, VIEWER_MENU

MENUS: dict[str, tuple[Entry, ...]] = {
    "film": ("film.save", "film.earlier", "-", "media.import", "media.import_folder", "-",
             "film.generate", "film.stop", "film.hold", "film.ledger", "-",
             "app.preferences", "-", "film.close", "film.quit"),
    "edit": ("edit.undo", "edit.redo", "view.history"),
    "script": SCRIPT_MENU,
    "shot": ("shot.generate", "shot.together", "-",
             "shot.insert", "shot.duplicate", "shot.split", "shot.merge", "shot.fit_lines",
             "shot.delete", "shot.all", "-",
             "shot.earlier", "shot.later", "shot.scene_before", "shot.scene_after", "-",
             "take.lips", "shot.talk", "media.add"),
    "cast": ("view.cast", "-", "cast.new", "cast.actor", "-",
             "cast.library", "cast.save", "cast.update", "-", *SUBJECT_MENU),
    "take": TAKES_MENU,
    "clip": CLIPS_MENU,
    "timeline": MENU,
    "play": (*VIEWER_MENU, "-", Submenu("frame", FRAME_MENU)),
    "deliver": DELIVER_MENU,
    "jobs": ("view.jobs", "film.hold", "film.stop", "film.skip_ahead", "-",
             *(f"job.{name}" for name in DEEDS), "-", "app.traffic"),
    "view": ("page.script", "page.board", "page.edit", "page.deliver", "-", "view.table",
             "view.media", "view.cast", "view.larger", "view.smaller", "-", *LAYOUT_MENU, "-",
             Submenu("scopes", MEASURING_MENU), "-", "view.jobs", "view.palette"),
}  # fmt: skip
