"""What becomes of a request at Seedance: bodies, accounts, refusals, prices."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studio.backends.base import Compiled, Facts, Fate, Input, Request, Spoken
from studio.backends.seedance import INTERNATIONAL, SERVICE
from studio.backends.seedance_compile_media import ASSET
from studio.backends.seedance_model import ark
from studio.backends.seedance_price import cost, drafted, tokens
from studio.errors import BadInput
from studio.messages import say
from studio.timeline.story import Angle, Move, Pace, Size
from tests.backends.seedance_desk import clip, figure, models, picture, song, wish
from tests.backends.seedance_rules import MODELS, wrong
from tests.backends.waiting import Bucket

STUDIO = Path(__file__).resolve().parents[2] / "studio"
NAMES = list(ark().families)
TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in SERVICE.fields:
        monkeypatch.delenv(field.env, raising=False)


def compiled(request: Request, name: str = "seedance", **more: Any) -> Compiled:
    return models(bucket=Bucket(), today=TODAY, **more)[name].compile(request)


def body(request: Request, name: str = "seedance", **more: Any) -> dict[str, Any]:
    found = compiled(request, name, **more)
    assert found.blocks == ()
    return found.calls[0].body


def text(request: Request, name: str = "seedance") -> str:
    return body(request, name)["content"][0]["text"]


def blocks(request: Request, name: str = "seedance", **more: Any) -> set[str]:
    return {
        sentence.key.removeprefix("seedance.")
        for sentence in compiled(request, name, **more).blocks
    }


def warnings(request: Request, name: str = "seedance") -> set[str]:
    return {each.key.removeprefix("seedance.") for each in compiled(request, name).warnings}


def fates(request: Request, name: str = "seedance") -> dict[str, Fate]:
    return {change.field: change.fate for change in compiled(request, name).account}


def filled(found: dict[str, Any], inputs: tuple[Input, ...]) -> dict[str, Any]:
    """The body with small stand-ins for its files."""
    kinds = {"picture": "image/png", "sound": "audio/mp3"}

    def put(value: Any) -> Any:
        if isinstance(value, list):
            return [put(each) for each in value]
        if not isinstance(value, dict):
            return value
        if "$input" in value:
            kind = inputs[value["$input"]].kind
            return "https://b.invalid/x" if kind == "video" else f"data:{kinds[kind]};base64,AAAA"
        return "f" * 64 if "$key" in value else {name: put(each) for name, each in value.items()}

    return put(found)


def test_06_a_sound_alone_is_refused_on_2_0_and_taken_on_2_5() -> None:
    """6. References that are sounds only."""
    request = wish(inputs=(song(),))
    assert blocks(request) == {"sound_alone"}
    assert body(request, "seedance-2.5")["content"][1]["role"] == "reference_audio"


def test_05_frames_and_references_are_never_mixed() -> None:
    """5. A reference of the shot's own is refused beside a first frame; a subject's look, which
    the frame shows already, stays out and the account says so.
    """
    frame, look = picture(), picture("subject", "lin.png", figure="lin")
    assert blocks(wish(inputs=(frame, clip()))) == {"frames_mixed"}
    request = wish(inputs=(frame, look), figures=(figure(),), prompt="@Lin runs")
    assert [item.get("role") for item in body(request)["content"]] == [None, "first_frame"]
    assert fates(request)["inputs[1]"] is Fate.DROPPED
    assert "Image" not in text(request)
    assert blocks(wish(inputs=(frame, frame))) == {"frame_twice"}
    assert blocks(wish(inputs=(picture("last_frame"),))) == {"last_alone"}


def test_05_frames_may_be_made_references() -> None:
    """5. On request the frames are references, named in the prompt, with a warning."""
    request = wish(inputs=(picture(), clip()), options={"frames": "reference"})
    assert [item["role"] for item in body(request)["content"][1:]] == [
        "reference_image",
        "reference_video",
    ]
    assert "Image 1 is the first frame." in text(request)
    assert "frame_near" in warnings(request)


def test_04_two_frames_carry_both_roles() -> None:
    """4. In whatever order they come."""
    request = wish(inputs=(picture("last_frame", "b.png"), picture("first_frame", "a.png")))
    items = body(request)["content"][1:]
    assert [item["role"] for item in items] == ["first_frame", "last_frame"]
    assert [item["image_url"]["url"] for item in items] == [{"$input": 1}, {"$input": 0}]
    assert blocks(request, "seedance-1.0-pro-fast") == {"no_last_frame"}


@pytest.mark.parametrize(
    ("name", "limits", "together"),
    [
        ("seedance-2.5", (30, 10, 10), 30),
        ("seedance", (9, 3, 3), 15),
        ("seedance-2.0-mini", (9, 3, 3), 15),
    ],
)
def test_07_counts_and_lengths_are_limited(
    name: str, limits: tuple[int, int, int], together: int
) -> None:
    """7. As many of each kind as the model takes, and so many seconds of clips together."""
    keys = ("too_many_pictures", "too_many_videos", "too_many_sounds")
    makers = (picture("style"), clip(seconds=2), song(seconds=2))
    for key, most, each in zip(keys, limits, makers, strict=True):
        base = (picture("style"),) if each.kind == "sound" else ()
        assert blocks(wish(inputs=(*base, *[each] * most)), name) == set()
        assert key in blocks(wish(inputs=(*base, *[each] * (most + 1))), name)
    half = together // 2
    fitting = (clip(seconds=half), clip(seconds=together - half))
    assert blocks(wish(inputs=fitting), name) == set()
    assert blocks(wish(inputs=(*fitting, clip(seconds=2))), name) == {"clips_long"}
    sounds = (picture("style"), song(seconds=half), song(seconds=half), song(seconds=2))
    assert blocks(wish(inputs=sounds), name) == {"sounds_long"}


@pytest.mark.parametrize("name", ["seedance-1.5-pro", "seedance-1.0-pro", "seedance-1.0-pro-fast"])
def test_07_the_older_models_take_no_references(name: str) -> None:
    """7. Of the shot's own they are refused; a subject's look is left out."""
    assert blocks(wish(inputs=(picture("style"),)), name) == {"references_refused"}
    request = wish(inputs=(picture("subject", figure="lin"),), figures=(figure(),))
    assert len(body(request, name)["content"]) == 1


def facts(**more: Any) -> Facts:
    return Facts(**{"bytes": 1000, "width": 1280, "height": 720, **more})


@pytest.mark.parametrize(
    ("each", "key"),
    [
        (picture("style", facts=facts(bytes=30_000_000)), "heavy"),
        (picture("style", facts=facts(width=299, height=300)), "side"),
        (picture("style", facts=facts(width=6001, height=5000)), "side"),
        (picture("style", facts=facts(width=1000, height=400)), "shape"),
        (picture("style", facts=facts(width=400, height=1000)), "shape"),
        (picture("style", "look.psd"), "format"),
        (clip(path="run.avi"), "format"),
        (clip(seconds=1), "clip_length"),
        (clip(seconds=16), "clip_length"),
        (clip(facts=facts(rate=Decimal("23.976"), milliseconds=5000)), "clip_rate"),
        (clip(facts=facts(rate=Decimal(61), milliseconds=5000)), "clip_rate"),
        (clip(facts=facts(width=640, height=360, milliseconds=5000)), "clip_pixels"),
        (clip(facts=facts(bytes=200_000_001, milliseconds=5000)), "heavy"),
        (song(path="song.flac"), "format"),
        (song(facts=facts(bytes=15_000_001, milliseconds=5000)), "heavy"),
        (song(seconds=16), "clip_length"),
    ],
)
def test_09_files_are_measured_before_they_are_sent(each: Input, key: str) -> None:
    """9. Format, size, sides, shape, pictures a second and length."""
    base = (picture("style"),) if each.kind == "sound" else ()
    assert key in blocks(wish(inputs=(*base, each)))
    sentence = next(s for s in compiled(wish(inputs=(*base, each))).blocks if s.key.endswith(key))
    assert Path(each.path).name in sentence.text("zh")


def test_09_what_was_not_measured_is_warned_of() -> None:
    """9. Nothing is opened for it."""
    assert "unmeasured" in warnings(wish(inputs=(picture("style", facts=None),)))


def test_10_references_are_called_by_their_number() -> None:
    """10. Numbers follow the order that is sent, by kind, and follow it when that changes."""
    one = picture("subject", "lin.png", figure="lin")
    other = picture("subject", "wu.png", figure="wu")
    cast = (figure("Lin"), figure("Wu"))
    words = "@Lin chases @wu, moving as in @run.mp4"
    told = text(wish(prompt=words, figures=cast, inputs=(clip(), one, other)))
    assert "Lin from Image 1 chases Wu from Image 2, moving as in Video 1." in told
    told = text(wish(prompt=words, figures=cast, inputs=(other, one, clip())))
    assert "Lin from Image 2 chases Wu from Image 1, moving as in Video 1." in told
    chinese = wish(
        prompt="@林 追着跑", figures=(figure("林"),), inputs=(picture("subject", figure="林"),)
    )
    assert "图片1中的林追着跑" in text(chinese)


def test_10_a_registered_look_is_sent_as_an_asset() -> None:
    """10. The asset's id is in the content and never in the words."""
    cast = (figure(handles={ASSET: "asset-77"}),)
    request = wish(figures=cast, inputs=(picture("subject", figure="lin"),), prompt="@Lin waves")
    assert body(request)["content"][1]["image_url"] == {"url": "asset://asset-77"}
    assert "Lin from Image 1 waves" in text(request)
    assert fates(request)["inputs[0]"] is Fate.MERGED
    assert "asset" not in text(wish(prompt="a fox asset://asset-9 runs"))


