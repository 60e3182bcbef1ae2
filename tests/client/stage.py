"""Real threads that go one at a time, in an order that a seed chooses: their every interleaving can be had again.

Lives here: the stage and a lock on it. May not: what the threads do there.
"""

import random
import threading
from collections.abc import Callable
from typing import Any, Final

PATIENCE_SECONDS: Final = 30.0  # with a thread that neither pauses nor ends


class _Actor:
    """A thread; it goes on when it is chosen, which it can be while `ready` holds."""

    def __init__(self, stage: "Stage", work: Callable[[], Any]) -> None:
        self.ready: Callable[[], bool] = lambda: True
        self.outcome: Any = None
        self.over = False
        self.cue = threading.Semaphore(0)
        self.thread = threading.Thread(target=self._run, args=(stage, work), daemon=True)

    def _run(self, stage: "Stage", work: Callable[[], Any]) -> None:
        self.cue.acquire()
        try:
            self.outcome = work()
        except BaseException as error:  # whoever plays is told by the outcome
            self.outcome = error
        self.over = True
        stage.left.release()


class Stage:
    """`play` runs the works to their ends; in them, `pause` is where another may go on."""

    def __init__(self, chance: random.Random) -> None:
        self.left = threading.Semaphore(0)
        self._chance = chance
        self._actors: dict[threading.Thread, _Actor] = {}

    def play(self, works: list[Callable[[], Any]]) -> list[Any]:
        """What each returned or raised, in their order; an error where all that are left wait for each other."""
        cast = [_Actor(self, work) for work in works]
        self._actors = {it.thread: it for it in cast}
        for actor in cast:
            actor.thread.start()
        on_stage = cast
        while on_stage := [it for it in on_stage if not it.over]:
            ready = [it for it in on_stage if it.ready()]
            assert ready, f"{len(on_stage)} threads wait for each other"
            actor = self._chance.choice(ready)
            actor.cue.release()
            assert self.left.acquire(timeout=PATIENCE_SECONDS), "a thread waits for what is not on the stage"
        return [it.outcome for it in cast]

    def pause(self, ready: Callable[[], bool] = lambda: True) -> None:
        """Let others go on; come back some time when `ready` holds."""
        actor = self._actors.get(threading.current_thread())
        if actor is None:  # nobody plays
            return
        actor.ready = ready
        self.left.release()
        actor.cue.acquire()


class StagedLock:
    """In place of a threading.Lock; who gets it next is the stage's choice."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._held = stage, False

    def __enter__(self) -> None:
        self._stage.pause(lambda: not self._held)
        assert not self._held
        self._held = True

    def __exit__(self, *error: object) -> None:
        self._held = False
