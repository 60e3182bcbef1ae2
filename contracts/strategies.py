"""What contracts are tried with: ids, credentials, people and bodies, valid and nearly valid.

Lives here: strategies, each shrinking to something that a person can read. May not: calls, expectations.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from .arrangement import Person
from .law import Strategy
from .law_strategies import CONFIRM, LIST, SEND, members, required, wrong_members
from .resident_number import Holder
from .target import Target
from .words import query_with

# Every character that goes wrong somewhere between a client and a router, and some that do not.
AWKWARD: Final = "aZ09-_.~/?#%+&=: ;,@!'()*[]{}\"\\<>|^`가힣é日😀"
PLAIN: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def awkward_tails(_: Target) -> Strategy:
    """What to put behind an id."""
    return st.text(alphabet=AWKWARD, min_size=1, max_size=24)


def wrong_credentials(_: Target) -> Strategy:
    """Texts that are nobody's secret or token; the first word keeps them from being one by chance."""
    return st.text(alphabet=PLAIN, max_size=60).map("wrong-{}".format)


def not_strings(_: Target) -> Strategy:
    """JSON values that are no strings."""
    return st.one_of(st.integers(-9, 999_999), st.booleans(), st.just([]), st.just({}), st.just(["a"]))


def wrong_otps(_: Target) -> Strategy:
    """JSON values that no otp can be."""
    return next(one for one in members(CONFIRM) if one.path == "otp").wrong()


def holders(_: Target) -> Strategy:
    """People as a resident number describes them, children and foreigners included.

    They end on a fixed day, so that a seed means the same on every day; SEND-32 goes by the server's own.
    """
    edges = [date(1900, 1, 1), date(1999, 12, 31), date(2000, 1, 1), date(2000, 2, 29), date(2004, 2, 29)]
    born = st.dates(date(1900, 1, 1), date(2024, 12, 31)) | st.sampled_from(edges)
    koreans_of_old = st.builds(Holder, st.dates(date(1880, 1, 1), date(1899, 12, 31)), st.booleans(), st.just(False))
    return st.builds(Holder, born, is_woman=st.booleans(), is_foreigner=st.booleans()) | koreans_of_old


def impossible_identity_numbers(_: Target) -> Strategy:
    """Texts that no resident number begins with."""
    return st.one_of(
        st.sampled_from(["", "900101", "90010111", "900101-1", "9013011", "9000101", "9001001", "9002301", "900101a"]),
        st.integers(13, 99).map("90{}011".format),
        st.integers(32, 99).map("9001{}1".format),
        st.integers(0, 99).filter(lambda year: year % 4).map("{:02d}02291".format),
    )


def one_person(target: Target) -> Strategy:
    """One of the arrangement's people."""
    people = _people(target)
    return st.sampled_from(people) if people else st.nothing()


def two_people(target: Target) -> Strategy:
    """Two different human beings."""
    return st.tuples(one_person(target), one_person(target)).filter(lambda pair: pair[0].identity != pair[1].identity)


def one_human_being_twice(target: Target) -> Strategy:
    """Two keys of one human being: another name, phone or both."""
    people = _people(target)
    pairs = [(one, two) for one in people for two in people if one.key < two.key and one.identity == two.identity]
    return st.sampled_from(pairs) if pairs else st.nothing()


def left_out(_: Target) -> Strategy:
    """Members that a send by SMS cannot do without, as paths."""
    # The document leaves it optional, since a send by APP needs none.
    return st.sampled_from([*required(SEND), "customer.identityNumber"])


def wrong_queries(_: Target) -> Strategy:
    """Queries of a list that PortOne's schema does not allow."""
    return wrong_members(LIST).map(lambda one: query_with(*one))


def page_sizes(_: Target) -> Strategy:
    """Sizes that make several pages of a handful of records."""
    return st.integers(1, 4)


def without(body: dict[str, Any], path: str) -> dict[str, Any]:
    """A body without the member at that path."""
    head, _, rest = path.partition(".")
    if rest:
        return {**body, head: without(body[head], rest)}
    return {name: value for name, value in body.items() if name != head}


def _people(target: Target) -> Sequence[Person]:
    return target.arrangement.people() if target.arrangement else ()


@dataclass(frozen=True)
class WrongBody:
    """A body, and what is wrong with it."""

    what: str
    content: bytes

    def told(self) -> str:
        """What is wrong with it."""
        return self.what


def broken_bodies(_: Target) -> Strategy:
    """Bodies that are no JSON object."""
    whole = '{"otp": "000000"}'
    cut = st.integers(1, len(whole) - 1).map(lambda at: WrongBody(f"cut after {at} bytes", whole[:at].encode()))
    return cut | st.sampled_from(
        [
            WrongBody("nothing at all", b""),
            WrongBody("an array", b"[]"),
            WrongBody("null", b"null"),
            WrongBody("a text", b'"text"'),
            WrongBody("a number", b"1"),
            WrongBody("half an object", b'{"otp": "000'),
            WrongBody("a form", b"otp=000000"),
            WrongBody("bytes that are no UTF-8", b'{"otp": "\xff\xfe"}'),
            WrongBody("two objects", b"{} {}"),
        ]
    )


@dataclass(frozen=True)
class Nearly:
    """A credential that is nearly right; `make` makes it of the right one, which is never shown."""

    what: str
    make: Callable[[str], str]

    def told(self) -> str:
        """What is wrong with it."""
        return self.what


def _missing(place: int) -> Nearly:
    return Nearly(f"character {place} is missing", lambda it: f"PortOne {it[: place % len(it)]}{_after(it, place)}")


def _changed(place: int) -> Nearly:
    return Nearly(f"character {place} is a ~", lambda it: f"PortOne {it[: place % len(it)]}~{_after(it, place)}")


def _after(secret: str, place: int) -> str:
    """What stands behind that character, counted round and round."""
    return secret[place % len(secret) + 1 :]


_STEPS: Final = (_missing, _changed)


def nearly_credentials(_: Target) -> Strategy:
    """Authorization headers that lack a little."""
    one_step = st.builds(lambda step, place: step(place), st.sampled_from(_STEPS), st.integers(0, 99))
    return one_step | st.sampled_from(
        [
            Nearly("the last character is missing", lambda secret: f"PortOne {secret[:-1]}"),
            Nearly("one character more", lambda secret: f"PortOne {secret}x"),
            Nearly("the letters' case is turned", lambda secret: f"PortOne {secret.swapcase()}"),
            Nearly("no secret after the word", lambda _: "PortOne"),
            Nearly("another word before it", lambda secret: f"Basic {secret}"),
            Nearly("as an access token", lambda secret: f"Bearer {secret}"),
            Nearly("no word before it", lambda secret: secret),
            Nearly("in quotation marks", lambda secret: f'PortOne "{secret}"'),
        ]
    )


def unknown_members(_: Target) -> Strategy:
    """Members that no document names."""
    values: Strategy = st.one_of(
        st.booleans(), st.integers(-9, 9), st.text(PLAIN, max_size=8), st.just([]), st.just({"a": 1})
    )
    return st.dictionaries(st.sampled_from(["laterAddition", "x-later", "추가"]), values, min_size=1, max_size=2)


def ages(_: Target) -> Strategy:
    """A least age that a provider is asked for."""
    return st.integers(14, 40)


def edges(_: Target) -> Strategy:
    """Milliseconds beside a time."""
    return st.sampled_from([0, 1, -1, 1000, -1000, 60_000, -60_000])
