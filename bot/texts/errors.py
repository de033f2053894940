"""The sentence for each error: what is wrong and, where it helps, how to mend it."""

from __future__ import annotations

from bot.domain.markup import Text, text
from bot.errors import UserError

_SENTENCES: dict[str, str] = {
    # Answers in a conversation
    "answer.choose": "Xin anh/chị chọn một trong các câu trả lời dưới đây (bấm nút, gõ tên hoặc số thứ tự).",
    "answer.files": "Câu hỏi này cần trả lời bằng chữ. Ảnh và tệp xin gửi ở bước minh chứng.",
    "answer.empty": "Tin nhắn chưa có nội dung. Xin anh/chị gõ câu trả lời.",
    "answer.words": "Xin anh/chị trả lời bằng vài chữ.",
    "answer.long": "Nội dung dài quá {limit} ký tự. Xin anh/chị rút gọn, hoặc gửi thành tệp ở bước minh chứng.",
    "answer.stale": "Lựa chọn này không còn nữa. Xin anh/chị chọn lại.",
    "percent.unclear": "Xin anh/chị cho một con số từ 0 đến 100, ví dụ: 60.",
    "percent.range": "{given}% lớn hơn 100%. Xin anh/chị cho một con số từ 0 đến 100.",
    "evidence.none": "Tôi chưa thấy ảnh, tệp hay đường dẫn (bắt đầu bằng http). Xin gửi lại, hoặc bấm nút dưới đây.",
    "name.empty": "Xin anh/chị gõ họ và tên.",
    "name.long": "Tên dài quá {limit} ký tự, xin anh/chị gõ ngắn hơn.",
    # Dues and reports
    "due.unknown": "Không tìm thấy việc này.",
    "due.closed": "Việc “{name}” đã khép lại, không cần báo cáo nữa.",
    "due.not_yours": "Việc này không thuộc cơ quan của anh/chị.",
    "report.changed": "{by} vừa gửi báo cáo cho việc này lúc {at}.",
    "status.not_yours": "Anh/chị chưa là đầu mối của cơ quan nào. Xin liên hệ điều phối viên.",
    "period.unclear": "Không rõ kỳ “{given}”. Ví dụ: quý 4/2024, 6 tháng đầu năm 2024, năm 2024.",
    # Joining
    "invite.unknown": "Mã mời không đúng. Xin anh/chị kiểm tra lại mã, hoặc hỏi điều phối viên.",
    "invite.expired": "Mã mời đã hết hạn. Xin anh/chị hỏi điều phối viên để nhận mã mới.",
    "invite.used": "Mã mời đã được dùng hết. Xin anh/chị hỏi điều phối viên để nhận mã mới.",
    "invite.too_many": "Anh/chị đã thử sai nhiều lần. Xin thử lại sau {minutes} phút, hoặc hỏi điều phối viên.",
    "invite.agency": 'Mã mời đầu mối phải kèm tên cơ quan, ví dụ: nhacviec invite "Sở Ngoại vụ".',
    "invite.limits": "Mã mời có hạn từ 1 đến 366 ngày và dùng từ 1 đến 1000 lần (đang là {days} ngày, {uses} lần).",
    "person.unknown": "Không tìm thấy người này.",
    # Agencies
    "agency.unknown": "Không tìm thấy cơ quan “{name}”.{like}",
    "agency.ambiguous": "“{name}” có thể là: {candidates}. Xin gõ rõ hơn.",
    "agency.exists": "Đã có cơ quan tên “{name}”.",
    "agency.gone": "“{name}” đã ngừng hoạt động.",
    "agency.future": "Ngày hiệu lực {day} chưa tới.",
    "agency.same": "“{name}” trùng với chính nó.",
    "agency.unknown_but_like": "Không tìm thấy cơ quan “{name}”. Có phải: {like}?",
    "group.unknown": "Không tìm thấy nhóm “{name}”.",
    # Plans
    "plan.none": "Chưa có kế hoạch nào. Nhập bằng: nhacviec plan import TỆP",
    "plan.unknown": "Không có kế hoạch số {plan}.",
    "plan.empty": "Không tìm thấy nhiệm vụ hay chế độ báo cáo nào trong văn bản.",
    "task.unknown": "Không tìm thấy nhiệm vụ này.",
    "workbook.damaged": "Tệp {name} không còn trang ẩn “nhacviec”. Xin xuất lại bằng: nhacviec plan export TỆP.xlsx",
    # The register of agencies
    "register.format": "Không đọc được danh bạ từ {name}: chỉ nhận tệp .toml, .csv hoặc .xlsx. Xem docs/register.md.",
    "register.too_big": "Tệp danh bạ lớn quá {megabytes} MB.",
    "register.toml": "Tệp danh bạ TOML sai cú pháp: {problem}.",
    "register.csv": "Tệp danh bạ CSV phải ghi bằng mã UTF-8. Trong Excel: Lưu thành “CSV UTF-8”.",
    "register.xlsx": "Tệp danh bạ không phải là bảng tính Excel (.xlsx).",
    "register.no_names": "Danh bạ không có cột “Tên cơ quan”. Xem các cột ở docs/register.md.",
    "register.empty": "Danh bạ không có cơ quan nào.",
    "register.key": "Danh bạ có khóa lạ “{key}” ở {place}. Cho phép: name, short, kind, aliases, groups.",
    "register.value": "Giá trị của “{key}” ở {place} không đúng dạng. Xem docs/register.md.",
    "register.member": "Nhóm có thành viên “{name}” nhưng danh bạ không có cơ quan này.",
    # The command line
    "usage.config": "Tùy chọn --config cần tên tệp, ví dụ: --config /etc/nhacviec/config.toml",
    "usage.command": "Không có lệnh “{name}”. Xem các lệnh bằng: {command} --help",
    "usage.xlsx": "Tệp xuất ra phải có đuôi .xlsx (đang là {name}).",
    "usage.day": "Không rõ ngày “{given}”. Ghi dạng 01/07/2025 hoặc 2025-07-01.",
    "usage.instant": "Không rõ thời điểm “{given}”. Ghi dạng 2024-11-08T08:00.",
    "usage.number": "“{given}” không phải là số tài khoản Telegram. Lấy số bằng cách nhắn cho @userinfobot.",
    "usage.agency": 'Thiếu tên cơ quan. Ví dụ: nhacviec invite "Sở Ngoại vụ"',
    "usage.days": "Số ngày phải từ 1 đến 366 (đang là {days}).",
}

_UNKNOWN = "Không làm được việc này ({code})."


def sentence(error: UserError) -> str:
    """Say an error in Vietnamese; values it does not carry are left out of the sentence."""
    template = _SENTENCES.get(error.code)
    if template is None:
        return _UNKNOWN.format(code=error.code)
    return template.format_map(_Values(error.values))


def told(error: UserError) -> Text:
    """Say an error as a message."""
    return text(sentence(error))


def codes() -> frozenset[str]:
    """List the codes that have a sentence."""
    return frozenset(_SENTENCES)


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""
