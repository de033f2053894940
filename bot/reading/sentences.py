"""Read assignments written as sentences: "Giao Sở Nội vụ chủ trì, phối hợp với … tham mưu … trước ngày 30/6/2024"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.reading.letters import LOWER
from bot.reading.name_lists import begins_with_body, is_catch_all, is_field, split_agencies
from bot.vietnamese import fold


@dataclass(slots=True)
class Assignment:
    """Who leads and who helps by one sentence; `rest` is what they are to do; `start` where the leading names begin."""

    lead: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    rest: str = ""
    start: int = 0


_VERBS = (
    "tham mưu|triển khai|(?<!Sở )xây dựng|thực hiện|hướng dẫn|cung cấp|biên soạn|phân công|bố trí|"
    "quản lý|rà soát|đề xuất|tiếp tục"
    "|tăng cường|đẩy mạnh|chuẩn bị|hỗ trợ|theo dõi|kiểm tra|giám sát|thẩm định|tuyên truyền|"
    "nghiên cứu|lập|trình|họp|báo cáo|sưu tầm"
    "|tổng hợp|thường xuyên|kịp thời|chủ động|đăng tải|cập nhật|đôn đốc|phổ biến|quán triệt|"
    "giới thiệu|quảng bá|biên tập|biên dịch"
    "|sản xuất|xuất bản|phát hành|in|mở|duy trì|phát triển|nâng cao|nâng cấp|số hóa|thành lập|đổi mới|ứng dụng|khai "
    "thác|vận hành|đấu tranh|xử lý|ngăn chặn|phát hiện"
    "|giải quyết|tiếp nhận|đón|tiếp|mời|trao đổi|ký|ban hành|sửa đổi|bổ sung|hoàn thiện|hoàn "
    "thành|lồng ghép|huy động|cân đối|bảo đảm|đảm bảo"
    "|trong việc|trong công tác|trong quá trình|để|nhằm|về việc|chỉ đạo|định hướng|khảo sát|"
    "thống kê|đánh giá|sơ kết|tổng kết|tập huấn"
    "|bồi dưỡng|đào tạo|truyền thông về|thông tin(?=,| về| cho| kịp| rộng)|vận động|phát "
    "động|tạo điều kiện|thiết lập|kết nối|cử|góp ý|lựa chọn|chọn lọc|trước ngày|vào(?= ngày)|chậm nhất|"
    "định kỳ|hằng (?:năm|quý|tháng)|hàng (?:năm|quý|tháng)|bằng|kèm|và đột xuất|hoặc"
    "|gửi|đưa|làm|có trách nhiệm|có kế hoạch|khi|theo|tại|trên cơ sở|căn cứ|đầu tư|mua sắm|"
    "thiết kế|kiểm soát|chịu trách nhiệm|làm việc|là(?= (?:cơ quan|đơn vị|đầu mối))|kết quả|tình hình|tiến độ"
    "|nghiêm túc|khẩn trương|thúc đẩy|tiến hành|giúp|tích cực|trước(?= \\d)|trong phạm vi|làm tốt"
    "|(?:ngầm|cứng|kiên cố|chuẩn|hiện đại|xã hội|cụ thể|đa dạng|đơn giản) hóa|mở rộng|thu hút|khôi phục|di dời|lắp đặt"
    "|phân bổ|nạo vét|tháo gỡ|sơ tán|tuần tra|đấu nối|tích hợp|chia sẻ|phê duyệt|công bố|công khai|tạo lập|làm sạch"
    "|thu thập|tái cấu trúc|cắt giảm|chi trả|tôn tạo|trưng bày|phát sóng|kiến nghị|hiệp đồng|trồng|cắm|khai trương"
    "|phối hợp(?: chặt chẽ)? (?:với|cùng)|phấn đấu|quan tâm|nâng|giảm|tập trung"
)
# Printed small and not after "các": "các tổ chức", "Ban Tổ chức", "Sở Xây dựng" are no verbs.
_STOP = re.compile(
    rf"(?<!các)(?<!những)(?<!Ban)(?<!lĩnh vực)(?<!ự án)(?<!úc tiến)(?<!ầu tư)(?<!ghiên cứu)(?:^|[\s,])(?:{_VERBS}"
    r"|(?<!cơ quan, )(?<!đơn vị, )(?<!địa phương, )(?<!cơ quan và )(?<!đơn vị và )"
    r"tổ chức(?!,? (?:(?:và )?cá nhân|chính trị|đoàn|xã hội|(?:có )?liên quan)))(?![\w])"
)
_SENTENCE_END = re.compile(
    rf"[.:)](?=\s|$)|(?<=\S)[;](?=\s*(?!các |các\b|UBND|Sở|Ban |Công an|Báo|Đài|[ủu][ỷy] ban)[{LOWER}])"
)
# What may follow "các xã, phường" within a name; any other word printed small is a verb.
_PLACED = (
    "có|nơi|trên|thuộc|trong|của|vùng|biên|ven|miền|đảo|khu|giáp|được|liên|trọng|tại|ở|và|cùng|với|"
    "bãi|ngoài|cấp|mới|nông|khó|đặc|hội|xã|phường|thị|thành|huyện|quận"
)
_PLACES = re.compile(rf"(?:\bxã|\bphường|\bđặc khu|\bthị trấn|\bhuyện|\bthị xã)(?=\s+(?!(?:{_PLACED})\b)[{LOWER}])")
# "các Sở: Nội vụ, Tài chính": this colon opens the list.
_LISTING = re.compile(r"\bcác\s+\w+(?:\s+\w+)?\s*:$", re.IGNORECASE)
_ORDER = r"(?:giao|đề nghị|yêu cầu|phân công|mời)?\s*(?:cho\s+)?"
_LEADS = re.compile(
    r"\s*,?\s*(?:là (?:cơ quan|đơn vị) )?(?:chịu trách nhiệm |có trách nhiệm )?(?:chủ trì|làm đầu mối|đầu mối)\b",
    re.IGNORECASE,
)
_WITH = re.compile(
    (
        r"\bphối hợp(?: chặt chẽ| thường xuyên| tốt| đồng bộ|,| và| hiệu quả)*(?:\s+(?:với|cùng "
        r"với|cùng|giữa)\s*:?\s+|\s+(?=(?:Sở|các sở|UBND|Ban|Công an|Bộ|Văn phòng|Đài|Báo|các cơ "
        r"quan|các đơn vị) ))"
    ),
    re.IGNORECASE,
)


def take_agencies(text: str) -> tuple[list[str], str]:
    """Take the list of agencies that `text` begins with; give it and what follows."""
    end = _list_end(text)
    names: list[str] = []
    taken = end
    for name in split_agencies(text[:end]):
        # "Xây dựng kế hoạch", "Tổ chức đánh giá": a sentence begins with these words, not with a department.
        if not begins_with_body(name) or (not names and (is_field(name) or fold(name) == "to chuc")):
            break
        names.append(name)
    return names, text[taken:].lstrip(" ,;")


def _list_end(text: str) -> int:
    ends = [found.start() for found in _STOP.finditer(text)][:1]
    ends += [found.start() for found in _SENTENCE_END.finditer(text) if not _LISTING.search(text[: found.end()])][:1]
    ends += [found.end() for found in _PLACES.finditer(text)][:1]
    lead = _LEADS.search(text)
    if lead and lead.start():
        ends.append(lead.start())
    return min(ends, default=len(text))


def read_assignment(text: str) -> Assignment | None:
    """Read who leads and who helps; nothing when the sentence says neither."""
    lead, start = _leading(text)
    lead = lead or _subject(text)
    helps = _WITH.search(text)
    cooperating: list[str] = []
    rest = text
    if helps:
        cooperating, rest = take_agencies(text[helps.end() :])
    elif lead:
        cooperating = _helpers_before(text, lead)
    if not lead and not cooperating:
        return None
    return Assignment(lead, cooperating, rest, start)


def _leading(text: str) -> tuple[list[str], int]:
    """Find the names that stand before "chủ trì": at the beginning, after "do", after "Giao" or in brackets."""
    for found in re.finditer(r"chủ trì|làm đầu mối|là đầu mối", text, re.IGNORECASE):
        for opening in reversed(list(_OPENING.finditer(text[: found.start()]))):
            names = split_agencies(text[opening.end() : found.start()])
            if (
                names
                and not all(fold(name) in _NOBODY for name in names)
                and all(begins_with_body(name) for name in names)
                and _plain_list(text[opening.end() : found.start()])
            ):
                return names, opening.start()
            if opening[0].strip(" ,").lower() in ("giao", "do", "(", ". "):
                break
    return [], 0


_HELP = re.compile(r"\s+(?:cùng )?phối hợp(?: thực hiện)?(?=\s*(?:[,.;)]|$))", re.IGNORECASE)


def _helpers_before(text: str, lead: list[str]) -> list[str]:
    """Find the names that stand before "phối hợp": "Sở A chủ trì, Sở B và Hội C phối hợp"."""
    found = _HELP.search(text)
    if not found:
        return []
    for opening in re.finditer(r"(?:chủ trì|thực hiện)\s*[,;]\s*(?:(?:giao|có) )?|[,;]\s+", text[: found.start()]):
        printed = text[opening.end() : found.start()]
        names = split_agencies(printed)
        if _plain_list(printed) and names and all(begins_with_body(name) for name in names):
            return [name for name in names if name not in lead]
    return []


# "(cơ quan chủ trì)" behind a name says what it is and names nobody.
_NOBODY = ("co quan", "don vi", "la co quan", "la don vi")
_OPENING = re.compile(rf"(?:^|(?<=[.;(])\s*|\bdo\s+|\b(?:giao|đề nghị|yêu cầu|phân công)\s+){_ORDER}", re.IGNORECASE)


def _subject(text: str) -> list[str]:
    """Find the names a sentence begins with, when a verb follows: "Báo A, Đài B mở chuyên mục …"."""
    if not _STOP.search(text) or re.match(r"phối hợp|chủ trì", text, re.IGNORECASE):
        return []
    names, rest = take_agencies(re.sub(rf"^{_ORDER}", "", text, flags=re.IGNORECASE))
    return names if rest and rest[:1].islower() and not any(is_catch_all(name) for name in names) else []


def _plain_list(text: str) -> bool:
    """Tell a list of names from a sentence: no verb of its own stands in it."""
    return not _STOP.search(text) or fold(text).endswith(("chiu trach nhiem", "co trach nhiem"))
