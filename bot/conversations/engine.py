"""Runs a script from the top over what is journalled, up to the first thing it does not know yet.

The driver uses `coro.send`, outside any event loop: a script that awaits anything but a step is refused at once.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot import errors
from bot.conversations.steps import Answer, Ask, Do, Entry, Step, Tell, adapter
from bot.errors import InvalidInput, ScriptChanged, ScriptTooLong, UserError

_STEPS = (Ask, Tell, Do)
STEPS_AN_ANSWER = 50
ENTRIES_A_CONVERSATION = 200


@dataclass(frozen=True)
class Script:
    """A conversation: its name, its version (raised by every change of its steps), its function, its title for people.

    `files` says that one of its questions takes files, so that who sends one too early can be told to wait for it.
    """

    name: str
    version: int
    title: str
    function: Callable[..., Coroutine[Any, Any, Any]]
    files: bool = False


def script(
    name: str, *, version: int, title: str, files: bool = False
) -> Callable[[Callable[..., Coroutine[Any, Any, Any]]], Script]:
    """Make a script of an async function; it has to be listed in `bot.scripts.catalogue` to be found."""
    return lambda function: Script(name, version, title, function, files)


class World(Protocol):
    """Where a script's effects go: into the transaction of the message that brings them about."""

    def tell(self, position: int, step: Tell) -> None: ...

    def perform(self, step: Do[Any]) -> Any: ...


@dataclass(frozen=True)
class Replay:
    """What came of running a script over its journal: the whole journal, and the question that is now open.

    `question` is `None` when the script has ended, with `result`. `rejected` says why the answer did not fit; then nothing
    else has changed.
    """

    journal: tuple[Entry, ...]
    question: Ask[Any] | None = None
    rejected: InvalidInput | None = None
    result: Any = None

    @property
    def position(self) -> int:
        """The open question's position in the journal."""
        return len(self.journal)


def run(
    script: Script, args: Mapping[str, Any], journal: Sequence[Entry], world: World, answer: Answer | None = None
) -> Replay:
    """Run a script over its journal, giving `answer` to the question that is open.

    Raises `ScriptChanged` when the journal was not written by this script, `ScriptTooLong` when it has grown too long.
    """
    return _Run(script, args, _InOrder(journal), world, answer).to_the_end()


def carry_over(script: Script, args: Mapping[str, Any], journal: Sequence[Entry], world: World) -> Replay:
    """Run a script over the journal of an earlier version: what bears the same label and still fits is kept."""
    return _Run(script, args, _ByLabel(journal), world, None).to_the_end()


def change(
    script: Script, args: Mapping[str, Any], journal: Sequence[Entry], place: int, world: World, answer: Answer
) -> Replay:
    """Run a script with another answer to the question at `place`, over which nothing may have been done.

    The later answers are kept if the script asks for them all in the same order, and nothing was looked up in between, which
    might be different now; else it is asked from there on.
    """
    before, later = journal[:place], journal[place + 1 :]
    if all(entry.kind in ("ask", "tell") for entry in later):
        question = run(script, args, before, world).question
        try:
            if question is not None:
                entry = Entry("ask", question.label, question.read(answer))
                return run(script, args, (*before, entry, *later), world)
        except (InvalidInput, ScriptChanged):
            return run(script, args, before, world, answer)
    return run(script, args, before, world, answer)


def back(journal: Sequence[Entry]) -> tuple[Entry, ...] | None:
    """Drop the journal back to the question before the open one; `None` when there is none, or when something was done
    since that cannot be undone."""
    for index in range(len(journal) - 1, -1, -1):
        if journal[index].kind == "do":
            return None
        if journal[index].kind == "ask":
            return tuple(journal[:index])
    return None


def _kind(step: Step) -> str:
    if isinstance(step, Do):
        return "do" if step.intent.effect else "look"
    return "ask" if isinstance(step, Ask) else "tell"


