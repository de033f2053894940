"""The engine: whatever a script asks and whoever stops it when, the journal and what was said come out the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations import engine
from bot.conversations.engine import Replay, Script
from bot.conversations.steps import Answer, Ask, Choice, Do, Entry, Tell, pick
from bot.domain.markup import text
from bot.errors import Conflict, InvalidInput, ScriptChanged, ScriptTooLong


@dataclass(frozen=True)
class Note:
    """A use case with an effect: adds to a list."""

    what: str
    effect: ClassVar[bool] = True
    result: ClassVar[Any] = int

    def perform(self, desk: Any) -> int:
        if self.what == "refuse":
            raise Conflict("due.closed", name="x")
        desk.append(self.what)
        return len(desk)


@dataclass(frozen=True)
class Count:
    """A use case that only looks."""

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = int

    def perform(self, desk: Any) -> int:
        return len(desk)


@dataclass
class World:
    """Keeps what was told and done, as the outbox and the database would."""

    told: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def tell(self, position: int, step: Tell) -> None:
        self.told.append(f"{position}:{step.label}")

    def perform(self, step: Do[Any]) -> Any:
        return step.intent.perform(self.done)


def _accept(answer: Answer) -> str:
    if not answer.text:
        raise InvalidInput("answer.empty")
    return answer.text


Move = tuple[str, str]
LABELS = st.sampled_from(["a", "b", "c"])
MOVES = st.lists(
    st.tuples(st.sampled_from(["ask", "free", "tell", "do", "look", "refuse", "branch"]), LABELS), max_size=12
)


def _script(moves: Sequence[Move]) -> Script:
    """Make a script that takes the moves in turn; a branch asks once more when the last answer was "yes"."""

    async def run() -> list[Any]:
        seen: list[Any] = []
        for kind, label in moves:
            seen.append(await _step(kind, label))
            if kind == "branch" and seen[-1] == "yes":
                seen.append(await Ask("more", text("?"), accept=_accept))
        return seen

    return Script("test", 1, "Thử", run)


YES_NO = (Choice("yes", "Có"), Choice("no", "Không"))


async def _step(kind: str, label: str) -> Any:
    if kind in ("ask", "branch"):
        return await pick(label, text("?"), YES_NO)
    if kind == "free":
        return await Ask(label, text("?"), YES_NO, accept=_accept)
    if kind == "tell":
        return await Tell(label, text("!"))
    if kind == "look":
        return await Do(label, Count())
    try:
        return await Do(label, Note("refuse" if kind == "refuse" else label))
    except Conflict as refusal:
        return refusal.code


ANSWERS = st.lists(
    st.one_of(
        st.builds(Answer, pressed=st.sampled_from(["yes", "no", "gone"])),
        st.builds(Answer, text=st.sampled_from(["1", "2", "có", "KHONG", "", "12 tin bài", "7"])),
    ),
    max_size=16,
)


def _straight(
    script: Script, answers: Sequence[Answer], keep: Callable[[Replay], Sequence[Entry]]
) -> tuple[Replay, World]:
    world = World()
    replay = engine.run(script, {}, (), world)
    for answer in answers:
        if replay.question is None:
            break
        replay = engine.run(script, {}, keep(replay), world, answer)
    return replay, world


def _reread(replay: Replay) -> Sequence[Entry]:
    """Store and read back, as the database does."""
    import json

    return tuple(Entry(e.kind, e.label, json.loads(json.dumps(e.value))) for e in replay.journal)


@given(moves=MOVES, answers=ANSWERS)
def test_storing_after_every_step_changes_nothing(moves: list[Move], answers: list[Answer]) -> None:
    kept, world = _straight(_script(moves), answers, lambda replay: replay.journal)
    stored, other = _straight(_script(moves), answers, _reread)
    assert (kept.journal, kept.result) == (stored.journal, stored.result)
    assert (world.told, world.done) == (other.told, other.done)


@given(moves=MOVES, answers=ANSWERS)
def test_replay_repeats_no_effect(moves: list[Move], answers: list[Answer]) -> None:
    replay, world = _straight(_script(moves), answers, _reread)
    before = (list(world.told), list(world.done))
    again = engine.run(_script(moves), {}, replay.journal, world)
    assert again.journal == replay.journal
    assert (world.told, world.done) == before


@given(moves=MOVES, answers=ANSWERS)
def test_each_effect_happens_once(moves: list[Move], answers: list[Answer]) -> None:
    replay, world = _straight(_script(moves), answers, _reread)
    kept = [entry for entry in replay.journal if entry.kind == "do" and "ok" in entry.value]
    assert [entry.value["ok"] for entry in kept] == list(range(1, len(world.done) + 1))


@given(moves=MOVES, answers=ANSWERS)
def test_going_back_asks_the_question_before(moves: list[Move], answers: list[Answer]) -> None:
    replay, world = _straight(_script(moves), answers, _reread)
    kept = engine.back(replay.journal)
    if kept is None:
        asked = [index for index, entry in enumerate(replay.journal) if entry.kind == "ask"]
        done = [index for index, entry in enumerate(replay.journal) if entry.kind == "do"]
        assert not asked or (done and done[-1] > asked[-1])
        return
    again = engine.run(_script(moves), {}, kept, world)
    assert again.question is not None
    assert again.question.label == replay.journal[len(kept)].label
    assert engine.run(_script(moves), {}, kept, world).journal == kept


@given(moves=MOVES, answers=ANSWERS)
def test_a_wrong_answer_changes_nothing(moves: list[Move], answers: list[Answer]) -> None:
    replay, world = _straight(_script(moves), answers, _reread)
    if replay.question is None:
        return
    told, done = list(world.told), list(world.done)
    rejected = engine.run(_script(moves), {}, replay.journal, world, Answer(pressed="gone"))
    assert rejected.rejected is not None
    assert rejected.journal == replay.journal
    assert (world.told, world.done) == (told, done)


@given(moves=MOVES, answers=ANSWERS)
def test_carrying_over_to_the_same_script_keeps_everything(moves: list[Move], answers: list[Answer]) -> None:
    replay, world = _straight(_script(moves), answers, _reread)
    done = list(world.done)
    carried = engine.carry_over(_script(moves), {}, replay.journal, world)
    assert [e for e in carried.journal if e.kind != "look"] == [e for e in replay.journal if e.kind != "look"]
    assert world.done == done


def test_a_new_version_keeps_the_answers_that_fit() -> None:
    async def old() -> None:
        await pick("status", text("?"), YES_NO)
        await Ask("results", text("?"), accept=_accept)

    async def new() -> None:
        await Tell("hello", text("!"))
        await pick("status", text("?"), (Choice("yes", "Có"),))
        await pick("certain", text("?"), YES_NO)
        await Ask("results", text("?"), accept=_accept)

    journal = (Entry("ask", "status", "yes"), Entry("ask", "results", "12 tin"))
    world = World()
    replay = engine.carry_over(Script("s", 2, "", new), {}, journal, world)
    assert replay.question is not None
    assert replay.question.label == "certain"
    assert world.told == ["0:hello"]
    gone = engine.carry_over(Script("s", 2, "", new), {}, (Entry("ask", "status", "no"),), world)
    assert gone.question is not None
    assert gone.question.label == "status"
    assert engine.run(Script("s", 1, "", old), {}, journal, world).question is None


def test_a_changed_script_is_noticed() -> None:
    async def changed() -> None:
        await pick("other", text("?"), YES_NO)

    with pytest.raises(ScriptChanged):
        engine.run(Script("s", 1, "", changed), {}, (Entry("ask", "status", "yes"),), World())


def test_a_foreign_await_is_refused() -> None:
    async def sleepy() -> None:
        await asyncio.sleep(1)

    with pytest.raises((TypeError, RuntimeError)):
        engine.run(Script("s", 1, "", sleepy), {}, (), World())


def test_an_endless_script_is_stopped() -> None:
    async def endless() -> None:
        while True:
            await Tell("on", text("!"))

    with pytest.raises(ScriptTooLong):
        engine.run(Script("s", 1, "", endless), {}, (), World())


@pytest.mark.parametrize(
    ("typed", "value"), [("1", "yes"), ("2.", "no"), ("CO", "yes"), ("không ạ", None), ("0", None)]
)
def test_choices_are_typed_as_label_or_number(typed: str, value: str | None) -> None:
    async def ask() -> str:
        return await pick("a", text("?"), YES_NO)

    replay = engine.run(Script("s", 1, "", ask), {}, (), World(), Answer(typed))
    assert replay.result == value
