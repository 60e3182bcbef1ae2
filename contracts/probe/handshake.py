"""Before any case: whether the application is there, asks this mock, and lets somebody in whom nothing is wrong with.

Lives here: the one good id, and what each way of failing means. May not: a case.
"""

from typing import Any, Final, NoReturn

from ..failures import NotJudgeable
from ..text import Text
from . import clock
from .application import Answer, members
from .case import Case, Family
from .near import FAR
from .play import Play, Setting
from .verdicts import Severity, Undecided

LONGEST_WORD: Final = 40  # of a yes; what is longer is a name, a token or a sentence
MOST_SECONDS: Final = 120  # by which the mock's clock and this machine's may differ
_NOTHING = Text("", "")
_HANDSHAKE = Case(
    "HANDSHAKE", _NOTHING, Severity.ADVICE, Family("HANDSHAKE", _NOTHING, _NOTHING, _NOTHING), lambda _: None
)


def shake_hands(setting: Setting) -> None:
    """One good id; NotJudgeable with what to do where it does not get in."""
    play, mock = Play(setting, _HANDSHAKE), setting.mock
    _same_time(setting, play)
    # Whoever comes with a wrong secret is in the journal of the default sandbox, whichever sandbox this is.
    before = _newest(setting)
    try:
        attempt = play.attempt()
    except Undecided as undecided:
        _end(undecided.reason.ko, undecided.reason.en, play)
    answer = play.submit(attempt)
    calls = play.calls(attempt)
    if answer.meaning == "accepted" and calls:
        setting.legacy = any(row["credential"] == "legacy-token" for row in calls)
        _says_no_by_status(setting, play, answer)
        return
    strangers = [
        row for row in mock.journal(secret=None) if row["n"] > before and row["credential"] in ("unknown", "none")
    ]
    if strangers:
        _wrong_secret(setting, play, strangers[-1])
    _not_answering(answer, play)
    if not calls:
        elsewhere = mock.sandbox_that_was_asked(attempt.id)
        if elsewhere is not None:
            _another_sandbox(setting, play, *elsewhere)
        _never_asked(setting, answer, play)
    _end(
        "애플리케이션이 문제없는 인증을 받아들이지 않아 아무것도 판정할 수 없습니다. "
        "모의 서버의 사람(CI와 DI가 MOCK으로 시작)을 거절하는지, 응답 읽는 법(--accepted)이 맞는지 확인하세요",
        "nothing can be judged, since your application did not accept a good verification; look whether it refuses "
        "people of a mock (CI and DI begin with MOCK), needs a shop or more members (--endpoint), or says yes in "
        "another way (--accepted)",
        play,
    )


def _same_time(setting: Setting, play: Play) -> None:
    """An application goes by the time of its machine: against a mock at another one every date would be wrong."""
    try:
        now = setting.mock.now()
    except Undecided as undecided:
        _end(undecided.reason.ko, undecided.reason.en, play)
    if abs((now - clock.now()).total_seconds()) > MOST_SECONDS:
        _end(
            f"모의 서버의 시계가 옮겨져 있습니다({now:%Y-%m-%d %H:%M}). DELETE /_mock/clock 로 되돌리세요. "
            "시계를 옮겨 판정하려면 --run과 --fake-time을 주세요",
            f"the clock of the mock was moved ({now:%Y-%m-%d %H:%M} in Seoul) and your application's was not: put it "
            "back by DELETE /_mock/clock; to have both moved give --run and --fake-time",
            play,
        )


def _says_no_by_status(setting: Setting, play: Play, good: Answer) -> None:
    """Where a 2xx may be a no, all that is refused would seem to be let in: how to read a yes has to be told then."""
    if setting.application.reading.accepted:
        return
    failed = play.submit(play.attempt(status="FAILED"))
    # Who refuses anything by its status does not say no with a 200, and has let FAILED in.
    if failed.meaning != "accepted" or "refused" in (_ready(play).meaning, _unknown(play).meaning):
        return
    # What is alike for two people whom nothing is wrong with, and another for whoever failed, tells the two apart.
    also_good, not_good = members(play.submit(play.attempt()).body), members(failed.body)
    telling = [
        (member, value)
        for member, value in members(good.body).items() & also_good.items()
        if value != not_good.get(member) and "," not in value and len(value) < LONGEST_WORD
    ]
    if telling:
        # Rather a verdict with two words than what is there for some only, rather outside than deep inside.
        member, value = min(telling, key=lambda one: (one[0] not in not_good, one[0].count("."), one[0]))
        _read_it(play, failed, f"{member}={value}", not_good.get(member))


def _ready(play: Play) -> Answer:
    return play.submit(play.attempt(status="READY"))


def _unknown(play: Play) -> Answer:
    attempt = play.issued()
    play.fault(attempt, "not-found", times=1)
    return play.submit(attempt)


def _read_it(play: Play, failed: Answer, yes: str, other: str | None) -> NoReturn:
    both = f"{yes},{other}"
    ko, en = (
        (f" 둘 다 받아들인 것이면 --accepted {both}", f"; if both are a yes, --accepted {both}") if other else ("", "")
    )
    _end(
        f"애플리케이션이 FAILED인 인증에도 {failed.status}로 답하지만 내용은 다릅니다({yes} 대신 {other or '없음'}). "
        f"이것이 거절이면 --accepted {yes} 를 주세요.{ko}",
        f"your application answers a FAILED verification with {failed.status}, too, but not with {yes} "
        f"({other or 'absent'} instead); if that is a no, give --accepted {yes}{en}",
        play,
    )


