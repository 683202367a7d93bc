"""Where the maker's bucket is: its address, region and names, and signed links to what is in it.

The library signs and nothing else; the calls are made with the same client as all other calls, so
that time-outs, proxy, certificates and cancelling are the same everywhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from studio.errors import BackendError, Fault

TITLE = "S3"
Method = Literal["GET", "HEAD", "PUT", "DELETE"]
_HOURS = (1, 168)  # a signature holds for seven days at most
_USUAL_HOURS = "24"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
_PREFIX = re.compile(r"[A-Za-z0-9._/-]{0,200}")
_REGION = re.compile(r"[A-Za-z0-9-]{1,60}")
_HOST_REGION = re.compile(r"(?:^|\.)(?:s3|oss|tos-s3|cos|obs)[.-]([a-z0-9]+(?:-[a-z0-9]+)+)\.")
# Who takes the bucket only, or rather, as a part of the host's name.
_VIRTUAL = (
    *(".amazonaws.com", ".amazonaws.com.cn", ".aliyuncs.com", ".volces.com", ".bytepluses.com"),
    *(".myqcloud.com", ".myhuaweicloud.com"),
)


@dataclass(frozen=True)
class Place:
    """A bucket as it is reached; `base` and `public` end in no slash and hold no secret.

    `public` is the address that services are given, and `hours` how long a link holds. `virtual`:
    the bucket's name is a part of the host's.
    """

    base: str
    bucket: str
    region: str
    virtual: bool
    prefix: str
    hours: int
    public: str
    public_virtual: bool
    access: str = field(repr=False)
    secret: str = field(repr=False)

    @property
    def host(self) -> str:
        """The host's name, for sentences."""
        return urlsplit(self.base).hostname or self.base

    @property
    def identity(self) -> str:
        """What tells this bucket from any other."""
        return f"{self.base}/{self.bucket}"

    def signed(self, method: Method, name: str, seconds: float, *, public: bool = False) -> str:
        """A link that allows one call with `method` on an object, for some seconds.

        Raises BackendError when the environment's own settings of S3 would lead it elsewhere.
        """
        from obstore import sign  # a library of 15 MB, read by those who have a bucket
        from obstore.store import S3Store

        base, virtual = self.base, self.virtual
        if public:
            base, virtual = self.public, self.public_virtual
        # Each is said, as the library would otherwise take it from variables of the environment.
        config: Any = {
            "aws_endpoint_url_s3": base,
            "region": self.region,
            "virtual_hosted_style_request": virtual,
            "skip_signature": False,
            "s3_express": False,
            "request_payer": False,
        }
        store = S3Store(
            self.bucket,
            config=config,
            client_options={"allow_http": True},
            credential_provider=self._credential,
        )
        url = sign(store, method, name, timedelta(seconds=seconds))
        if not url.startswith(f"{base}/"):
            raise BackendError("bucket.bad_endpoint", Fault.CREDENTIALS, backend=TITLE)
        return url

    def _credential(self) -> Any:
        return {
            "access_key_id": self.access,
            "secret_access_key": self.secret,
            "token": None,
            "expires_at": None,
        }


def is_named(values: Mapping[str, str]) -> bool:
    """Whether a bucket is set up, as far as can be told without its keys."""
    return bool(values.get("bucket", "").strip() and values.get("endpoint", "").strip())


def place_of(values: Mapping[str, str]) -> Place:
    """The bucket in the maker's values. Raises BackendError for what is missing or no address."""
    given = {name: values.get(name, "").strip() for name in values}
    missing = [name for name in ("endpoint", "bucket") if not given.get(name)]
    if missing:
        raise BackendError(f"bucket.needs_{missing[0]}", Fault.CREDENTIALS, backend=TITLE)
    bucket, region = given["bucket"], given.get("region", "")
    if not _BUCKET.fullmatch(bucket):
        raise BackendError("bucket.bad_name", Fault.CREDENTIALS, backend=TITLE, bucket=bucket[:60])
    base, virtual = _address(given["endpoint"], bucket)
    region = region or region_of(base)
    if not _REGION.fullmatch(region):
        raise BackendError(
            "bucket.bad_region", Fault.CREDENTIALS, backend=TITLE, region=region[:60]
        )
    public = _address(given.get("public") or given["endpoint"], bucket)
    access, secret = given.get("access", ""), given.get("secret", "")
    if not all(text and text.isascii() and text.isprintable() for text in (access, secret)):
        raise BackendError("bucket.no_key", Fault.CREDENTIALS, backend=TITLE)
    return Place(
        base, bucket, region, virtual, _prefix(given.get("prefix", "")),
        _hours(given.get("hours", "")), *public, access, secret,
    )  # fmt: skip


def region_of(address: str) -> str:
    """The region that an address names, else what servers take that know none."""
    host = (urlsplit(address).hostname or "").lower()
    found = _HOST_REGION.search(host)
    if found:
        return found[1]
    return "auto" if host.endswith(".r2.cloudflarestorage.com") else "us-east-1"


def _address(text: str, bucket: str) -> tuple[str, bool]:
    """The address up to where names begin, and whether the bucket is in the host's name."""
    words = text.rstrip("/")
    marked = "{bucket}" in words
    try:
        parts = urlsplit(words.replace("{bucket}", bucket))
        fine = parts.port != 0 and bool(parts.hostname) and parts.scheme in {"https", "http"}
    except ValueError:
        fine, parts = False, urlsplit("")
    if not fine or parts.username or parts.password or parts.query or parts.fragment:
        raise BackendError("bucket.bad_endpoint", Fault.CREDENTIALS, backend=TITLE)
    host = (parts.hostname or "").lower()
    if marked or host.startswith(f"{bucket.lower()}."):
        return parts.geturl(), True
    dotted = parts.scheme == "https" and "." in bucket  # no certificate covers such a host
    if host.endswith(_VIRTUAL) and not dotted:
        return parts._replace(netloc=f"{bucket}.{parts.netloc}").geturl(), True
    return parts.geturl(), False


def _prefix(text: str) -> str:
    words = "/".join(part for part in text.split("/") if part not in {"", ".", ".."})
    if not _PREFIX.fullmatch(words):
        raise BackendError("bucket.bad_prefix", Fault.CREDENTIALS, backend=TITLE, prefix=words[:60])
    return words


def _hours(text: str) -> int:
    low, high = _HOURS
    try:
        hours = int(text or _USUAL_HOURS)
    except ValueError:
        hours = 0
    if not low <= hours <= high:
        raise BackendError("bucket.bad_hours", Fault.CREDENTIALS, backend=TITLE, low=low, high=high)
    return hours
