"""The peer: the report conversation's seven turns as a form of aiogram's (its FSM), kept in SQLite by a storage from the index.

It asks the same questions with the same buttons, answers each press, puts the next question in the place of the one that was
answered, and writes the report at the end. State and answers are commits of their own, as that storage has them; the file is
in WAL with `synchronous=FULL`, as ours is. It checks nobody's rights, has no deadlines, figures, repeats or steps back, and
acknowledges an update before it is committed.

Runs in the environment that `make bench` makes from `benchmarks/peers/requirements.lock`: aiogram wants an older pydantic.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import sys
from pathlib import Path

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_fsm_sqlitestorage import SQLiteStorage

router = Router()


class Form(StatesGroup):
    status = State()
    percent = State()
    results = State()
    difficulties = State()
    evidence = State()
    send = State()


def buttons(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=one, callback_data=one)] for one in labels])


async def replace(query: CallbackQuery, words: str, *labels: str) -> None:
    """Answer a press, and put other words in the place of the message that had the button."""
    assert isinstance(query.message, Message)
    await query.answer()
    await query.message.edit_text(words, reply_markup=buttons(*labels) if labels else None)


@router.message(Command("baocao"))
async def begin(message: Message, state: FSMContext) -> None:
    await state.set_state(Form.status)
    labels = ("Chưa triển khai", "Đang thực hiện", "Hoàn thành", "Vướng mắc")
    await message.answer("Nhiệm vụ này đến đâu rồi ạ?", reply_markup=buttons(*labels))


@router.callback_query(Form.status)
async def status(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(status=query.data)
    await state.set_state(Form.percent)
    await replace(query, "Khoảng bao nhiêu phần trăm ạ?", "25%", "50%", "75%")


@router.callback_query(Form.percent)
async def percent(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(percent=query.data)
    await state.set_state(Form.results)
    await replace(query, "Kết quả chính ạ?")


@router.message(Form.results, F.text)
async def results(message: Message, state: FSMContext) -> None:
    await state.update_data(results=message.text)
    await state.set_state(Form.difficulties)
    await message.answer("Có khó khăn, đề xuất gì không ạ?", reply_markup=buttons("Không có"))


@router.callback_query(Form.difficulties)
async def difficulties(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(difficulties=query.data)
    await state.set_state(Form.evidence)
    await replace(query, "Gửi minh chứng nếu có ạ", "Xong", "Bỏ qua")


@router.callback_query(Form.evidence)
async def evidence(query: CallbackQuery, state: FSMContext) -> None:
    said = await state.update_data(evidence=query.data)
    await state.set_state(Form.send)
    shown = "\n".join(f"{name}: {value}" for name, value in said.items())
    await replace(query, f"Xem lại trước khi gửi\n\n{shown}", "Gửi", "Sửa", "Hủy")


@router.callback_query(Form.send, F.data == "Gửi")
async def send(query: CallbackQuery, state: FSMContext, reports: sqlite3.Connection) -> None:
    said = await state.get_data()
    with reports:
        values = (query.from_user.id, said["status"], said["percent"], said["results"], said["difficulties"])
        row = reports.execute(
            "INSERT INTO reports (user, status, percent, results, difficulties) VALUES (?, ?, ?, ?, ?)", values
        )
    await state.clear()
    await replace(query, f"Đã nhận báo cáo BC-{row.lastrowid:06d}")


def opened(file: Path) -> sqlite3.Connection:
    """Make the file as ours is made: with a log that stays, each commit on the disk (SQLite's own `synchronous` is FULL)."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE reports (id INTEGER PRIMARY KEY, user INTEGER, status, percent, results, difficulties)"
    )
    return connection


async def main(token: str, base: str, file: str) -> None:
    server = TelegramAPIServer(base=f"{base}{{token}}/{{method}}", file=f"{base}{{token}}/{{path}}")
    reports = opened(Path(file))
    dispatcher = Dispatcher(storage=SQLiteStorage(file), reports=reports)
    dispatcher.include_router(router)
    # The storage's package lets each update be logged when it is imported.
    logging.getLogger().setLevel(logging.WARNING)
    async with Bot(token, session=AiohttpSession(api=server)) as bot:
        await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