@pytest.mark.parametrize("name", NAMES)
def test_11_only_parameters_of_the_model_are_sent(name: str) -> None:
    """11. Whatever is asked for, the body holds what the model documents and no more."""
    options = {
        "camera_fixed": True, "service_tier": "flex", "output_format": "mov", "priority": 3,
        "web_search": True, "return_last_frame": True, "frames_per_second": 30, "task": "auto",
        "execution_expires_after": 7200,
    }  # fmt: skip
    found = compiled(wish(seed=2**40 + 5, options=options), name)
    assert wrong(filled(found.calls[0].body, ())) == []
    assert "frames_per_second" not in found.calls[0].body
    told = {change.field: change.fate for change in found.account}
    assert told["options.frames_per_second"] is Fate.DROPPED
    assert told["seed"] is (Fate.KEPT if "1." in name else Fate.DROPPED)


def test_11_a_bad_value_is_refused() -> None:
    """11. Of an option that the model has."""
    for option in ({"priority": 10}, {"watermark": "no"}, {"execution_expires_after": 60}):
        assert blocks(wish(options=option)) == {"bad_option"}
    assert blocks(wish(options={"resolution": "8k"})) == {"no_resolution"}


def test_12_frames_on_2_5_set_the_shape() -> None:
    """12. There the ratio is adaptive whatever the film's; on 2.0 it is the film's."""
    request = wish(width=1080, height=1920, inputs=(picture(),))
    assert body(request, "seedance-2.5")["ratio"] == "adaptive"
    assert body(request)["ratio"] == "9:16"


