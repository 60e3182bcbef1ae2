"""What each case says of itself: why it matters, what that rests on, how it is put right."""

from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest

from contracts.probe.case import Case
from contracts.probe.cases import CASES
from contracts.probe.policy import Policy, read_policy
from contracts.probe.reasons import BY_YOUTH_ACT, OWN
from mock_server.handle import SandboxHandle
from tests.probe.command import probe
from tests.probe.probing import probed
from tests.probe.wrong_application import Shop, serving

POLICIES: Final = {name: read_policy(name) for name in ("sign-up", "adult-shop", "login-again")}
# Cases that one and the same change puts right; nobody else may share a text.
ALIKE: Final = [
    "STATUS-01 STATUS-02 STATUS-03 STATUS-04 STATUS-05 STATUS-10",
    "ID-01 ID-02 ID-03 ID-04 ID-05 ID-06 ID-07",
    "ID-08 ID-09",
    "ID-11 ID-12 ID-13 ID-14",
    "AGE-01 AGE-02 AGE-03 AGE-04 AGE-05 AGE-06 AGE-07 AGE-14 DATE-04 DATE-05",
    "AGE-08 AGE-14 DATE-05",
    "AGE-10 AGE-11",
    "AGE-13 DATE-01 DATE-02",
    "DATE-03 DATE-04",
    "PERSON-02 PERSON-03 PERSON-12",
    "PERSON-07 PERSON-08",
    "REPLAY-01 REPLAY-02",
    "REPLAY-05 REPLAY-06",
    "MEMBER-02 MEMBER-03 MEMBER-04 MEMBER-05",
    "MEMBER-08 MEMBER-10",
    "MEMBER-13 MEMBER-14",
    "MEMBER-16 MEMBER-17 MEMBER-18 MEMBER-19",
    "TRANSPORT-01 TRANSPORT-02 TRANSPORT-03 TRANSPORT-08 TRANSPORT-19",
    "TRANSPORT-04 TRANSPORT-05 TRANSPORT-06",
    "TRANSPORT-09 TRANSPORT-12 TRANSPORT-20",
    "TRANSPORT-15 TRANSPORT-16 TRANSPORT-17",
    "TRANSPORT-22 CREDENTIAL-08",
    "CREDENTIAL-02 CREDENTIAL-03",
]


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("lang", [0, 1], ids=["ko", "en"])
def test_only_cases_that_the_same_change_puts_right_share_a_fix(policy: Policy, lang: int) -> None:
    by_fix: dict[str, list[Case]] = defaultdict(list)
    for one in CASES:
        told = one.under(policy)
        by_fix[told.family.fix[lang]].append(told)
    for fix, cases in by_fix.items():
        assert len({one.promise for one in cases}) == 1, fix
        shared = {one.number for one in cases}
        assert len(shared) == 1 or any(shared <= set(alike.split()) for alike in ALIKE), fix


def test_no_two_cases_have_the_same_title() -> None:
    for policy in POLICIES.values():
        titles = [one.under(policy).title for one in CASES]
        assert len(set(titles)) == len(titles)


def test_every_text_is_of_a_case_that_there_is() -> None:
    assert {*OWN, *BY_YOUTH_ACT} <= {one.number for one in CASES}


def explained(folder: Path, *more: str) -> str:
    done = probe("--explain", *more, "--lang", "en", cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_rule_of_age_is_explained_as_it_is_promised(tmp_path: Path) -> None:
    youth = explained(tmp_path, "AGE-03", "--policy", "adult-shop")
    assert "is accepted if that is still this year" in youth
    assert "ageRule=full-age" in youth
    assert "is refused, by full age" in explained(tmp_path, "AGE-03")
    assert "is refused, by full age" in explained(
        tmp_path, "AGE-03", "--policy", "adult-shop", "--promise", "ageRule=full-age"
    )


def test_who_counts_full_age_under_the_youth_act_is_told_of_the_year(box: SandboxHandle) -> None:
    shop = Shop(box.base_url, box.api_secret)
    shop.least = 19
    with serving(shop) as url:
        (result,) = probed(box, url, policy="adult-shop", only="AGE-05")
    assert (result.word, result.severity and result.severity.word) == ("broken", "user-harm")
    assert result.case.title.en.endswith("is accepted (Youth Protection Act)")
    assert "year of birth counts" in result.case.family.fix.en
