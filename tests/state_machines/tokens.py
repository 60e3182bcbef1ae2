"""Logins, refreshes and reads with any token that was ever issued.

Lives here: those calls. May not: which tokens are good (model.py).
"""

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from ..in_process import bearer
from .boxes import Box, Boxes, boxes


class Tokens(Boxes):
    """Tokens of both sandboxes."""

    @rule(number=boxes, kind=st.sampled_from(("api-secret", "api-key")))
    def log_in(self, number: int, kind: str) -> None:
        box = self.boxes[number]
        member = "apiSecret" if kind == "api-secret" else "apiKey"
        answer = self.client.post(f"/login/{kind}", json={member: box.merchant.secret})
        self.learn(box, kind, answer)

    def learn(self, box: Box, kind: str, answer: httpx.Response) -> None:
        assert answer.status_code == 200, answer.text
        box.tokens.issued(kind, answer.json()["accessToken"], answer.json()["refreshToken"], box.now)

    @precondition(lambda self: any(box.tokens.refresh for box in self.boxes))
    @rule(data=st.data())
    def refresh(self, data: st.DataObject) -> None:
        box = data.draw(st.sampled_from([box for box in self.boxes if box.tokens.refresh]))
        text = data.draw(st.sampled_from(list(box.tokens.refresh)))
        answer = self.client.post("/token/refresh", json={"refreshToken": text})
        if box.tokens.refreshes(text, box.now):
            self.learn(box, box.tokens.refresh[text][0], answer)
        else:
            assert (answer.status_code, answer.json()["type"]) == (401, "UNAUTHORIZED")

    @precondition(lambda self: any(box.tokens.access for box in self.boxes))
    @rule(data=st.data())
    def read_with_a_token(self, data: st.DataObject) -> None:
        box = data.draw(st.sampled_from([box for box in self.boxes if box.tokens.access]))
        text = data.draw(st.sampled_from(list(box.tokens.access)))
        answer = self.client.get("/identity-verifications", headers=bearer(text))
        assert answer.status_code == (200 if box.tokens.opens(text, box.now) else 401), answer.text