def test_12_edit_and_extend_have_rules_of_their_own() -> None:
    """12. An edit on 2.5 is adaptive and as long as its clip; an extension is adaptive."""
    edit = wish(inputs=(clip(seconds=6),), options={"task": "edit"})
    found = body(edit, "seedance-2.5")
    assert (found["ratio"], found["duration"]) == ("adaptive", -1)
    assert found["omni_reference_task_type"] == "edit"
    assert text(edit, "seedance-2.5").startswith("Edit the video:")
    extend = wish(inputs=(clip(),), options={"task": "extend"}, prompt="延长视频，狐狸跑远")
    found = body(extend, "seedance-2.5")
    assert (found["ratio"], found["duration"]) == ("adaptive", 4)
    assert "向后延长视频" not in found["content"][0]["text"]
    assert "omni_reference_task_type" not in body(edit)
    assert body(edit)["ratio"] == "16:9"
    assert blocks(wish(options={"task": "edit"}), "seedance-2.5") == {"task_without_clip"}
    assert blocks(wish(inputs=(clip(seconds=3),), options={"task": "edit"}), "seedance-2.5") == {
        "clip_length"
    }
    assert blocks(wish(options={"task": "edit"}), "seedance-1.0-pro") == {"no_task"}


def test_12_words_that_read_like_an_edit_are_warned_of() -> None:
    """12. Else the service finds out late."""
    request = wish(prompt="replace the fox", inputs=(clip(),))
    assert "reads_as_task" in warnings(request, "seedance-2.5")
    assert "reads_as_task" not in warnings(wish(inputs=(clip(),)), "seedance-2.5")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sound", [True, False])
