"""The sign-up backend as a scenario's policy wants it, by the clock of the sandbox: a process for test_scenarios.

Lives here: turning a policy into the backend's own. May not: what any scenario expects. POLICY is the policy as JSON.
"""

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from client import AgeRule, ApiSecretLogin, AsyncPortOneClient, Policy, at_least, at_least_by_the_act, consent_below
from client.signup.__main__ import serve
from client.signup.accounts import Accounts
from client.signup.app import SignUp, create_app
from client.signup.database import connect
from client.signup.settings import read_settings
from client.signup.shops import Shop

AGE_RULES: Final = {"full": at_least, "youth-protection-act": at_least_by_the_act}


def policy_of(told: Mapping[str, Any]) -> Policy:
    """A scenario's policy; people of a mock have to pass."""
    ages: list[AgeRule] = []
    if told.get("minimumAge"):
        ages.append(AGE_RULES[told.get("ageRule", "full")](told["minimumAge"]))
    if told.get("guardianConsentBelow"):
        ages.append(consent_below(told["guardianConsentBelow"]))
    seconds = told.get("freshForSeconds")
    return Policy(
        ages=tuple(ages),
        live_only=told.get("liveOnly", True),
        fresh_for=None if seconds is None else timedelta(seconds=seconds),
        forbidden_prefixes=(),
        one_account=told.get("onePerson", False),
        without_identity_key=told.get("withoutDiAndCi", "refuse"),
    )


def main() -> None:
    settings = read_settings()
    portone = AsyncPortOneClient(settings.api_base, ApiSecretLogin(settings.api_secret), store_id=settings.store_id)
    sandbox = {"Authorization": f"PortOne {settings.api_secret}"}
    control = httpx.Client(base_url=f"{settings.api_base}/_mock", headers=sandbox, trust_env=False)

    def now() -> datetime:
        return datetime.fromisoformat(control.get("/clock").json()["now"])

    signup = SignUp(
        portone, Accounts(connect(settings.database_url)), settings.hash_keys, offer={}, https_only=False, now=now,
        shops={"scenario": Shop("가게", "a shop", policy_of(json.loads(os.environ["POLICY"])))},
    )  # fmt: skip
    serve(create_app(signup, portone), settings)


if __name__ == "__main__":
    main()
