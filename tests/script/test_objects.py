"""The thing a sentence turns on."""

import pytest

from studio.script.objects import object_in


@pytest.mark.parametrize(
    ("text", "language", "thing"),
    [
        ("宇航员在空间站里发现一株还活着的植物", "zh", "一株还活着的植物"),
        ("女孩把唯一的伞递给陌生男孩", "zh", "唯一的伞"),
        ("老木匠做最后一把椅子", "zh", "一把椅子"),
        ("一个快递员在暴雨中送最后一单", "zh", ""),
        ("两只猫在屋顶上", "zh", ""),
        ("A lone astronaut plants a seed on Mars", "en", "a seed"),
        ("She hands him an envelope.", "en", "an envelope"),
        ("A babysitter hears footsteps in the attic", "en", ""),
        ("Rain falls as the sun rises over the hills", "en", ""),
        ("Cities fall one by one", "en", ""),
        ('He opens the box marked "the end".', "en", ""),
        ("少女が狐に出会う", "ja", ""),
    ],
)
def test_objects(text: str, language: str, thing: str) -> None:
    assert object_in(text, language) == thing
