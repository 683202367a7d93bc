"""What is asked of a whole text, put on its beats."""

from studio.script.kinds import kinds
from studio.script.looks import Beat
from studio.script.orders import carried, everywhere, moved, sized
from studio.script.treatment import Asked, Place, Said
from studio.timeline.story import Angle, Move, Size

GENERAL, ADVERT = kinds()["general"], kinds()["advert"]


def row(*texts: str) -> list[Beat]:
    return [Beat(Asked(text=text)) for text in texts]


def test_sizes_go_in_order() -> None:
    made = sized(row("a", "b", "c"), [Size.LONG, Size.CLOSE_UP])
    assert [beat.shot.size for beat in made] == [Size.LONG, Size.CLOSE_UP, None]


def test_a_manner_of_the_camera_is_in_every_shot_a_move_in_one() -> None:
    made = moved(row("a", "b"), [Move.HANDHELD, Move.PUSH_IN])
    assert [beat.shot.moves for beat in made] == [
        (Move.HANDHELD, Move.PUSH_IN), (Move.HANDHELD,),
    ]  # fmt: skip
    made = moved(row("a road", "the camera orbits a car"), [Move.ORBIT_LEFT])
    assert [beat.shot.moves for beat in made] == [(), (Move.ORBIT_LEFT,)]


def test_each_and_angle_are_everywhere_and_craft_is_no_picture() -> None:
    place = Place(text="x", each=2, angle=Angle.LOW)
    made = everywhere(row("Wide shot of a desert", "a nomad"), place)
    assert [(b.shot.text, b.shot.seconds, b.shot.angle) for b in made] == [
        ("A desert", 2, Angle.LOW), ("A nomad", 2, Angle.LOW),
    ]  # fmt: skip


def test_words_stand_where_they_are_told_and_last_in_an_advert() -> None:
    held = Asked(text="x", onscreen_text=("LATER",))
    place = Place(text='Text: "LATER". A bride waits', shots=(held,))
    told = row("A bride waits", "Rain")
    shown = [beat.shot.onscreen_text for beat in carried(told, place, GENERAL)]
    assert shown == [("LATER",), ()]
    shown = [beat.shot.onscreen_text for beat in carried(told, place, ADVERT)]
    assert shown == [(), ("LATER",)]


def test_a_narrators_lines_are_spread_over_the_pictures() -> None:
    held = Asked(text="x", dialogue=(Said(text="One."), Said(text="Two.")))
    made = carried(row("a", "b", "c", "d"), Place(text="x", shots=(held,)), GENERAL)
    assert [len(beat.shot.dialogue) for beat in made] == [1, 0, 1, 0]
    assert not made[0].spare