def test_13_watermark_and_sound_are_always_said(name: str, sound: bool) -> None:
    """13. No default is relied on."""
    found = compiled(wish(sound=sound), name).calls[0].body
    assert found["watermark"] is False
    assert found.get("generate_audio") is (None if "1.0" in name else sound)


def test_26_a_draft_is_made_whole_with_nothing_said_again() -> None:
    """26. First 480p, said so; then the id, 1080p, and what may be set anew."""
    first = body(wish(width=1920, height=1080, options={"draft": True}), "seedance-2.5")
    assert (first["draft"], first["resolution"]) == (True, "480p")
    options = {"draft_of": "cgt-1", "return_last_frame": True, "task": "edit", "camera_fixed": True}
    request = wish(inputs=(picture(),), options=options)
    assert body(request, "seedance-2.5") == {
        "model": "doubao-seedance-2-5-260628",
        "content": [{"type": "draft_task", "draft_task": {"id": "cgt-1"}}],
        "resolution": "1080p",
        "watermark": False,
        "return_last_frame": True,
        "safety_identifier": {"$key": "sha256"},
    }
    assert blocks(wish(options={"draft": True})) == {"no_draft"}
    assert blocks(wish(options={"draft_of": "cgt-1"})) == {"no_draft"}


@pytest.mark.parametrize(
    ("size", "seconds", "used"),
    [((864, 480), 5, 49005), ((1280, 720), 5, 108900), ((1280, 720), 60, 1296900)],
)
def test_27_tokens_are_as_measured(size: tuple[int, int], seconds: int, used: int) -> None:
    """27. w*h*(24*s+1)/1024; the last one is 30 s made from 30 s."""
    assert tokens(*size, Decimal(seconds)) == used


@pytest.mark.parametrize(
    ("name", "resolution", "currency", "watches", "money"),
    [
        ("seedance-2.5", "720p", "CNY", False, "70"),
        ("seedance-2.5", "1080p", "CNY", True, "46"),
        ("seedance-2.5", "480p", "USD", False, "10.70"),
        ("seedance", "1080p", "USD", True, "4.70"),
        ("seedance", "720p", "CNY", True, "28"),
        ("seedance-2.0-4k", "4k", "CNY", False, "26"),
        ("seedance-2.0-4k", "4k", "USD", True, "2.40"),
        ("seedance-2.0-fast", "720p", "USD", False, "5.60"),
        ("seedance-2.0-mini", "480p", "CNY", True, "14"),
        ("seedance-1.5-pro", "720p", "USD", False, "2.40"),
        ("seedance-1.0-pro", "1080p", "USD", False, "2.50"),
        ("seedance-1.0-pro-fast", "1080p", "USD", False, "1.00"),
    ],
)
def test_27_a_million_tokens_cost_what_the_list_says(
    name: str, resolution: str, currency: str, watches: bool, money: str
) -> None:
    """27. The price list of the table's date, per site."""
    found = cost(ark().families[name], currency, resolution, 1_000_000, watches=watches)
    assert found == Decimal(money)


