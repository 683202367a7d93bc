"""What Ark sells of Seedance, as data: the table `resources/backends/seedance.json`.

Lengths are seconds, sizes pixels, file sizes bytes, prices money per million tokens by currency
and resolution. A `null` of the maker's own table takes a row away.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from studio.backends.tables import table

Media = Literal["picture", "video", "sound"]
Span = tuple[int, int]


class Row(BaseModel):
    """A frozen part of the table; unknown fields of a later one are no error."""

    model_config = ConfigDict(frozen=True)


class Site(Row):
    """One of the two sites: its hosts, its money, where its asset library is."""

    title: str
    hosts: tuple[str, ...]
    currency: str
    assets: str
    region: str


class Limits(Row):
    """What a file of one kind may be; `shape` is width by height, both ends excluded."""

    formats: tuple[str, ...]
    bytes: int
    side: Span | None = None
    shape: tuple[Decimal, Decimal] | None = None
    pixels: Span | None = None
    rate: tuple[Decimal, Decimal] | None = None


class References(Row):
    """How many of each kind steer one request; clips and sounds `together` last so many seconds."""

    picture: int
    video: int
    sound: int
    total: int
    clip: Span
    edit: Span
    together: int
    sound_alone: bool = False


class Draft(Row):
    """A cheap first look at 480p, made whole later; `bare`: then nothing may be said again."""

    final: tuple[str, ...]
    days: int = 7
    bare: bool = False
    with_sound: Decimal = Decimal(1)
    silent: Decimal = Decimal(1)


class Price(Row):
    """Money for a million tokens: from words and pictures, with a video to go by, without sound."""

    plain: Decimal = Field(ge=0)
    video: Decimal | None = Field(default=None, ge=0)
    silent: Decimal | None = Field(default=None, ge=0)


class Family(Row):
    """One model with everything that limits it; `locks` are the rules of tasks of 2.5."""

    title: str
    ids: Mapping[str, str]
    ends: Mapping[str, date] = {}
    instead: str = ""
    resolutions: Mapping[str, str] = Field(min_length=1, description="to a set of pixels, rising")
    ten_bit: tuple[str, ...] = ()
    seconds: Span
    auto_seconds: bool = False
    sound: bool = False
    last_frame: bool = False
    seed: bool = False
    camera_fixed: bool = False
    flex: bool = False
    priority: bool = False
    web_search: bool = False
    mov: bool = False
    least: bool = Field(default=False, description="a video input has a least price, unpublished")
    locks: bool = False
    braces: bool = Field(default=False, description="lines stand in {} and not in quotes")
    references: References | None = None
    draft: Draft | None = None
    languages: tuple[str, ...] = ()
    shots: int = Field(
        default=1,
        description="shots that one prompt may tell of; cuts come only near the times it tells",
    )
    parallel: int = Field(default=3, ge=1)
    prices: Mapping[str, Mapping[str, Price]] = {}


class Ark(Row):
    """The whole table."""

    date: date
    sites: Mapping[str, Site] = Field(min_length=1)
    limits: Mapping[Media, Limits]
    body: int
    words: Mapping[str, int]
    pixels: Mapping[str, Mapping[str, Span]]
    families: Mapping[str, Family]

    @model_validator(mode="after")
    def _whole(self) -> "Ark":
        for name, family in self.families.items():
            lacking = [p for p in family.resolutions.values() if not self.pixels.get(p)]
            if lacking or not all(site in self.sites for site in family.ids):
                raise ValueError(f"{name} names pixels or a site that the table lacks")
        return self

    def site(self, base_url: str) -> str:
        """The site an address belongs to: the first one when it is nobody's we know."""
        host = urlsplit(base_url).hostname or ""
        for name, site in self.sites.items():
            if any(host == known or host.endswith(f".{known}") for known in site.hosts):
                return name
        return next(iter(self.sites))

    def sizes(self, family: Family, resolution: str) -> Mapping[str, Span]:
        """Width and height in pixels by ratio, such as `16:9`."""
        return self.pixels[family.resolutions[resolution]]

    def model(self, name: str, site: str, chosen: str) -> str:
        """The model's id at a site. `chosen` is the maker's: an id of this family, an `ep-` id for
        the first family, or `family=id` for each of several, with commas.
        """
        own = self.families[name].ids
        first = next(iter(self.families))
        for each in filter(None, (part.strip() for part in chosen.split(","))):
            named, equals, value = each.partition("=")
            if equals and named.strip() == name:
                return value.strip()
            if not equals and (each in own.values() or (name == first and not self._known(each))):
                return each
        return own.get(site, next(iter(own.values())))

    def _known(self, model: str) -> bool:
        return any(model in family.ids.values() for family in self.families.values())


def ark(own: Path | None = None) -> Ark:
    """The table; `own` is the folder of the maker's. Raises BadInput for one of no use."""
    return table("seedance", Ark, own)
