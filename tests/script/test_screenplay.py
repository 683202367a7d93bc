"""Fountain: the whole syntax, everything kept in its order."""

import pytest

from studio.errors import BadInput
from studio.script.screenplay import is_screenplay, read_screenplay, time_of
from studio.script.treatment import Asked, Place, Said
from studio.timeline.story import Move, Size


def places(text: str) -> tuple[Place, ...]:
    return read_screenplay(text).scenes


def shots(text: str) -> tuple[Asked, ...]:
    return places(f"INT. ROOM - DAY\n\n{text}\n")[0].shots


def said(text: str) -> list[Said]:
    return [line for shot in shots(text) for line in shot.dialogue]


def seen(text: str) -> list[str]:
    return [shot.text for shot in shots(text) if shot.text]


def test_the_title_page_is_no_scene() -> None:
    made = read_screenplay(
        "Title:\n    _**The Quay**_\nCredit: Written by\nAuthor: N. N.\n\n"
        "EXT. QUAY - DAWN\n\nFog.\n"
    )
    assert made.title == "The Quay"
    assert [(p.heading, p.place, p.time) for p in made.scenes] == [
        ("EXT. QUAY - DAWN", "QUAY", "dawn")
    ]
    assert [shot.text for shot in made.scenes[0].shots] == ["Fog."]


@pytest.mark.parametrize(
    ("heading", "place", "time"),
    [
        ("INT. HOUSE - KITCHEN - NIGHT", "HOUSE - KITCHEN", "night"),
        ("EXT. SEA - DUSK", "SEA", "dusk"),
        ("INT./EXT. CAR - DAY", "CAR", "day"),
        ("I/E. CAR - CONTINUOUS", "CAR", ""),
        ("int. lower case - day", "lower case", "day"),
        ("EST. THE CITY - EVENING", "THE CITY", "dusk"),
        ("EXT. BIRTHDAY PARTY", "BIRTHDAY PARTY", ""),
    ],
)
def test_headings(heading: str, place: str, time: str) -> None:
    (made,) = places(f"{heading}\n\nSomething.\n")
    assert (made.heading, made.place, made.time) == (heading, place, time)


def test_forced_headings_and_scene_numbers() -> None:
    made = places("INT. A - DAY #1A#\n\nOne.\n\n.THE LAMP, FROM INSIDE #2#\n\nTwo.\n")
    assert [place.heading for place in made] == ["INT. A - DAY", "THE LAMP, FROM INSIDE"]


def test_an_ellipsis_is_no_forced_heading() -> None:
    assert len(places("INT. A - DAY\n\n...and then nothing.\n")) == 1


def test_action_two_sentences_a_shot() -> None:
    assert seen("She runs. She falls. She rises.") == ["She runs. She falls.", "She rises."]
    assert seen("Mrs. Lau waits. She cooks.") == ["Mrs. Lau waits. She cooks."]


def test_forced_action() -> None:
    made = shots("!THE CLOCK SAYS TEN.\n\n!BANG")
    assert [shot.text for shot in made] == ["THE CLOCK SAYS TEN.", "BANG"]
    assert all(not shot.dialogue for shot in made)


def test_dialogue_with_a_parenthetical() -> None:
    (line,) = said("ANNA\n(softly)\nGo now.")
    assert (line.speaker, line.text, line.emotion) == ("ANNA", "Go now.", "softly")


def test_a_parenthetical_in_the_middle() -> None:
    made = said("ANNA\nGo now.\n(beat)\nPlease.")
    assert [(x.text, x.emotion) for x in made] == [("Go now.", ""), ("Please.", "beat")]
    assert {x.speaker for x in made} == {"ANNA"}


def test_forced_characters() -> None:
    (line,) = said("@McALLISTER\nHold on.")
    assert line.speaker == "McALLISTER"


@pytest.mark.parametrize("end", ["(CONT'D)", "(cont'd)", "(O.S.)", "(V.O.)"])
def test_extensions_are_no_part_of_a_name(end: str) -> None:
    (line,) = said(f"ANNA {end}\nHold on.")
    assert (line.speaker, line.emotion) == ("ANNA", "")


def test_a_voice_over_is_not_seen() -> None:
    assert shots("ANNA (V.O.)\nLong ago.")[0].subjects == ()
    assert shots("ANNA\nNow.")[0].subjects == ("ANNA",)


def test_dual_dialogue_keeps_both() -> None:
    made = said("ANNA\nWe answer it.\n\nBEN ^\nWe do not.")
    assert [(x.speaker, x.text) for x in made] == [
        ("ANNA", "We answer it."), ("BEN", "We do not."),
    ]  # fmt: skip


def test_lyrics_are_sung() -> None:
    made = said("ANNA\n~Come home, come home,\n~the water is wide.")
    words = " ".join(x.text for x in made)
    assert words == "Come home, come home, the water is wide."
    assert {x.speaker for x in made} == {"ANNA"}


def test_notes_and_boneyard_are_left_out() -> None:
    text = "She turns. [[The radio is old.]]\n\n/* A longer\n\nscene was here. */\n\nShe waits."
    assert seen(text) == ["She turns.", "She waits."]