def test_27_silence_flex_and_drafts_are_cheaper() -> None:
    """27. 1.5 costs half without sound, the slow tier half, its drafts 0.6 or 0.7."""
    family = ark().families["seedance-1.5-pro"]
    silent = cost(family, "USD", "720p", 1_000_000, watches=False, silent=True, flex=True)
    assert silent == Decimal("0.60")
    assert [drafted(family, 1000, silent=silent) for silent in (False, True)] == [600, 700]


def test_27_the_price_is_known_before() -> None:
    """27. Four seconds of 720p at each site; what it is made from is paid for as well."""
    money = compiled(wish())
    assert (money.price, money.currency, money.estimated) == (Decimal("4.0158"), "CNY", True)
    abroad = models(url=INTERNATIONAL, today=TODAY)["seedance"].compile(wish())
    assert (abroad.price, abroad.currency) == (Decimal("0.6111"), "USD")
    watching = compiled(wish(inputs=(clip(seconds=6),)))
    assert watching.price == Decimal("6.0732")
    assert "no_price" in warnings(wish(), "seedance-1.0-pro")


def test_28_so_many_run_at_once() -> None:
    """28. Three a model, one at 4k, and as the maker's own table says."""
    found = models()
    assert {name: found[name].offer.parallel for name in NAMES} == {
        **dict.fromkeys(NAMES, 3), "seedance-2.0-4k": 1,
    }  # fmt: skip


def test_02_the_makers_own_table_is_laid_over(tmp_path: Path) -> None:
    """2, 28. A new model, another price, more at once: data, and no new studio."""
    path = tmp_path / "seedance.json"
    row = json.loads((STUDIO.parent / "resources/backends/seedance.json").read_text())["families"]
    new = row["seedance"] | {"title": "Seedance 3", "ids": {"volcengine": "doubao-seedance-3"}}
    own = {"families": {"seedance-3": new, "seedance": {"parallel": 10}, "seedance-1.0-pro": None}}
    path.write_text(json.dumps(own))
    found = models(own=tmp_path)
    assert found["seedance"].offer.parallel == 10
    assert "seedance-1.0-pro" not in found
    assert found["seedance-3"].compile(wish()).calls[0].body["model"] == "doubao-seedance-3"
    path.write_text('{"families": {"seedance": {"seconds": "long"}}}')
    with pytest.raises(BadInput, match="seconds"):
        models(own=tmp_path)


@pytest.mark.parametrize(
    ("size", "name", "resolution", "ratio"),
    [
        ((1280, 720), "seedance", "720p", "16:9"),
        ((1281, 722), "seedance", "720p", "16:9"),
        ((1920, 1080), "seedance", "1080p", "16:9"),
        ((1920, 1080), "seedance-2.0-fast", "720p", "16:9"),
        ((3840, 2160), "seedance-2.0-4k", "4k", "16:9"),
        ((640, 360), "seedance", "480p", "16:9"),
        ((1280, 720), "seedance-1.0-pro", "720p", "16:9"),
        ((1920, 804), "seedance", "1080p", "21:9"),
        ((1080, 1080), "seedance", "1080p", "1:1"),
        ((720, 1280), "seedance-2.5", "720p", "9:16"),
    ],
)
def test_the_least_resolution_that_is_enough(
    size: tuple[int, int], name: str, resolution: str, ratio: str
) -> None:
    found = body(wish(width=size[0], height=size[1]), name)
    assert (found["resolution"], found["ratio"]) == (resolution, ratio)


def test_a_shape_that_nothing_comes_near_is_refused() -> None:
    assert blocks(wish(width=3840, height=1080)) == {"ratio_far"}
    assert fates(wish(width=1998, height=1080))["ratio"] is Fate.ROUNDED


@pytest.mark.parametrize(
    ("frames", "rate", "seconds"),
    [(96, (24, 1), 4), (97, (24, 1), 4), (98, (24, 1), 5), (1, (24, 1), 4), (100, (25, 1), 4),
     (360, (24000, 1001), 15), (160, (30, 1), 6)],
)  # fmt: skip
def test_lengths_are_whole_seconds_and_never_too_short(
    frames: int, rate: tuple[int, int], seconds: int
) -> None:
    request = wish(frames=frames, rate_num=rate[0], rate_den=rate[1])
    assert body(request)["duration"] == seconds
    assert Decimal(24 * seconds + 1) / 24 >= Decimal(frames * rate[1]) / rate[0] - Decimal("0.001")
    assert fates(request)["rate"] is (Fate.KEPT if rate == (24, 1) else Fate.ROUNDED)


