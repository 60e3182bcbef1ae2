"""The channels that every sandbox has, and finding one by name or key.

Lives here: the table CHANNELS and look-ups in it. May not: what a provider returns (providers.py), sandboxes.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

import msgspec

from .nearest import nearest

DEFAULT_CHANNEL: Final = "danal"
Device = Literal["pc", "mobile"]
WindowType = Literal["POPUP", "IFRAME", "REDIRECTION"]


class Channel(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One contract of a merchant with a provider.

    `pg_merchant_id` is the site that DI is made for; `profile` names a row of the provider table. `window_type` is how
    its window is shown on a device where the page does not say.
    """

    name: str
    key: str
    type: Literal["LIVE", "TEST"]
    pg_provider: str
    pg_merchant_id: str
    profile: str
    window_type: Mapping[Device, WindowType] = {}

    def selected(self) -> dict[str, str]:
        """PortOne's `SelectedChannel`, as it stands in a record."""
        return {
            "type": self.type,
            "id": f"channel-id-{self.name}",
            "key": self.key,
            "name": self.name,
            "pgProvider": self.pg_provider,
            "pgMerchantId": self.pg_merchant_id,
        }


def _channel(name: str, pg_provider: str, pg_merchant_id: str, *, profile: str = "", test: bool = False) -> Channel:
    return Channel(
        name=name,
        key=f"channel-key-{name}",
        type="TEST" if test else "LIVE",
        pg_provider=pg_provider,
        pg_merchant_id=pg_merchant_id,
        profile=profile or name,
    )


CHANNELS: Final = (
    _channel("danal", "DANAL", "MOCKDN0001"),
    _channel("danal-contract", "DANAL", "MOCKDN0002"),
    _channel("danal-no-ci", "DANAL", "MOCKDN0003"),
    _channel("kcp", "KCP_V2", "MOCK1"),
    _channel("kcp-no-ci", "KCP_V2", "MOCK2"),
    _channel("inicis", "INICIS_UNIFIED", "MOCKIni001"),
    _channel("kcp-test", "KCP_V2", "MOCK9", profile="kcp", test=True),
    _channel("inicis-test", "INICIS_UNIFIED", "MOCKIni009", profile="inicis", test=True),
)


class Channels:
    """An immutable set of channels with distinct names and keys."""

    __slots__ = ("_by_key", "_by_name")

    def __init__(self, channels: Iterable[Channel] = CHANNELS) -> None:
        self._by_name: dict[str, Channel] = {}
        self._by_key: dict[str, Channel] = {}
        for channel in channels:
            self._add(channel)

    def _add(self, channel: Channel) -> None:
        for given in (channel.name, channel.key):
            other = self.get(given)
            if other is not None:
                raise ValueError(
                    f"{given!r} of the channel {channel.name!r} already names the channel {other.name!r}: "
                    "every name and every key names one channel"
                )
        self._by_name[channel.name] = channel
        self._by_key[channel.key] = channel

    def __iter__(self) -> Iterator[Channel]:
        return iter(self._by_name.values())

    def get(self, name_or_key: str) -> Channel | None:
        """The channel of that name or key."""
        return self._by_name.get(name_or_key) or self._by_key.get(name_or_key)

    def by_key(self, key: str) -> Channel | None:
        """The channel of that key, as PortOne's calls give it; a name is no key."""
        return self._by_key.get(key)

    def with_keys(self, keys: Mapping[str, str]) -> "Channels":
        """These channels with other keys, given by channel name; ValueError for an unknown name or a used key."""
        for name in keys:
            if name not in self._by_name:
                near = nearest(name, self._by_name)
                raise ValueError(
                    f"there is no channel {name!r}"
                    + (f"; did you mean {near!r}?" if near else f"; the channels are {', '.join(self._by_name)}")
                )
        return Channels(msgspec.structs.replace(channel, key=keys.get(channel.name, channel.key)) for channel in self)

    def names(self) -> tuple[str, ...]:
        """Every name that may be given for a channel: names first, then keys."""
        return (*self._by_name, *self._by_key)
