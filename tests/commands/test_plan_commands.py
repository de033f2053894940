"""`plan`, `agency`, `invite` and what stands: on the sample plan, as an administrator uses them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import docx
import openpyxl
import pytest

from bot.commands.doors import write
from bot.commands.invocation import Invocation
from bot.domain.people import Role
from bot.domain.requests import AskedDay
from bot.usecases.desk import Desk
from bot.usecases.requests import SendRequest
from tests.commands.conftest import PLAN, Run


def test_reading_keeps_nothing_and_writes_one_json_document(run: Run) -> None:
    found = run("plan", "read", PLAN, "--json")
    assert (found.status, found.err) == (0, "")
    assert len(json.loads(found.out)["tasks"]) == 14
    assert not Path("nhacviec.db").exists()
    shown = run("plan", "read", PLAN)
    assert "Đọc được 14 nhiệm vụ" in shown.out
    assert "Quý II, III/2024" in shown.out


def test_importing_asks_and_then_counts(run: Run) -> None:
    found = run("plan", "import", PLAN, typed="c\n")
    assert found.status == 0
    assert "thêm 14, sửa 0, bỏ 0, giữ nguyên 0 nhiệm vụ" in found.out
    again = run("plan", "import", PLAN, "--yes")
    assert "Không có gì thay đổi" in again.out
    assert "giữ nguyên 14 nhiệm vụ" in again.out


def test_a_plan_is_corrected_in_excel(office: Run) -> None:
    assert office("plan", "export", "a.xlsx").status == 0
    book = openpyxl.load_workbook("a.xlsx")
    book["Nhiệm vụ"]["F3"] = "Quý I/2024"
    book["Nhiệm vụ"].delete_rows(15)
    book.save("a.xlsx")
    found = office("plan", "import", "a.xlsx", "--yes")
    assert found.status == 0
    assert "Thời gian: Quý II, III/2024 → Quý I/2024" in found.out
    assert "thêm 0, sửa 1, bỏ 1, giữ nguyên 12 nhiệm vụ" in found.out


def test_the_register_is_listed(office: Run) -> None:
    listed = json.loads(office("agency", "list", "--json").out)
    assert (len(listed["agencies"]), len(listed["groups"])) == (41, 6)
    assert "Sở Thông tin và Truyền thông" in office("agency", "list").out


def test_bodies_follow_one_another(office: Run) -> None:
    found = office("agency", "merge", "Sở TTTT", "Sở KH&CN", typed="c\n")
    assert found.status == 0
    assert "Sở Thông tin và Truyền thông → Sở Khoa học và Công nghệ" in found.out
    assert "việc chưa báo cáo" in found.out
    assert office("agency", "rename", "Báo tỉnh", "Báo và Đài Quảng Ngãi", "--ref", "QĐ 1", "--yes").status == 0
    assert office("agency", "rename", "Sở YT", "Sở Y tế tỉnh", "--correct", "--yes").status == 0
    assert office("agency", "split", "Sở XD", "Sở GTVT", "Sở TN&MT", "--on", "01/03/2025", "--yes").status == 0
    names = {agency["name"] for agency in json.loads(office("agency", "list", "--json").out)["agencies"]}
    assert {"Sở Khoa học và Công nghệ", "Báo và Đài Quảng Ngãi", "Sở Y tế tỉnh"} <= names
    assert not {"Sở Thông tin và Truyền thông", "Báo Quảng Ngãi", "Sở Y tế", "Sở Xây dựng"} & names


def test_a_renaming_shows_both_names(office: Run) -> None:
    found = office("agency", "rename", "Sở YT", "Sở Y tế tỉnh", typed="c\n")
    assert (found.status, found.err) == (0, "")
    assert "Đổi tên: Sở Y tế → Sở Y tế tỉnh?" in found.out


def test_an_invite_prints_the_bare_code(office: Run) -> None:
    found = office("invite", "so ngoai vu", "--uses", "3")
    assert found.status == 0
    assert "đầu mối của Sở Ngoại vụ, hạn 14 ngày, dùng 3 lần" in found.out
    assert len(found.out.splitlines()[-1].removeprefix("Mã: ")) == 8
    assert "lãnh đạo" in office("invite", "--role", "leader").out


def test_a_channel_that_does_not_answer_leaves_the_code(office: Run) -> None:
    token = "123456:" + "a" * 35
    config = f"[telegram]\ntoken = '{token}'\nbase_url = 'http://127.0.0.1:9/bot'\n[zalo]\ntoken = '{token}'\n"
    Path("config.toml").write_text(config, encoding="utf-8")
    found = office("invite", "Sở Ngoại vụ")
    assert found.status == 0
    assert "Telegram: nhắn cho bot: /start " in found.out
    assert "Zalo: nhắn cho bot: " in found.out
    assert token not in found.out


def test_status_and_schedule_as_json(office: Run) -> None:
    status = json.loads(office("status", "--period", "2024-Q3", "--json").out)
    assert (status["period"], status["totals"]["expected"]) == ("2024-Q3", 68)
    schedule = json.loads(office("schedule", "--days", "7", "--json").out)
    zalo = schedule["channels"]["zalo"]
    assert (zalo["messages"], zalo["quota"], zalo["sent"], zalo["planned"]) == (0, 3000, 0, 0)
    shown = office("status", "--period", "2024-Q3").out
    assert "Quý III/2024" in shown
    assert "So với Quý II/2024: đã báo cáo 0% → 0% (không đổi)" in " ".join(shown.split())
    assert office("schedule").status == 0


def test_the_summary_is_written(office: Run) -> None:
    found = office("summary", "--period", "2024-Q3", "--out", "out")
    assert (found.status, found.err) == (0, "")
    assert sorted(path.suffix for path in Path("out").iterdir()) == [".docx", ".xlsx"]


def test_a_correction_by_hand_survives_the_next_compilation(office: Run) -> None:
    assert office("summary", "--period", "2024", "--out", "out").status == 0
    paper = docx.Document("out/bao-cao-2024.docx")
    words = [
        each for each in paper.element.body.iter() if str(each.tag).endswith("}t") and "đã nhận" in (each.text or "")
    ]
    words[0].text = "Sửa tay câu này."
    paper.save("sua.docx")
    assert office("summary", "--period", "2024", "--out", "out", "--previous", "sua.docx").status == 0
    kept = docx.Document("out/bao-cao-2024.docx").element.xml
    assert "Sửa tay câu này." in kept
    missing = office("summary", "--period", "2024", "--out", "out", "--previous", "nothing.docx")
    assert (missing.status, missing.err) == (1, "Lỗi: Không mở được tệp nothing.docx: kiểm tra --previous.\n")


def test_the_reply_to_a_request_is_written(office: Run) -> None:
    write(Invocation(None), _ask)
    found = office("summary", "--request", "yc-1", "--out", "out")
    assert (found.status, found.err) == (0, "")
    assert found.out.splitlines() == ["out/tra-loi-yeu-cau-1.docx", "out/tra-loi-yeu-cau-1.xlsx"]
    assert "Gửi danh sách đầu mối" in docx.Document("out/tra-loi-yeu-cau-1.docx").element.xml
    unknown = office("summary", "--request", "9", "--out", "out")
    assert (unknown.status, unknown.err) == (1, "Lỗi: Không có yêu cầu số 9.\n")


def _ask(desk: Desk) -> None:
    officer = desk.people.add("Bình")
    desk.people.add_membership(officer, Role.COORDINATOR, None, desk.now)
    agencies = tuple(agency.id for agency in desk.agencies.all_active()[:3])
    SendRequest(officer, "Gửi danh sách đầu mối", agencies, AskedDay(desk.today)).perform(desk)


def test_a_backup_is_restored(office: Run) -> None:
    assert office("backup", "b.db").status == 0
    assert office("agency", "rename", "Sở Y tế", "Sở Sức khỏe", "--yes").status == 0
    assert office("restore", "b.db", typed="k\n").status == 1
    assert office("restore", "b.db", "--yes").status == 0
    assert "Sở Y tế" in office("agency", "list", "--json").out


@pytest.mark.parametrize(("typed", "status"), [("", 1), ("k\n", 1)])
def test_init_never_overwrites_without_asking(run: Run, typed: str, status: int) -> None:
    Path("config.toml").write_text("# mine\n", encoding="utf-8")
    assert run("init", typed=typed).status == status
    assert Path("config.toml").read_text(encoding="utf-8") == "# mine\n"


def test_init_writes_what_can_be_read(run: Run) -> None:
    answers = 'ỦY BAN NHÂN DÂN TỈNH "QUẢNG NGÃI"\n\nQuảng Ngãi\n\n\n123, 456\n'
    found = run("init", "--config", "mine.toml", typed=answers)
    assert found.status == 0
    assert Path("mine.toml").stat().st_mode & 0o077 == 0
    assert "[admins]\ntelegram = [123, 456]" in Path("mine.toml").read_text(encoding="utf-8")
    assert run("status", "--json", "--config", "mine.toml").status == 0
    assert run("init", "--config", "other.toml", typed="\n\n\n\n\nabc\n").status == 2


def test_the_doctor_says_what_to_mend(office: Run) -> None:
    found = office("doctor")
    assert (found.status, found.err) == (1, "")
    assert "[x] Kênh: chưa kênh nào có mã truy cập" in found.out
    assert "[ok] Cơ sở dữ liệu: mở được; 1 kế hoạch, 41 cơ quan" in found.out
    Path("config.toml").write_text("[database]\nurl = 'sqlite:///none/a.db'\n", encoding="utf-8")
    Path("config.toml").chmod(0o644)
    broken = office("doctor", "--quiet")
    assert "[x] Cơ sở dữ liệu" in broken.out
    assert "chmod o-rwx" in broken.out
    assert "[ok]" not in broken.out


def test_the_doctor_finds_counts_that_are_wrong_and_counts_anew(office: Run) -> None:
    right = "[ok] Số liệu: số liệu giữ sẵn khớp với đếm lại"
    assert right in office("doctor").out
    with closing(sqlite3.connect("nhacviec.db")) as database:
        database.execute("DELETE FROM tallies WHERE id % 2")
        database.commit()
    found = office("doctor").out
    assert "[x] Số liệu: số liệu giữ sẵn cho /status và bản tin khác với đếm lại ở " in found
    assert "→ Đếm lại bằng: nhacviec doctor --recount" in found
    assert right in office("doctor", "--recount").out