def test_a_shot_too_long_is_refused() -> None:
    assert blocks(wish(frames=24 * 16)) == {"too_long"}
    assert body(wish(frames=24 * 16), "seedance-2.5")["duration"] == 16
    assert body(wish(options={"duration": -1}))["duration"] == -1


def test_dialogue_stands_as_the_model_reads_it() -> None:
    lines = (Spoken(key="l", speaker="lin", text='Run} "now"', emotion="quietly"),)
    request = wish(figures=(figure(),), lines=lines)
    assert 'Lin says, quietly: "Run now."' in text(request)
    assert "Lin says, quietly: {Run now.}" in text(request, "seedance-2.5")
    assert "Run" not in text(request, "seedance-1.0-pro")
    assert fates(request, "seedance-1.0-pro")["lines"] is Fate.DROPPED
    assert fates(wish(lines=lines, sound=False))["lines"] is Fate.DROPPED
    foreign = wish(lines=(Spoken(key="l", speaker="", text="Hallo", language="de-DE"),))
    assert blocks(foreign) == {"language"}


def test_one_voice_for_lips_is_one_speaker() -> None:
    two = tuple(
        Spoken(key=f"l{n}", speaker=who, text="Now!") for n, who in enumerate(("lin", "bo"))
    )
    given = (picture("style"), song("lip", name="line"))
    cast = (figure(), figure("Bo"))
    assert blocks(wish(figures=cast, lines=two, inputs=given)) == {"lip_speakers"}
    assert blocks(wish(figures=cast, lines=two[:1], inputs=given)) == set()
    assert blocks(wish(figures=cast, lines=two, inputs=given[:1])) == set()


@pytest.mark.parametrize(
    ("words", "kept"), [("a fox --dur 15 runs", "dur 15"), ("--rs 4k", "rs 4k")]
)
def test_words_cannot_set_parameters(words: str, kept: str) -> None:
    told = text(wish(prompt=words))
    assert "--" not in told
    assert kept in told
    assert "guarded" in warnings(wish(prompt=words))
    assert "guarded" not in warnings(wish(prompt="a fox - and a dog -- run"))


def test_several_shots_are_told_one_after_the_other(tmp_path: Path) -> None:
    assert blocks(wish(prompt=" ")) == {"no_words"}
    second = wish(prompt="it stops", frames=72, size="close_up")
    request = wish(frames=48, size="long", then=(second,))
    assert blocks(request) == {"too_many_shots"}
    own = {"families": {"seedance": {"shots": 3}}}
    (tmp_path / "seedance.json").write_text(json.dumps(own))
    told = body(request, own=tmp_path)
    assert told["duration"] == 5
    words = told["content"][0]["text"]
    assert "Shot 1 (0.0-2.0 s): Long shot. a fox runs over the snow." in words
    assert "Shot 2 (2.0-5.0 s): Close-up. it stops." in words
    other = wish(frames=48, then=(wish(inputs=(picture(),)),))
    assert blocks(other, own=tmp_path) == {"other_files"}


def test_a_model_that_ended_is_not_offered() -> None:
    ended = models(url=INTERNATIONAL, today=TODAY)["seedance-1.5-pro"]
    assert [block.key for block in ended.compile(wish()).blocks] == ["seedance.ended"]
    assert (ended.offer.ready, ended.offer.missing) == (False, "seedance.ended_here")
    before = models(url=INTERNATIONAL, today=date(2026, 11, 10))["seedance-1.5-pro"]
    assert before.offer.ready
    assert models(today=TODAY)["seedance-1.5-pro"].offer.ready


