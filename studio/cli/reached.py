"""The backends that there are for a terminal: their keys in the keyring or the environment."""

from functools import partial
from typing import TYPE_CHECKING

from studio import settings as preferences
from studio.backends.registry import Found, available
from studio.backends.service import Service
from studio.keys import Keys
from studio.services import Access

if TYPE_CHECKING:  # it brings the network along
    from studio.backends.account import Account
    from studio.backends.web import Recorder


def reached(recorder: "Recorder | None" = None) -> Found:
    """Every backend that can be used here, reached as the maker's preferences say.

    `recorder` hears what is said to services.
    """
    settings = preferences.load(preferences.settings_file())
    return available(accounts=partial(_account, Access(Keys()), settings, recorder))


def account_of(service: Service) -> "Account":
    """How a service is reached as the maker's preferences say."""
    settings = preferences.load(preferences.settings_file())
    return _account(Access(Keys()), settings, None, service)


def _account(
    access: Access, settings: preferences.Settings, recorder: "Recorder | None", service: Service
) -> "Account":
    return access.account(
        service, lambda: settings.services, lambda: settings.proxy, recorder=recorder
    )
