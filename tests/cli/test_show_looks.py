"""`show --json` tells how clips look: place, pace, transitions, titles and tables."""

import json
from fractions import Fraction

from studio.cli.show import film_as_json
from studio.timeline.look import Lut, Wipe
from studio.timeline.look_edits import change_look
from studio.timeline.lut_edits import add_lut
from studio.timeline.pace_edits import set_speed
from studio.timeline.title_edits import add_title
from studio.timeline.transition_edits import set_transition
from tests.timeline.looks import A, B, cut_film


def test_everything_a_clip_wears_is_told() -> None:
    film = change_look(cut_film(), [A], opacity=0.5)
    film = set_speed(film, [A], Fraction(3, 2))
    film = set_transition(film, [B], kind=Wipe.WHIP, frames=8)
    film = add_title(film, 5, 20, "Titles", text="Dawn", title_id="ti_one00000")
    film = add_lut(film, Lut(id="lu_warm0000", name="w", path="media/w.cube", sha256="0" * 64))
    told = json.loads(json.dumps(film_as_json(film, {})))
    first, second = told["cut"]["tracks"][0]["clips"][:2]
    assert first["look"]["opacity"] == 0.5
    assert Fraction(first["speed"]) == Fraction(3, 2)
    assert second["entry"] == {"kind": "whip", "frames": 8}
    assert told["titles"][0]["text"] == "Dawn"
    assert told["cut"]["tracks"][-1]["clips"][0]["owner"] == told["titles"][0]["id"]
    assert told["luts"][0]["name"] == "w"
    assert told["cut"]["room_tone"] is None
    assert told["cut"]["tracks"][1]["pan"] == 0