def test_a_video_needs_a_bucket() -> None:
    found = models(today=TODAY)["seedance"].compile(wish(inputs=(clip(),)))
    assert [block.key for block in found.blocks] == ["seedance.no_bucket"]
    heavy = picture("style", facts=Facts(bytes=25_000_000, width=999, height=999))
    found = models(today=TODAY)["seedance"].compile(wish(inputs=(heavy, heavy)))
    assert [block.key for block in found.blocks] == ["seedance.body_heavy"]


def test_every_sentence_is_in_the_catalogues() -> None:
    keys: set[str] = set()
    for path in (STUDIO / "backends").glob("seedance*.py"):
        keys |= set(re.findall(r'"(seedance\.[a-z_0-9]+)"', path.read_text(encoding="utf-8")))
    for language in ("en", "zh"):
        area = STUDIO.parent / f"resources/messages/{language}/seedance.json"
        known = json.loads(area.read_text(encoding="utf-8"))
        assert keys - known.keys() == {ASSET}
        plain = {key for key in known if not key.startswith("seedance.say.")}
        assert plain - keys == set(), "nobody says these"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_craft_has_its_words_for_the_model(language: str) -> None:
    for kind, members in (("size", Size), ("angle", Angle), ("move", Move)):
        for member in members:
            assert say(f"prompt.{kind}.{member.value}", language)


WORDS = st.text(st.sampled_from('ab @Lin林--dur。!{}"“”/:编辑edit \n'), max_size=60)
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
OPTIONS = {
    "resolution": st.sampled_from(["480p", "720p", "1080p", "4k", "4K", "9", 3]),
    "ratio": st.sampled_from(["16:9", "adaptive", "5:4", None]),
    "duration": st.sampled_from([-1, 5, "x"]),
    "task": st.sampled_from(["auto", "reference", "edit", "extend", "sing"]),
    "frames": st.sampled_from(["reference", "x"]),
    "return_last_frame": st.sampled_from([True, False, 1]),
    "draft": st.booleans(),
    "draft_of": st.sampled_from(["cgt-1", "", 4]),
    "watermark": st.booleans(),
    "output_format": st.sampled_from(["mp4", "mov", "avi"]),
    "camera_fixed": st.booleans(),
    "service_tier": st.sampled_from(["default", "flex", "x"]),
    "priority": st.integers(-1, 11),
    "execution_expires_after": st.sampled_from([3599, 3600, 259200, True]),
    "web_search": st.booleans(),
    "what": st.none(),
}
FACTS = st.none() | st.builds(
    Facts, bytes=st.integers(0, 40_000_000), width=st.integers(200, 4000),
    height=st.integers(200, 4000), milliseconds=st.integers(1500, 20_000),
    rate=st.sampled_from([Decimal(24), Decimal(30), Decimal("23.976")]),
)  # fmt: skip
INPUTS = st.builds(
    Input, role=st.sampled_from(ROLES), kind=st.sampled_from(["picture", "video", "sound"]),
    path=st.sampled_from(["a.png", "b.mp4", "c.mp3", "d.xyz"]), sha256=st.just("aa"),
    name=st.sampled_from(["", "a", "Lin"]), figure=st.sampled_from([None, "lin"]), facts=FACTS,
)  # fmt: skip
FINE = st.sampled_from(
    [picture(), picture("last_frame"), picture("style"), picture("subject", figure="lin"), clip(),
     clip("camera", 4), song(), song("lip", 3)]
)  # fmt: skip
LINES = st.builds(
    Spoken, key=st.just("l"), speaker=st.sampled_from(["lin", ""]), text=WORDS,
    language=st.sampled_from(["en", "zh", "ja", "de"]), emotion=st.sampled_from(["", "sad"]),
)  # fmt: skip
SANE = {
    name: OPTIONS[name]
    for name in ("duration", "draft", "watermark", "camera_fixed", "web_search", "what")
} | {
    "resolution": st.just("720p"), "task": st.sampled_from(["auto", "reference"]),
    "frames": st.just("reference"), "return_last_frame": st.booleans(),
    "service_tier": st.just("flex"), "priority": st.integers(0, 9),
}  # fmt: skip
SIDES = st.sampled_from([480, 720, 1080, 1280, 1920]) | st.integers(100, 5000)
REQUESTS = st.builds(
    Request,
    prompt=WORDS, negative=WORDS, setting=WORDS, style=WORDS,
    width=SIDES, height=SIDES, frames=st.integers(1, 280) | st.integers(1, 900),
    rate_num=st.sampled_from([24, 25, 30, 24000]), rate_den=st.sampled_from([1, 1001]),
    size=st.sampled_from(list(Size)), angle=st.sampled_from(list(Angle)),
    moves=st.lists(st.sampled_from(list(Move)), max_size=2).map(tuple),
    pace=st.sampled_from(list(Pace)), sound=st.booleans(), seed=st.integers(0, 2**50),
    figures=st.sampled_from([(), (figure(),), (figure(handles={ASSET: "asset-1"}),)]),
    lines=st.lists(LINES, max_size=2).map(tuple),
    onscreen_text=st.lists(WORDS, max_size=1).map(tuple),
    inputs=st.lists(FINE | INPUTS, max_size=5).map(tuple) | st.lists(FINE, max_size=3).map(tuple),
    options=st.just({}) | st.fixed_dictionaries({}, optional=SANE)
    | st.fixed_dictionaries({}, optional=OPTIONS),
    then=st.sampled_from([(), (), (), (), (), (), (wish(),)]),
)  # fmt: skip


