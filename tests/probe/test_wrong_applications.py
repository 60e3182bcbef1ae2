"""Each mistake is caught by the case that is meant for it, and by no case that has nothing to do with it."""

from typing import Final

import pytest

from mock_server.handle import SandboxHandle
from tests.probe.probing import START, probed, told
from tests.probe.wrong_application import Shop, serving

_OUTAGES: Final = (
    "TRANSPORT-01 TRANSPORT-02 TRANSPORT-03 TRANSPORT-04 TRANSPORT-05 TRANSPORT-06 TRANSPORT-07 "
    "CREDENTIAL-02 CREDENTIAL-03"
)
# The case that is meant for a mistake, then those in which it shows as well; found by playing every case to each.
CAUGHT: Final = {
    "an array is unpacked": "ID-12",
    "status from the request": "FORGED-01",
    "birth date from the request": "FORGED-02",
    "an id that is no string crashes": "ID-11 ID-12 ID-13",
    "the id goes into the path as it is": "ID-01 ID-02 ID-03 ID-04 ID-05 ID-07 ID-08 ID-10",
    "the id is escaped like encodeURIComponent": "ID-02 ID-08 ID-10",
    "an empty id is asked for": "ID-08",
    "anybody's id will do": "REPLAY-04",
    "a 404 crashes": "STATUS-06 TRANSPORT-10",
    "a 404 is asked again": "TRANSPORT-14",
    "a 404 burns the id": "TRANSPORT-10",
    "a 401 is told as a failed verification": "CREDENTIAL-02 CREDENTIAL-03",
    "a 429 is told as a failed verification": "TRANSPORT-07",
    "what is no JSON crashes": "TRANSPORT-06",
    "an outage is told as a failed verification": f"{_OUTAGES} TRANSPORT-09",
    "an outage lets people in": _OUTAGES,
    "an outage crashes": f"{_OUTAGES} TRANSPORT-09",
    "an outage burns the id": "TRANSPORT-09 TRANSPORT-12",
    "an outage is hammered": "TRANSPORT-13",
    "every request logs in": "CREDENTIAL-06",
    "a token is never renewed": "CREDENTIAL-01",
    "a failed login is told as a failed verification": "CREDENTIAL-05",
    "a dead refresh token is the end": "CREDENTIAL-04 CREDENTIAL-01",
    "READY is let in": "STATUS-01 FORGED-01 TRANSPORT-17",
    "FAILED is let in": "STATUS-02 STATUS-03 TRANSPORT-17",
    "the status is matched loosely": "STATUS-05",
    "whatever has not failed is let in": "STATUS-04 STATUS-05",
    "READY burns the id": "STATUS-07",
    "nobody in it is somebody": "TRANSPORT-17",
    "V1 is let in": "STATUS-08",
    "a channel has to be there": "MEMBER-09",
    "TEST is let in": "STATUS-09",
    "unknown members are refused": "MEMBER-01",
    "an hour is a day": "REPLAY-06",
    "any age of a verification will do": "REPLAY-05 REPLAY-06",
    "a CI has to be there": "MEMBER-06 PERSON-05 MEMBER-08 MEMBER-10",
    "a DI has to be there": "MEMBER-07 PERSON-07",
    "names are two to twenty syllables": "MEMBER-11 MEMBER-12",
    "foreigners are turned away": "MEMBER-12",
    "no birth date is old enough": "AGE-09",
    "an unreadable birth date is old enough": "AGE-10 AGE-11",
    "the birthday itself does not count": "AGE-02",
    "only years are subtracted": "AGE-03 AGE-05",
    "age is a number without a sign": "AGE-12 FORGED-02 AGE-03 AGE-04 AGE-05 AGE-07",
    "a fixed year is old enough": "AGE-01 AGE-02 AGE-06",
    "nobody is asked for their age": "AGE-04 FORGED-02 AGE-03 AGE-05 AGE-07",
    "two at once are both let in": "PERSON-06 REPLAY-03",
    "an id at once is used twice": "REPLAY-03",
    "an id can be used again": "REPLAY-01 REPLAY-02 REPLAY-03",
    "who comes back is turned away": "PERSON-11",
    "nobody is looked up": "PERSON-01 PERSON-02 PERSON-03 PERSON-04 PERSON-05 PERSON-06",
    "a phone is a person": "PERSON-10 PERSON-02",
    "a name and a birth date are a person": "PERSON-09 PERSON-03",
    "no DI is a DI": "PERSON-07 MEMBER-07",
    "DI or else CI is one key": "PERSON-04 PERSON-08",
    "the name has to be the same, too": "PERSON-03 PERSON-05",
    "gender has to be there": "MEMBER-02 MEMBER-10",
    "phoneNumber has to be there": "MEMBER-03 MEMBER-10",
    "operator has to be there": "MEMBER-04 MEMBER-08 MEMBER-10",
    "isForeigner has to be there": "MEMBER-05 MEMBER-10",
}
# Played to all of them; none may be found but where it is listed.
OTHERS: Final = "STATUS-01,FORGED-01,AGE-01,PERSON-01,MEMBER-01,TRANSPORT-03"
PROMISES: Final = {"v2Only": True, "liveOnly": True, "foreigners": "accepted"}
# Mistakes that show only where the same person may come again.
RETURNING: Final = ("an id can be used again", "an id at once is used twice", "who comes back is turned away")


def test_the_application_without_a_mistake_holds_every_case(box: SandboxHandle) -> None:
    with serving(Shop(box.base_url, box.api_secret)) as url:
        results = probed(box, url, promises=PROMISES)
    assert told(results, "broken", "flaky", "undecided") == []


@pytest.mark.parametrize("bug", CAUGHT)
def test_a_mistake_is_caught_by_the_case_that_is_meant_for_it(bug: str, box: SandboxHandle) -> None:
    listed = CAUGHT[bug].split()
    shop = Shop(box.base_url, box.api_secret)
    shop.bug, shop.returning = bug, bug in RETURNING
    with serving(shop) as url:
        results = probed(
            box,
            url,
            start=START if bug == "anybody's id will do" else None,
            policy="login-again" if shop.returning else "sign-up",
            promises=PROMISES,
            only=f"{','.join(listed)},{OTHERS}",
        )
    found = [one.case.number for one in results if one.is_finding]
    assert listed[0] in found, told(results, "held", "not-judged", "undecided")
    assert set(found) <= set(listed), told(results, "broken", "flaky")
