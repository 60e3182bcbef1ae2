"""The wrong applications: one realistic mistake each, and the case that is meant for it.

Lives here: MEANT, and what playing every case to each has come to (`recorded.json`, written by
`python -m tests.probe matrix --write`). May not: an application, playing.
"""

import json
from pathlib import Path
from typing import Final

from contracts.probe.cases import CASES

RECORD: Final = Path(__file__).with_name("recorded.json")
EXPRESS: Final = "Express: "

# The case that is meant for a mistake, then the families in which it may show at security level, too, as it should.
MEANT: Final = {
    "an array is unpacked": "ID-12",
    "status from the request": "FORGED-01",
    "birth date from the request": "FORGED-02",
    "an id that is no string crashes": "ID-11",
    "the id goes into the path as it is": "ID-01",
    "the id is escaped like encodeURIComponent": "ID-02",
    "an empty id is asked for": "ID-08",
    "anybody's id will do": "REPLAY-04",
    "a 404 crashes": "STATUS-06",
    "a 404 is asked again": "TRANSPORT-14",
    "a 404 burns the id": "TRANSPORT-10",
    "a 401 is told as a failed verification": "CREDENTIAL-02",
    "a 429 is told as a failed verification": "TRANSPORT-07",
    "what is no JSON crashes": "TRANSPORT-06",
    "an outage is told as a failed verification": "TRANSPORT-01",
    "an outage lets people in": "TRANSPORT-01 CREDENTIAL",
    "an outage crashes": "TRANSPORT-01",
    "an outage burns the id": "TRANSPORT-09",
    "an outage is hammered": "TRANSPORT-13",
    "every request logs in": "CREDENTIAL-06",
    "a token is never renewed": "CREDENTIAL-01",
    "a failed login is told as a failed verification": "CREDENTIAL-05",
    "a dead refresh token is the end": "CREDENTIAL-04",
    "READY is let in": "STATUS-01",
    "FAILED is let in": "STATUS-02",
    "the status is matched loosely": "STATUS-05",
    "whatever has not failed is let in": "STATUS-04",
    "READY burns the id": "STATUS-07",
    "nobody in it is somebody": "TRANSPORT-17",
    "V1 is let in": "STATUS-08",
    "a channel has to be there": "MEMBER-09",
    "TEST is let in": "STATUS-09",
    "unknown members are refused": "MEMBER-01",
    "an hour is a day": "REPLAY-06",
    "any age of a verification will do": "REPLAY-05",
    "a CI has to be there": "MEMBER-06",
    "a DI has to be there": "MEMBER-07",
    "names are two to twenty syllables": "MEMBER-11",
    "foreigners are turned away": "MEMBER-12",
    "no birth date is old enough": "AGE-09",
    "an unreadable birth date is old enough": "AGE-10",
    "the birthday itself does not count": "AGE-02",
    "only years are subtracted": "AGE-03",
    "age is a number without a sign": "AGE-12",
    "a fixed year is old enough": "AGE-01",
    "nobody is asked for their age": "AGE-04",
    "two at once are both let in": "PERSON-06 REPLAY",
    "an id at once is used twice": "REPLAY-03",
    "an id can be used again": "REPLAY-01",
    "who comes back is turned away": "PERSON-11",
    "nobody is looked up": "PERSON-01",
    "a phone is a person": "PERSON-10",
    "a name and a birth date are a person": "PERSON-09",
    "no DI is a DI": "PERSON-07",
    "DI or else CI is one key": "PERSON-04",
    "the name has to be the same, too": "PERSON-03",
    "gender has to be there": "MEMBER-02",
    "phoneNumber has to be there": "MEMBER-03",
    "operator has to be there": "MEMBER-04",
    "isForeigner has to be there": "MEMBER-05",
    "the customer is looked at, not the status": "STATUS-04",
    "SUCCESS and COMPLETED are let in": "STATUS-10",
    "a 404 lets people in": "STATUS-06",
    "whatever came is made a string": "ID-14",
    "ids for development are let in": "ID-15",
    "blanks around an id are cut off": "ID-09",
    "two dots are all that an id may not have": "ID-06",
    "the store is taken from the request": "FORGED-03",
    "CI and DI from the request": "FORGED-04",
    "customData is believed": "FORGED-05",
    "customData has to be JSON": "MEMBER-15",
    "a record in a record is what counts": "MEMBER-13",
    "the birth date is read under another name": "AGE-04",
    "29 February is looked for in every year": "AGE-08",
    "an absent DI is the text None": "PERSON-07",
    "who has changed name and phone is somebody new": "PERSON-12",
    "who comes back has to have the phone they had": "PERSON-13",
    "who loses a race crashes": "PERSON-06",
    "a record without a status crashes": "TRANSPORT-15",
    "a slow answer is told as a failed verification": "TRANSPORT-11",
    "a 429 burns the id": "TRANSPORT-20",
    "Retry-After is not waited for": "TRANSPORT-21",
    "a redirect is followed with the token": "TRANSPORT-22",
    "the secret stands in the query, too": "CREDENTIAL-07",
    "a login is sent wherever it is redirected": "CREDENTIAL-08",
    "an error is told with the request that it was": "CREDENTIAL-09",
    "a refused secret is told as a failed verification": "CREDENTIAL-10",
    "a failed login is the last": "CREDENTIAL-05",
    "PortOne is waited for without an end": "TRANSPORT-18",
    "ten minutes are all that a verification counts": "REPLAY-07",
    "a DI is cut to 64 characters": "PERSON-14",
    "the whole customer is answered to the browser": "MEMBER-20",
    "Express: the status is matched without its ends": "STATUS-05",
    "Express: the id is put into the URL as a template has it": "ID-01",
    "Express: encodeURIComponent is all that guards an id": "ID-02",
    "Express: the request is spread over the record": "FORGED-01",
    "Express: ages are a difference of getFullYear": "AGE-03",
    "Express: an age that is NaN is not below the least": "AGE-10",
    "Express: find is compared with null": "PERSON-01",
    "Express: one key is DI or else CI": "PERSON-04",
    "Express: undefined is the DI of everybody without one": "PERSON-07",
    "Express: accounts are looked up, awaited and then added": "PERSON-06 REPLAY",
    "Express: whatever is thrown is a failed verification": "TRANSPORT-01",
    "Express: what is thrown goes to the browser": "CREDENTIAL-09",
    "Express: used ids are not remembered": "REPLAY-01",
    "Express: one variable holds the record of every request": "STATUS-12",
}
# Mistakes that show only where the same person may come again.
RETURNING: Final = (
    "an id can be used again",
    "an id at once is used twice",
    "who comes back is turned away",
    "who comes back has to have the phone they had",
    "Express: used ids are not remembered",
)
# Mistakes that only a case shows which takes longer than an everyday test may.
SLOW: Final = ("PortOne is waited for without an end",)
# Cases that are judged at some hours only, whatever the mistake; test_fake_time.py is about those.
BY_THE_CLOCK: Final = tuple(one.number for one in CASES if one.moments is not None)
PROMISES: Final = {"v2Only": True, "liveOnly": True, "foreigners": "accepted"}

# A mistake, by the cases that find it, each with the severity.
Recorded = dict[str, dict[str, str]]


def recorded() -> Recorded:
    """What the whole matrix has come to when it was last written."""
    return dict(json.loads(RECORD.read_text("utf-8")))


def meant(bug: str) -> str:
    """The case that is meant for a mistake."""
    return MEANT[bug].split()[0]


def shows_in(bug: str) -> list[str]:
    """The cases in which a mistake shows: the one that is meant for it, then the others."""
    return [meant(bug), *sorted(set(recorded().get(bug, ())) - {meant(bug)})]


def unrelated(bug: str, found: dict[str, str]) -> list[str]:
    """What is found at security level in a family that has nothing to do with the mistake."""
    families = {meant(bug).partition("-")[0], *MEANT[bug].split()[1:]}
    return [case for case, severity in found.items() if severity == "security" and case.split("-")[0] not in families]