@given(REQUESTS, st.sampled_from(NAMES), st.booleans())
@settings(max_examples=300)
@example(wish(inputs=(picture(), clip()), options={"frames": "reference"}), "seedance-2.5", True)
@example(wish(inputs=(clip(),), options={"task": "edit"}), "seedance-2.5", False)
def test_whatever_is_asked_is_sent_right_or_refused(
    request: Request, name: str, abroad: bool
) -> None:
    """Every body passes the service's own rules, or there is a reason in both languages; every
    wish has its entry in the account.
    """
    url = {"url": INTERNATIONAL} if abroad else {}
    found = compiled(request, name, **url)
    for sentence in (*found.blocks, *found.warnings, *(c.told for c in found.account)):
        assert sentence.text("en")
        assert sentence.text("zh")
    assert found.price >= 0
    if found.blocks:
        return
    assert wrong(filled(found.calls[0].body, request.inputs)) == []
    told = {change.field for change in found.account}
    if "draft_of" not in request.options:
        sent = {"frames", "rate", "ratio", "resolution", "seed"}
        sent |= {f"inputs[{place}]" for place in range(len(request.inputs))}
        assert sent <= told
        assert {f"options.{option}" for option in request.options} - told <= {"options.ratio"}


def test_the_rules_refuse_what_the_service_refuses() -> None:
    """The judge of the test above is no pushover."""
    good = filled(body(wish(inputs=(clip(),))), (clip(),))
    assert wrong(good) == []
    broken = [
        {"framespersecond": 24}, {"seed": 3}, {"resolution": "2k"}, {"ratio": "5:4"},
        {"duration": 3}, {"watermark": None}, {"model": "seedance-9"}, {"content": []},
        {"safety_identifier": "x" * 65}, {"service_tier": "flex"},
    ]  # fmt: skip
    assert all(wrong({**good, **change}) for change in broken)
    frame = {
        "type": "image_url",
        "image_url": {"url": "https://x.invalid/a.png"},
        "role": "first_frame",
    }
    video = {
        "type": "video_url",
        "video_url": {"url": "data:video/mp4;base64,AA"},
        "role": "reference_video",
    }
    bare = {"type": "image_url", "image_url": "https://x.invalid/a.png", "role": "first_frame"}
    for items in (
        [frame, frame],
        [video],
        [bare],
        [frame, good["content"][1]],
        [{**frame, "role": "image"}],
    ):
        assert wrong({**good, "content": [good["content"][0], *items]})
    assert set(MODELS) == {
        m.split("doubao-")[-1]
        for f in ark().families.values()
        for m in f.ids.values()
        if m.startswith("doubao-")
    }