class _InOrder:
    """Remembers by position; another kind or label there means that the script has changed."""

    def __init__(self, journal: Sequence[Entry]) -> None:
        self._left = deque(journal)

    def recall(self, step: Step) -> Entry | None:
        if not self._left:
            return None
        entry = self._left.popleft()
        if (entry.kind, entry.label) != (_kind(step), step.label):
            raise ScriptChanged(entry.label, step.label)
        return entry


class _ByLabel:
    """Remembers by kind and label, whatever the order; looks are taken afresh."""

    def __init__(self, journal: Sequence[Entry]) -> None:
        self._left: dict[tuple[str, str], deque[Entry]] = defaultdict(deque)
        for entry in journal:
            self._left[entry.kind, entry.label].append(entry)

    def recall(self, step: Step) -> Entry | None:
        kept = self._left[_kind(step), step.label]
        if not kept or _kind(step) == "look":
            return None
        entry = kept.popleft()
        if isinstance(step, Ask) and not step.fits(entry.value):
            kept.clear()
            return None
        return entry


class _Memory(Protocol):
    def recall(self, step: Step) -> Entry | None: ...


@dataclass
class _Run:
    script: Script
    args: Mapping[str, Any]
    memory: _Memory
    world: World
    answer: Answer | None
    journal: list[Entry] = field(default_factory=list)
    fresh: int = 0

    def to_the_end(self) -> Replay:
        coroutine = self.script.function(**self.args)
        outcome: Callable[[], Any] = lambda: coroutine.send(None)  # noqa: E731 - the two ways to go on, by turns
        try:
            while True:
                step = self._checked(outcome())
                replay, outcome = self._take(coroutine, step)
                if replay is not None:
                    return replay
        except StopIteration as stop:
            return Replay(tuple(self.journal), result=stop.value)
        finally:
            coroutine.close()

    def _checked(self, step: Step) -> Step:
        if not isinstance(step, _STEPS):
            raise TypeError(f"script {self.script.name} awaited {step!r}, which is no step")
        if self.fresh > STEPS_AN_ANSWER or len(self.journal) > ENTRIES_A_CONVERSATION:
            raise ScriptTooLong(self.script.name)
        return step

    def _take(self, coroutine: Coroutine[Any, Any, Any], step: Step) -> tuple[Replay | None, Callable[[], Any]]:
        """Find the step's outcome; the replay is over when it is a question nobody has answered."""
        entry = self.memory.recall(step)
        if entry is None:
            self.fresh += 1
            outcome = self._ask(step) if isinstance(step, Ask) else self._act(step)
            if isinstance(outcome, Replay):
                return outcome, lambda: None
            entry = outcome
        self.journal.append(entry)
        return None, _resume(coroutine, step, entry)

    def _ask(self, step: Ask[Any]) -> Entry | Replay:
        answer, self.answer = self.answer, None
        if answer is None:
            return Replay(tuple(self.journal), question=step)
        try:
            return Entry("ask", step.label, step.read(answer))
        except InvalidInput as refusal:
            return Replay(tuple(self.journal), question=step, rejected=refusal)

    def _act(self, step: Tell | Do[Any]) -> Entry:
        if isinstance(step, Tell):
            self.world.tell(len(self.journal), step)
            return Entry("tell", step.label)
        try:
            result = self.world.perform(step)
        except UserError as refusal:
            return Entry(_kind(step), step.label, {"error": [type(refusal).__name__, refusal.code, refusal.values]})
        return Entry(_kind(step), step.label, {"ok": adapter(step.intent.result).dump_python(result, mode="json")})


def _resume(coroutine: Coroutine[Any, Any, Any], step: Step, entry: Entry) -> Callable[[], Any]:
    if isinstance(step, Ask):
        return lambda: coroutine.send(step.recall(entry.value))
    if isinstance(step, Tell):
        return lambda: coroutine.send(None)
    if "error" in entry.value:
        name, code, values = entry.value["error"]
        refusal = getattr(errors, name)(code, **values)
        return lambda: coroutine.throw(refusal)
    return lambda: coroutine.send(adapter(step.intent.result).validate_python(entry.value["ok"]))