def _newest(setting: Setting) -> int:
    rows = setting.mock.journal(secret=None)
    return int(rows[-1]["n"]) if rows else 0


def _wrong_secret(setting: Setting, play: Play, row: dict[str, Any]) -> NoReturn:
    what = f"{row['method']} {row['path']} → {row['status']}"
    if row["credential"] == "none":
        _end(
            f"애플리케이션이 모의 서버를 Secret 없이 불렀습니다({what}). {row['why']}",
            f"your application asks the mock without a secret ({what}); {row['why']}",
            play,
        )
    # The journal holds no credential, but says what is wrong with one, and how it begins.
    which = str(row["why"] or "").partition(" Known is ")[0].rstrip(".")
    ko, en = _to_be_told(setting, "PORTONE_API_SECRET", setting.mock.api_secret, "{secret}")
    _end(
        f"애플리케이션이 모의 서버를 불렀지만 Secret이 다릅니다({what}: {which}). {ko}",
        f"your application asks the mock, with another API secret ({what}: {which}); {en}",
        play,
    )


def _another_sandbox(setting: Setting, play: Play, store_id: str, secret: str) -> NoReturn:
    ko, en = _to_be_told(setting, "PORTONE_API_SECRET", setting.mock.api_secret, "{secret}")
    _end(
        f"애플리케이션이 모의 서버의 다른 샌드박스를 씁니다({store_id}, Secret {secret[:4]}…). {ko}",
        f"your application asks another sandbox of the mock ({store_id}, of the secret {secret[:4]}…); {en}",
        play,
    )


def _to_be_told(setting: Setting, usual: str, value: str, mark: str) -> tuple[str, str]:
    """How the application comes to know a value: the variable to set, or to name for --run."""
    names = [name for name, told in setting.told.items() if told == value]
    if not names:
        return f"{usual}={value} 로 두고 다시 시작하세요", f"set {usual}={value} and restart it"
    told = ", ".join(names)
    return (
        f"--run은 {told}로 알려 주었습니다. 다른 이름을 읽는다면 --env 'NAME={mark}'를 주세요",
        f"--run told it {told}: if it reads another name, give --env 'NAME={mark}'",
    )


def _not_answering(answer: Answer, play: Play) -> None:
    if "CERTIFICATE_VERIFY_FAILED" in answer.why:
        what = answer.why.partition("failed: ")[2].partition(" (_ssl")[0] or answer.why
        _end(
            f"애플리케이션의 인증서를 믿을 수 없습니다({what}). 환경 변수 SSL_CERT_FILE로 "
            "인증 기관의 파일(PEM)을 주거나, http:// 주소로 시험하세요",
            f"the certificate of your application is not trusted ({what}): name the file (PEM) of its authority in the "
            "variable SSL_CERT_FILE, or give an address of http://",
            play,
        )
    if answer.why.endswith(FAR):
        _end(
            f"{answer.why}: 이름이 외부 주소를 가리킵니다. 여러분의 것이라면 --allow-remote를 주세요",
            f"{answer.why}; give --allow-remote if it is really yours",
            play,
        )
    if answer.meaning == "silent":
        _end(
            "애플리케이션이 응답하지 않습니다. 주소를 확인하고 시작하세요(--run)",
            "your application gives no answer: see that it runs and that the address is right, or start it with --run",
            play,
        )
    if answer.status in (401, 403):
        _end(
            "애플리케이션이 로그인을 요구합니다. --headers로 인증 헤더나 쿠키를 주세요",
            "your application wants a login: give its header or cookie with --headers",
            play,
        )
    if answer.status in (404, 405):
        _end(
            f"그 주소에 아이디를 받는 곳이 없습니다({answer.status}). --endpoint를 확인하세요",
            f"nothing takes an id there ({answer.status}): see --endpoint for method and path",
            play,
        )
    if answer.meaning == "strange":
        _end(
            f"애플리케이션이 다른 곳으로 보냅니다({answer.status} {answer.location}). 끝 주소를 주세요",
            f"your application redirects ({answer.status} {answer.location}): give the address where that ends, and "
            "--headers if it is a login",
            play,
        )


def _never_asked(setting: Setting, answer: Answer, play: Play) -> NoReturn:
    if answer.meaning == "crashed":
        _end(
            f"애플리케이션이 모의 서버에 묻기도 전에 오류를 냅니다({answer.status}). 애플리케이션의 로그를 보세요",
            f"your application fails ({answer.status}) before it asks the mock: look into its log",
            play,
        )
    ko, en = _to_be_told(setting, "PORTONE_API_BASE", setting.mock.base_url, "{base}")
    _end(
        f"애플리케이션이 응답했지만 모의 서버에 묻지 않았습니다. 아직 다른 포트원 주소를 씁니다. {ko}"
        + (". 또는 요청의 형식이 다릅니다(--endpoint)" if answer.meaning == "refused" else ""),
        f"your application answered but never asked the mock: it still uses another PortOne address; {en}"
        + ("; or it wants another call (--endpoint)" if answer.meaning == "refused" else ""),
        play,
    )


def _end(ko: str, en: str, play: Play) -> NoReturn:
    shown = "; ".join(line for line in play.evidence if line.startswith("application:"))
    raise NotJudgeable(Text(f"{ko} [{shown}]", f"{en} [{shown}]") if shown else Text(ko, en))