def test_sections_synopses_and_page_breaks_are_not_seen() -> None:
    made = places(
        "# Act One\n\n= They meet.\n\nINT. A - DAY\n\nOne.\n\n===\n\n"
        "## Later\n\nEXT. B - NIGHT\n\nTwo.\n"
    )
    assert [[shot.text for shot in place.shots] for place in made] == [["One."], ["Two."]]


def test_centred_words_are_on_the_screen() -> None:
    (shot,) = shots("> THE END <")
    assert shot.onscreen_text == ("THE END",)
    assert shot.dialogue == ()


def test_transitions_are_not_seen() -> None:
    assert seen("She waits.\n\nCUT TO:\n\n> FADE OUT.") == ["She waits."]


def test_emphasis_is_taken_away_and_words_stay() -> None:
    assert seen("She is *very* **calm** and ***cold*** and _slow_.") == [
        "She is very calm and cold and slow."
    ]
    assert said("ANNA\nGood. *Good*.")[0].text == "Good. Good."
    assert seen("file_name and 2*3*4 stay") == ["file_name and 2*3*4 stay"]


def test_a_speech_over_several_lines_is_one_line() -> None:
    (line,) = said("ANNA\nGo now,\nbefore it rains.")
    assert line.text == "Go now, before it rains."


def test_languages_of_lines() -> None:
    made = said("MRS. LAU\n(in Cantonese)\n食啲嘢先啦。\n\nMRS. LAU\nThis rock.")
    assert [(x.language, x.emotion) for x in made] == [("yue", ""), ("en", "")]


def test_craft_in_action() -> None:
    (shot,) = shots("CLOSE-UP of the key, slow push in.")
    assert (shot.size, shot.moves) == (Size.CLOSE_UP, (Move.PUSH_IN,))


def test_who_speaks_somewhere_is_seen_everywhere() -> None:
    made = shots("ANNA\nHello.\n\nAnna sits.")
    assert made[1].subjects == ("ANNA",)


def test_genders_come_from_the_action_not_from_what_is_said() -> None:
    text = (
        "INT. A - DAY\n\nSORREL cuts his bread.\n\n"
        "SORREL\nShe says eat. She is kind.\n\nVERN\nOh.\n"
    )
    roles = {role.name: role.gender for role in read_screenplay(text).roles}
    assert roles == {"SORREL": "male", "VERN": None}


def test_a_text_without_scenes() -> None:
    with pytest.raises(BadInput) as caught:
        read_screenplay("Just some words.")
    assert caught.value.key == "script.no_scenes"


def test_a_scene_without_anything_is_kept() -> None:
    made = places("INT. A - DAY\n\nEXT. B - NIGHT\n\nTwo.\n")
    assert [place.heading for place in made] == ["INT. A - DAY", "EXT. B - NIGHT"]
    assert made[0].shots


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("INT. A - DAY\n\nOne.", True),
        ("EXT B\n\nOne.", True),
        ("A girl runs. Int. peace.", False),
        ("| EXT. A | x |\n|---|---|\n| 1 | 2 |\nEXT. B", False),
        ("Scene 1: A", False),
    ],
)
def test_what_is_a_screenplay(text: str, yes: bool) -> None:
    assert is_screenplay(text) is yes


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("傍晚", "dusk"),
        ("晚上", "night"),
        ("清晨", "dawn"),
        ("生日", ""),
        ("内景 厨房 日", "day"),
        ("春日新茶", ""),
        ("朝她走去", ""),
        ("朝の森", "dawn"),
        ("夜", "night"),
        ("saturday night", "night"),
        ("amanecer", "dawn"),
        ("放課後", "day"),
        ("밤", "night"),
        ("knight", ""),
        ("", ""),
    ],
)
def test_times(text: str, time: str) -> None:
    assert time_of(text) == time


def test_a_name_without_capitals_is_a_cue() -> None:
    made = read_screenplay(
        "INT. 茶馆 - NIGHT\n\n雨打在窗上。\n\n老周\n\uff08低声\uff09\n回来啦\uff1f\n\n"
        "阿玲\uff08粤语\uff09\n返嚟喇。\n\n灯灭了。\n风停了。\n"
    )
    lines = [line for shot in made.scenes[0].shots for line in shot.dialogue]
    assert [(x.speaker, x.text, x.language, x.emotion) for x in lines] == [
        ("老周", "回来啦\uff1f", "zh", "低声"), ("阿玲", "返嚟喇。", "yue", ""),
    ]  # fmt: skip
    assert [shot.text for shot in made.scenes[0].shots if shot.text][-1] == "灯灭了。 风停了。"


def test_lyrics_that_stand_alone_are_nobodys() -> None:
    made = read_screenplay("INT. A - DAY\n\nBEN\nNo.\n\nHe goes.\n\n~La la la.\n")
    lines = [line for shot in made.scenes[0].shots for line in shot.dialogue]
    assert [(x.speaker, x.text) for x in lines] == [("BEN", "No."), (None, "La la la.")]


def test_one_spanish_line_makes_no_spanish_film() -> None:
    made = read_screenplay(
        "INT. A - DAY\n\nThe rain is on.\n\nANA\n¿Quién anda ahí?\n\nBEN\nIt is me.\n"
    )
    assert made.language == "en"
    assert [x.language for s in made.scenes[0].shots for x in s.dialogue] == ["es", "en"]
