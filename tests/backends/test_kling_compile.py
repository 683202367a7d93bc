"""What becomes of a request on its way to Kling: always a body the service takes, or a reason."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.backends.base import Compiled, Facts, Fate, Figure, Input, Request, Spoken
from studio.backends.kling_compile import Compiler
from studio.backends.kling_fill import external
from studio.backends.kling_model import kling
from studio.backends.kling_pieces import all_inputs
from studio.errors import BadInput
from tests.backends.kling_desk import clip, figure, models, picture, wish
from tests.backends.kling_legacy_rules import CHECKS
from tests.backends.kling_rules import PATHS, wrong

TABLE = kling(Path("/nowhere"))
FAMILIES = tuple(TABLE.families)
ELEMENT = "321922438904313"
JPEG = "/9j/4AAQSkZJRgABAQ=="


def compiled(request: Request, name: str = "kling", *, bucket: bool = True) -> Compiled:
    return Compiler(TABLE, name, bucket).compile(request)


def body_of(request: Request, name: str = "kling", **more: Any) -> dict[str, Any]:
    found = compiled(request, name, **more)
    assert found.blocks == (), [block.text() for block in found.blocks]
    return found.calls[0].body


def text_of(request: Request, name: str = "kling") -> str:
    body = body_of(request, name)
    if "prompt" in body:
        return body["prompt"]
    return next(item["text"] for item in body["contents"] if item["type"] == "prompt")


def keys(sentences: Any) -> list[str]:
    return [each.key.removeprefix("kling.") for each in sentences]


def blocks(request: Request, name: str = "kling", **more: Any) -> list[str]:
    return keys(compiled(request, name, **more).blocks)


def fates(request: Request, name: str = "kling") -> dict[str, Fate]:
    return {change.field: change.fate for change in compiled(request, name).account}


def sent(found: Compiled, request: Request, key: str = "job-1") -> dict[str, Any]:
    """The body as it would go out, with stand-ins for the files."""
    inputs = all_inputs(request)

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            if value.keys() == {"$input"}:
                video = inputs[value["$input"]].kind == "video"
                return "https://bucket.example/x" if video else JPEG
            if value.keys() == {"$key"}:
                return external(key)
            return {name: filled(each) for name, each in value.items()}
        return [filled(each) for each in value] if isinstance(value, list) else value

    return filled(found.calls[0].body)


WORDS = st.text('abcdeé @;,.shot 1234林月走<>\n"“”-_', max_size=60) | st.sampled_from(
    [
        "@Mira runs; @plan lies there",
        "shot 1, 4, a man; shot 2, 3, a dog;",
        "write a@b.com @nobody",
        "@Mira走进房间",
        "<<<image_1>>> opens",
        "林月@Mira 。",
        "x" * 700,
        "word " * 900,
        "@image_1 @element_1",
    ]
)
ROLES = [
    "first_frame",
    "last_frame",
    "subject",
    "style",
    "motion",
    "camera",
    "sound",
    "music",
    "lip",
]
FIGURES = st.lists(
    st.builds(
        lambda name, element, kind, voice, words: Figure(
            key=name.lower(),
            name=name,
            description=words,
            handles={
                k: v
                for k, v in (
                    ("kling.element", element),
                    ("kling.element.kind", kind),
                    ("kling.voice", voice),
                )
                if v
            },
        ),
        st.sampled_from(["Mira", "Mir", "林月", "Ann", "Anna", "Bo"]),
        st.sampled_from(["", "", ELEMENT, "829836000000000001"]),
        st.sampled_from(["image_refer", "video_refer", ""]),
        st.sampled_from(["", "82983", "4711"]),
        WORDS,
    ),
    max_size=5,
    unique_by=lambda f: f.key,
)


@st.composite
def inputs(draw: st.DrawFn) -> Input:
    role = draw(st.sampled_from(ROLES))
    kind = {
        "motion": "video",
        "camera": "video",
        "sound": "sound",
        "music": "sound",
        "lip": "sound",
    }.get(role, "picture")
    if role == "subject":
        kind = draw(st.sampled_from(["picture", "video"]))
    good = Facts(bytes=1000, width=1280, height=720, milliseconds=5000, rate=Decimal(24))
    facts = draw(
        st.sampled_from([good, good, good, None])
        | st.builds(
            Facts,
            bytes=st.sampled_from([1000, 60_000_000, 250_000_000]),
            width=st.sampled_from([200, 1280, 1920, 3840, 5000]),
            height=st.sampled_from([300, 720, 1080]),
            milliseconds=st.sampled_from([None, 2000, 5000, 12000, 31000]),
            rate=st.sampled_from([None, Decimal(24), Decimal("23.976"), Decimal(60)]),
            has_sound=st.booleans(),
        )
    )
    end = {"picture": "png", "video": "mp4", "sound": "wav"}[kind]
    name = draw(st.sampled_from(["plan", "Mira", "x;y", "a@b", "面"]))
    owner = draw(st.sampled_from([None, "mira", "林月", "ann"]))
    digest = draw(st.sampled_from(["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"]))
    return Input(
        role=role,
        kind=kind,
        path=f"media/{digest}.{end}",
        sha256=digest,
        name=name,
        figure=owner,
        facts=facts,
    )  # type: ignore[arg-type]


LINES = st.lists(
    st.builds(
        Spoken,
        key=st.just("l"),
        speaker=st.sampled_from(["", "mira", "林月"]),
        text=WORDS,
        language=st.sampled_from(["en", "zh", "ja", "yue", "zh-CN"] * 3 + ["fr"]),
        emotion=st.sampled_from(["", "angry; @x"]),
    ),
    max_size=2,
)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "task": st.sampled_from(["auto", "edit", "extend", "feature", "motion", "nonsense"]),
        "resolution": st.sampled_from(["720p", "1080p", "4k", "8k"]),
        "cuts": st.sampled_from(["auto", "one", 3]),
        "orientation": st.sampled_from(["image", "video"]),
        "ratio": st.sampled_from(["1:1", "9:16", "3:1"]),
        "watermark": st.booleans(),
        "strange": st.integers(),
    },
)


def requests(then: st.SearchStrategy[tuple[Request, ...]]) -> st.SearchStrategy[Request]:
    return st.builds(
        Request,
        prompt=WORDS,
        negative=st.just("") | WORDS,
        setting=st.just("") | WORDS,
        style=st.just("") | WORDS,
        width=st.sampled_from([720, 1080, 1920, 2048, 3840]),
        height=st.sampled_from([720, 1080, 1920, 858]),
        rate_num=st.sampled_from([24, 25, 24000]),
        rate_den=st.sampled_from([1, 1001]),
        frames=st.integers(1, 130) | st.integers(1, 500),
        size=st.sampled_from(["long", "close_up"]),
        angle=st.sampled_from(["eye", "dutch"]),
        moves=st.lists(st.sampled_from(["static", "push_in", "whip_pan"]), max_size=2).map(tuple),
        pace=st.sampled_from(["normal", "slow"]),
        figures=FIGURES.map(tuple),
        lines=LINES.map(tuple),
        onscreen_text=st.lists(WORDS, max_size=1).map(tuple),
        inputs=st.just(()) | st.lists(inputs(), max_size=4).map(tuple),
        sound=st.booleans(),
        seed=st.integers(0, 9),
        options=st.just({}) | OPTIONS,
        then=then,
    )


SHOTS = requests(st.just(()))
FILMS = requests(st.just(()) | st.lists(SHOTS, max_size=6).map(tuple))


STEERED = [
    (),
    ("first_frame",),
    ("first_frame", "last_frame"),
    ("style",),
    ("style", "style", "subject"),
    ("motion",),
    ("camera", "style"),
    ("motion", "subject"),
    ("first_frame", "style"),
    ("first_frame", "camera"),
    ("motion", "first_frame"),
]


@st.composite
def sane(draw: st.DrawFn) -> Request:
    """A request as makers have them: files that fit together, lengths in reach."""
    files = tuple(
        (clip if role in {"motion", "camera"} else picture)(
            role, sha256=f"{place}", name=f"ref {place}"
        )
        for place, role in enumerate(draw(st.sampled_from(STEERED)))
    )
    base = draw(SHOTS).model_dump()
    words = st.sampled_from(["a fox; @Mira runs, @ref 0 glows", "林月看@ref 0。", "x" * 300])
    width, height = draw(st.sampled_from([(1920, 1080), (1080, 1920), (1280, 720), (2048, 1080)]))
    options = draw(
        st.sampled_from(
            [{}, {}, {"task": "feature"}, {"task": "extend"}, {"cuts": "auto"}, {"task": "edit"}]
        )
    )
    base |= {"prompt": draw(words), "width": width, "height": height, "inputs": files, "lines": ()}
    base |= {"frames": draw(st.integers(1, 72)), "negative": "", "style": "", "setting": ""}
    shot = Request.model_validate(base | {"options": {}})
    more = draw(st.integers(0, 4)) if not options else 0
    later = shot.model_copy(
        update={"inputs": tuple(f for f in files if "frame" not in f.role), "options": {}}
    )
    then = (later,) * more
    return shot.model_copy(update={"then": then, "options": options})


@given(FILMS | sane(), st.sampled_from(FAMILIES))
@settings(max_examples=500)
def test_whatever_the_request_the_body_passes_or_is_blocked(request: Request, name: str) -> None:
    found = compiled(request, name)
    if found.blocks:
        for block in found.blocks:
            assert block.text("zh")
            assert block.text("en")
        return
    call = found.calls[0]
    assert call.path in PATHS
    characters = {
        f.handles["kling.element"]
        for shot in (request, *request.then)
        for f in shot.figures
        if f.handles.get("kling.element.kind") == "video_refer" and "kling.element" in f.handles
    }
    plain = {
        f.handles["kling.element"]
        for shot in (request, *request.then)
        for f in shot.figures
        if f.handles.get("kling.element.kind") != "video_refer" and "kling.element" in f.handles
    }
    assert wrong(call.path, sent(found, request), characters - plain) == []
    assert found.price > 0
    assert found.estimated
    for change in found.account:
        assert change.told.text("zh")


@given(SHOTS)
@settings(max_examples=150)
def test_a_still_passes_or_is_blocked(shot: Request) -> None:
    request = shot.model_copy(update={"kind": "picture"})
    found = compiled(request)
    if not found.blocks:
        assert CHECKS[found.calls[0].path](sent(found, request)) == []


@given(SHOTS)
@settings(max_examples=100)
def test_a_simple_shot_is_never_blocked_for_nothing(shot: Request) -> None:
    """Words, a length in reach and a common shape: every family makes that."""
    plain = wish(
        prompt="a fox",
        frames=min(shot.frames, 240),
        seed=shot.seed,
        pace=shot.pace,
        moves=shot.moves,
        sound=shot.sound,
        size=shot.size,
        angle=shot.angle,
    )
    for name in FAMILIES:
        assert blocks(plain, name) == []


def test_every_wish_has_a_line_in_the_account() -> None:
    line = Spoken(key="l", speaker="mira", text="Go!", language="en")
    request = wish(
        frames=100,
        rate_num=25,
        negative="blur",
        setting="a hut",
        style="noir",
        moves=("push_in",),
        angle="low",
        pace="slow",
        lines=(line,),
        figures=(figure(),),
        onscreen_text=("EXIT",),
        inputs=(picture("style", name="plan"),),
        width=2048,
        height=858,
        options={"foo": 1},
    )
    told = fates(request)
    wanted = {
        "prompt": Fate.REWRITTEN,
        "negative": Fate.REWRITTEN,
        "setting": Fate.REWRITTEN,
        "style": Fate.REWRITTEN,
        "size": Fate.REWRITTEN,
        "angle": Fate.REWRITTEN,
        "moves": Fate.REWRITTEN,
        "pace": Fate.REWRITTEN,
        "lines": Fate.REWRITTEN,
        "onscreen_text": Fate.REWRITTEN,
        "inputs[0]": Fate.KEPT,
        "sound": Fate.KEPT,
        "seed": Fate.DROPPED,
        "rate": Fate.ROUNDED,
        "frames": Fate.KEPT,
        "ratio": Fate.ROUNDED,
        "resolution": Fate.ROUNDED,
        "options.foo": Fate.DROPPED,
    }
    assert told == wanted


def test_a_length_is_never_shorter_than_wanted() -> None:
    for frames, seconds in ((1, 3), (72, 3), (73, 4), (120, 5), (121, 6), (360, 15)):
        assert body_of(wish(frames=frames))["settings"]["duration"] == seconds
    assert body_of(wish(frames=121), "kling-2.6")["settings"]["duration"] == 10
    assert blocks(wish(frames=361)) == ["too_long"]
    # 120 frames at 24000/1001 are 5.005 s: 5 s are 120 frames to the nearest one.
    ntsc = wish(frames=120, rate_num=24000, rate_den=1001)
    assert body_of(ntsc)["settings"]["duration"] == 5
    assert fates(ntsc)["frames"] is Fate.ROUNDED


@pytest.mark.parametrize(
    ("size", "resolution", "ratio"),
    [
        ((1280, 720), "720p", "16:9"),
        ((1920, 1080), "1080p", "16:9"),
        ((3840, 2160), "4k", "16:9"),
        ((1080, 1920), "1080p", "9:16"),
        ((1000, 1000), "1080p", "1:1"),
        ((640, 360), "720p", "16:9"),
    ],
)
def test_the_least_resolution_that_is_not_smaller(
    size: tuple[int, int], resolution: str, ratio: str
) -> None:
    found = body_of(wish(width=size[0], height=size[1]))["settings"]
    assert (found["resolution"], found["aspect_ratio"]) == (resolution, ratio)


def test_a_ratio_far_from_everything_is_refused() -> None:
    assert blocks(wish(width=3000, height=600)) == ["ratio_far"]


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        (wish(), "/text-to-video/kling-3.0"),
        (wish(inputs=(picture("first_frame"),)), "/image-to-video/kling-3.0"),
        (
            wish(inputs=(picture("first_frame"),), figures=(figure(element=ELEMENT),)),
            "/image-to-video/kling-3.0",
        ),
        (wish(figures=(figure(element=ELEMENT),)), "/omni-video/kling-3.0-omni"),
        (wish(inputs=(picture("style"),)), "/omni-video/kling-3.0-omni"),
        (wish(inputs=(clip("camera"),)), "/omni-video/kling-3.0-omni"),
        (wish(inputs=(clip(), picture())), "/motion-control/kling-3.0"),
        (
            wish(inputs=(clip(), picture()), options={"task": "feature"}),
            "/omni-video/kling-3.0-omni",
        ),
        (
            wish(inputs=(clip(seconds=4), picture())),
            "/omni-video/kling-3.0-omni",
        ),  # too short for it
        (wish(inputs=(clip(), picture()), options={"task": "edit"}), "/omni-video/kling-3.0-omni"),
    ],
)
def test_what_steers_a_shot_chooses_the_path(request_: Request, path: str) -> None:
    assert compiled(request_).calls[0].path == path


def test_a_video_that_is_much_longer_than_the_shot_is_not_made_whole_unasked() -> None:
    long = (clip(seconds=12), picture())
    assert compiled(wish(inputs=long)).calls[0].path == "/omni-video/kling-3.0-omni"
    asked = compiled(wish(inputs=long, options={"task": "motion"}))
    assert asked.calls[0].path == "/motion-control/kling-3.0"
    assert "clip_long" in keys(asked.warnings)
    assert asked.price == Decimal("2.016")
    short = compiled(wish(inputs=(clip(seconds=4),), options={"task": "edit"}))
    assert "clip_short" in keys(short.warnings)


def test_pictures_that_are_too_much_for_a_body_need_a_bucket() -> None:
    facts = picture().facts
    assert facts is not None
    heavy = facts.model_copy(update={"bytes": 30_000_000})
    two = tuple(picture("style", sha256=f"{n}", name=f"p{n}", facts=heavy) for n in (1, 2))
    assert blocks(wish(inputs=two), bucket=False) == ["body_too_heavy"]
    assert blocks(wish(inputs=two)) == []
    assert "body_heavy" in keys(compiled(wish(inputs=two[:1]), bucket=False).warnings)


def test_a_registered_look_stands_for_its_pictures() -> None:
    request = wish(
        prompt="@Mira smiles", figures=(figure(element=ELEMENT),), inputs=(picture(figure="mira"),)
    )
    items = body_of(request)["contents"]
    assert [item["type"] for item in items] == ["prompt", "element"]
    assert items[1]["element_id"] == ELEMENT
    assert "@element_1 smiles" in items[0]["text"]
    assert fates(request)["inputs[0]"] is Fate.MERGED


def test_names_are_spelled_by_id_and_nothing_else_looks_like_one() -> None:
    request = wish(
        prompt="@Anna and @Ann meet at @plan; write to ann@home.com, not @nobody. 看@林月走",
        figures=(figure("Ann"), figure("Anna", element=ELEMENT), figure("林月", element="77")),
        inputs=(picture("style", name="plan"),),
    )
    text = text_of(request)
    assert "@element_1 and Ann meet at @image_1" in text
    assert "ann＠home.com, not nobody" in text
    assert "看 @element_2 走" in text
    assert {"unknown_name", "guarded"} <= set(keys(compiled(request).warnings))


def test_the_words_are_in_the_language_of_the_shot() -> None:
    text = text_of(
        wish(prompt="林月跑过雪地", moves=("push_in",), negative="模糊", size="close_up")
    )
    assert text == "特写，镜头推近。林月跑过雪地。避免出现：模糊。"


def test_a_chinese_name_does_not_make_words_chinese() -> None:
    request = wish(prompt="@林月 opens the door", figures=(figure("林月", element="77"),))
    assert text_of(request).startswith("Medium shot. @element_1 opens the door.")


def test_sounds_are_dropped_and_told() -> None:
    song = Input(role="music", kind="sound", path="a.mp3", sha256="x", name="song")
    found = compiled(wish(inputs=(song,)))
    assert keys(found.blocks) == []
    assert "sound_dropped" in keys(found.warnings)
    assert fates(wish(inputs=(song,)))["inputs[0]"] is Fate.DROPPED


def test_what_a_family_cannot_take_is_refused_or_told() -> None:
    assert blocks(wish(inputs=(picture("style"),)), "kling-turbo") == ["refused_input"]
    cast = compiled(wish(inputs=(picture(figure="mira"),), figures=(figure(),)), "kling-turbo")
    assert keys(cast.blocks) == []
    assert "look_dropped" in keys(cast.warnings)


def test_a_line_in_a_language_it_does_not_speak_is_refused() -> None:
    line = Spoken(key="l", speaker="", text="Bonjour", language="fr")
    assert blocks(wish(lines=(line,))) == ["language"]
    silent = compiled(wish(lines=(line,)), "kling-2.5-turbo")
    assert keys(silent.blocks) == []
    assert "lines_silent" in keys(silent.warnings)


@pytest.mark.parametrize(
    ("name", "request_", "price"),
    [
        ("kling", wish(), "0.84"),  # 5 s at 1080p with sound: 5 x 1.2 x 0.14
        ("kling", wish(sound=False), "0.56"),
        ("kling", wish(width=1280, height=720), "0.63"),
        ("kling", wish(width=3840, height=2160), "2.10"),
        ("kling", wish(inputs=(picture("style"),)), "0.70"),
        ("kling", wish(inputs=(clip("camera"),)), "0.84"),
        ("kling", wish(inputs=(clip(seconds=6.2), picture())), "1.176"),  # 7 s of motion
        ("kling", wish(inputs=(clip(seconds=6.2),), options={"task": "edit"}), "1.176"),
        ("kling-turbo", wish(frames=72, width=1280, height=720), "0.336"),  # 2.4 units
        ("kling-o1", wish(), "0.56"),
        ("kling-2.6", wish(), "0.70"),
        ("kling-2.5-turbo", wish(), "0.35"),
        ("kling", wish(kind="picture"), "0.028"),
    ],
)
def test_prices_follow_the_table(name: str, request_: Request, price: str) -> None:
    found = compiled(request_, name)
    assert keys(found.blocks) == []
    assert found.price == Decimal(price)
    assert (found.currency, found.estimated) == ("USD", True)


def test_a_new_model_is_a_row_of_the_makers_own_table(tmp_path: Path) -> None:
    """40: a 4.x needs no release; a row is taken away by null; a broken table says where."""
    row = {
        "title": "Kling 4.0",
        "languages": ["en"],
        "routes": {
            "text": {
                "path": "/text-to-video/kling-4.0",
                "words": 9000,
                "resolutions": ["1080p", "8k"],
                "seconds": [5, 30],
                "ratios": ["16:9"],
                "audio": ["native", "off"],
                "multi_shot": True,
                "shots": 12,
                "prices": {"1080p": {"native": "2"}},
            }
        },
    }
    path = tmp_path / "kling.json"
    path.write_text(json.dumps({"families": {"kling-4": row, "kling-o1": None}}))
    found = models(own=tmp_path)
    assert "kling-o1" not in found
    call = found["kling-4"].compile(wish(frames=600)).calls[0]
    assert call.path == "/text-to-video/kling-4.0"
    assert call.body["settings"]["duration"] == 30
    path.write_text(json.dumps({"families": {"kling-4": {"title": 3}}}))
    with pytest.raises(BadInput, match="kling-4"):
        models(own=tmp_path)


def registered(count: int, *, character: bool = False, pictures: int = 2) -> dict[str, Any]:
    """So many registered people, each with pictures as well; the first of them speaks."""
    names = [f"Person {chr(65 + n)}" for n in range(count)]
    cast = tuple(
        figure(name, element=f"{n + 1}" * 9, character=character) for n, name in enumerate(names)
    )
    shown = tuple(
        picture(figure=one.key, sha256=f"{one.key}{n}") for one in cast for n in range(pictures)
    )
    return {
        "figures": cast,
        "inputs": shown,
        "lines": (Spoken(key="l", speaker=cast[0].key, text="Hi"),),
    }


@pytest.mark.parametrize(
    ("count", "character", "extra", "elements", "pictures"),
    [
        (3, False, (picture("first_frame"),), 3, 0),
        (5, False, (picture("first_frame"),), 3, 2),  # 7 in all: the frame, 3 elements, 1 each
        (4, False, (picture("first_frame"), picture("last_frame", sha256="ef")), 3, 2),
        (4, True, (), 3, 2),
        (2, True, (clip(),), 0, 4),
        (1, True, (clip(),), 1, 0),
    ],
)
def test_elements_beyond_the_limit_go_in_pictures(
    count: int, character: bool, extra: tuple[Input, ...], elements: int, pictures: int
) -> None:
    """Never silently: who gives way is named, and who speaks keeps the registered voice."""
    cast = registered(count, character=character)
    request = wish(**{**cast, "inputs": (*extra, *cast["inputs"])})
    found = compiled(request)
    types = [each["type"] for each in body_of(request)["contents"]]
    assert (types.count("element"), types.count("refer_image")) == (elements, pictures)
    told = [each.values["name"] for each in found.warnings if each.key == "kling.pictures_instead"]
    assert len(told) == count - elements
    assert not elements or "Person A" not in told


def test_who_has_no_pictures_stays_an_element() -> None:
    """And where that is too many all the same, it is refused as before."""
    cast = registered(4, pictures=0)
    assert blocks(wish(**{**cast, "inputs": (picture("first_frame"),)})) == ["too_many_elements"]
    one = picture(figure="person a")
    request = wish(**{**cast, "inputs": (picture("first_frame"), one)})
    warned = compiled(request).warnings
    assert [w.values["name"] for w in warned if w.key.endswith("pictures_instead")] == ["Person A"]


def test_an_element_of_two_kinds_is_no_character() -> None:
    """A video's element leaves room for others; that is not counted on where two disagree."""
    cast = (
        figure("Mira", element="81", character=True),
        figure("Ann", element="77"),
        figure("Anna", element="77", character=True),
    )
    pictures = tuple(picture("style", sha256=f"{n}", name=f"p{n}") for n in range(3))
    assert blocks(wish(figures=cast, inputs=pictures[:2])) == []
    assert blocks(wish(figures=cast, inputs=pictures)) == ["too_many_references"]
