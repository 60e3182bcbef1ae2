"""What contracts are tried with: ids, credentials, people and bodies, valid and nearly valid.

Lives here: strategies, each shrinking to something that a person can read. May not: calls, expectations.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from .arrangement import Person
from .law import Strategy
from .resident_number import Holder
from .target import Target

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


def holders(_: Target) -> Strategy:
    """People as a resident number describes them, children and foreigners included."""
    return st.builds(
        Holder, st.dates(date(1930, 1, 1), date(2015, 12, 31)), is_woman=st.booleans(), is_foreigner=st.booleans()
    )


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
    paths = ["channelKey", "customer", "operator", "method"]
    paths += [f"customer.{name}" for name in ("name", "phoneNumber", "identityNumber", "ipAddress")]
    return st.sampled_from(paths)


def wrong_queries(_: Target) -> Strategy:
    """Queries of a list that PortOne's schema does not allow."""
    wrong: list[dict[str, Any]] = [
        {"page": []},
        {"page": {"size": "ten"}},
        {"sort": {"order": "UP"}},
        {"sort": {"by": "NAME"}},
        {"filter": {"statuses": "VERIFIED"}},
        {"filter": {"statuses": ["UNVERIFIED"]}},
        {"filter": {"isTest": "no"}},
        {"filter": {"from": "yesterday"}},
        {"filter": {"timeRangeField": "ENDED_AT"}},
    ]
    return st.sampled_from(wrong)


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
