"""The plans that are kept, on the phone of those who keep them: the list, a plan's card, its tasks, its workbook."""

from __future__ import annotations

from bot.domain.messages import Button, Outgoing, Rendered
from bot.domain.people import Person
from bot.domain.plans import PlanId
from bot.scripts.upload_plan import upload_plan
from bot.texts import plan_cards as texts
from bot.texts import uploads as upload_texts
from bot.usecases import plan_cards
from bot.usecases.menus import BUTTONLESS
from bot.usecases.plans import set_cooperating as set_plan_cooperating
from handlers.turn import Turn

A_ROW = 5
"""So many numbers stand in a row of buttons."""


def plans(turn: Turn, person: Person, rest: str) -> None:
    """List the plans that are followed up, each with a button."""
    listed = plan_cards.listed(turn.desk)
    buttons = [Button(str(number), f"do:plan:{plan}") for number, (plan, _) in enumerate(listed, start=1)]
    rows = tuple(tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW))
    if turn.incoming.address.channel in BUTTONLESS:
        rows = (*rows, (Button(upload_texts.SEND_PLAN, "do:upload"),))
    turn.say(texts.plans([one for _, one in listed]), rows)


def upload(turn: Turn, person: Person) -> None:
    """Ask for a plan that is brought to our page, or say how else it gets in."""
    incoming = turn.incoming
    if not turn.surroundings.uploads:
        turn.say(upload_texts.plan_elsewhere())
        return
    where = {
        "channel": incoming.address.channel.value,
        "chat": incoming.address.chat,
        "user": incoming.sender.user,
    }
    turn.begin_below(upload_plan, {"person": person.id, **where})


def plan(turn: Turn, number: int) -> None:
    """Show one plan; raises `NotFound("plan.unknown")`."""
    shown = plan_cards.card(turn.desk, PlanId(number))
    row = (Button(texts.TASKS, f"do:tasks:{number}:1"), Button(texts.EXPORT, f"do:workbook:{number}"))
    if shown.cooperating is None:
        turn.say(texts.card(shown), (row,))
        return
    other = not shown.cooperating
    turn.say(texts.card(shown), (row, (Button(texts.ASK_COOPERATING[other], f"do:cooperating:{number}:{int(other)}"),)))


def ask_cooperating(turn: Turn, number: int, wanted: int = 1) -> None:
    """Tell what comes of it if cooperating agencies report too (1) or no longer (0); raises `NotFound("plan.unknown")`."""
    title = turn.desk.plans.get(PlanId(number)).title
    agree = Button(texts.AGREE, f"do:cooperating:{number}:{wanted}:1")
    turn.say(texts.ask_cooperating(title, bool(wanted)), ((agree,),))


def set_cooperating(turn: Turn, person: Person, number: int, wanted: int) -> None:
    """Let cooperating agencies report too (1) or no longer (0); raises `NotFound("plan.unknown")`."""
    turn.replace_buttons(())
    kept = turn.desk.plans.get(PlanId(number))
    if bool(kept.settings.get("cooperating")) is bool(wanted):
        turn.say(texts.cooperating_already())
        return
    made = set_plan_cooperating(turn.desk, kept.id, bool(wanted), by=person.id)
    turn.say(texts.changed_cooperating(made.dues, made.dropped))


def tasks(turn: Turn, number: int, page: int = 1) -> None:
    """Show a page of a plan's tasks, each with its place in the document; raises `NotFound("plan.unknown")`."""
    shown = plan_cards.tasks(turn.desk, PlanId(number), page)
    around = ((texts.BEFORE, shown.page - 1), (texts.NEXT, shown.page + 1))
    buttons = tuple(Button(label, f"do:tasks:{number}:{to}") for label, to in around if 1 <= to <= shown.pages)
    turn.say(texts.tasks(shown), (buttons,) if buttons else ())


def workbook(turn: Turn, number: int) -> None:
    """Send a plan as a workbook that can be corrected and sent back; raises `NotFound("plan.unknown")`."""
    title = turn.desk.plans.get(PlanId(number)).title
    turn.send(Outgoing(texts.exported(title), document=Rendered("plan-workbook", {"plan": number})))
