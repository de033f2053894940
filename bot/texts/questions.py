"""What a plan leaves open, as a question to an officer."""

from __future__ import annotations

from bot.domain.plans import Question
from bot.texts.dues import shorten

_SENTENCES = {
    "plan.no_number": "Không thấy số, ký hiệu hoặc ngày ban hành của kế hoạch.",
    "plan.no_year": "Không rõ kế hoạch của năm nào.",
    "plan.no_issuer": "Không rõ cơ quan ban hành.",
    "plan.no_province": "Không rõ kế hoạch của tỉnh nào.",
    "plan.no_coordinator": "Không rõ cơ quan nào là đầu mối theo dõi, tổng hợp.",
    "plan.no_tasks": "Không tìm thấy nhiệm vụ nào.",
    "task.no_lead": "Chưa rõ cơ quan chủ trì: {about}.",
    "task.nobody": "“{about}” chủ trì nhưng không ứng với cơ quan nào trong danh bạ, nên chưa ai phải báo cáo.",
    "task.no_timeframe": "Chưa rõ thời gian thực hiện: {about}.",
    "task.timeframe_unread": "Không hiểu thời gian thực hiện: {about}.",
    "task.shared_block": "Mục {about}: một phần phân công dùng chung cho nhiều nội dung?",
    "task.no_assignment": "Có phải là một nhiệm vụ không, và ai làm: {about}?",
    "timeframe.doubled": "Có hai thời gian thực hiện: {about}.",
    "row.no_assignment": "Dòng trong bảng không có cơ quan thực hiện: {about}.",
    "row.cells_missing": "Dòng trong bảng thiếu ô: {about}.",
    "reporting.none": "Không tìm thấy chế độ báo cáo.",
    "reporting.no_day": "Không rõ ngày phải báo cáo: {about}.",
    "reporting.no_receiver": "Không rõ báo cáo gửi cho ai: {about}.",
    "reporting.no_reporter": "Không rõ ai phải báo cáo: {about}.",
    "numbering.gap": "Số thứ tự bị ngắt trước mục {about}; có thể thiếu một mục.",
    "agency.unknown": "“{about}” có phải là một cơ quan không?",
    "agency.ambiguous": "“{about}” có thể là: {options}.",
    "agency.similar": "“{about}” là cơ quan mới, hay là: {options}?",
    "group.guessed": "Nhóm “{about}” được hiểu là: {options}.",
    "group.empty": "Chưa rõ nhóm “{about}” gồm những cơ quan nào.",
}


LONGEST = 120
"""Longer quotations from the document are cut, at a word's end."""


def question_line(question: Question) -> str:
    """Put a question on one line, with its place in the document."""
    about = question.about or question.place
    values = {
        "about": shorten(about, LONGEST),
        "options": "; ".join(question.options),
    }
    known = _SENTENCES.get(question.code)
    line = known.format_map(values).replace("….", "…") if known else f"{values['about']} ({question.code})"
    return f"{line} [{question.place}]" if question.place and question.about else line


def codes() -> frozenset[str]:
    """List the codes that have a sentence."""
    return frozenset(_SENTENCES)
