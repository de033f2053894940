"""What a message wants, apart from reporting."""

from __future__ import annotations

import re

from bot.reading.chat.lexicon import AWAY, PARTICLES, REPORTING, SPEAKER
from bot.reading.chat.typed import Phrase
from bot.reading.days import DayMention

_NOT_MINE = Phrase(
    "không thuộc|(?:không|đâu) (?:phải|có phải)(?: là)? (?:việc|nhiệm vụ|phần|trách nhiệm|của|do|bên|đầu mối|người|mình|em|tôi|chức năng)"
    "|nhầm (?:người|số|đơn vị|chỗ|phòng|địa chỉ|sở|cơ quan|rồi|máy)|(?:gửi|nhắn|giao) nhầm(?! file| mẫu| bản)|lộn (?:người|số)"
    "|(?:nghỉ việc|nghỉ hưu|nghỉ chế độ|thôi việc|chuyển công tác|chuyển (?:sang|qua|về) (?:phòng|sở|đơn vị|cơ quan|bộ phận|nơi|vị trí|chỗ))"
    "|không còn (?:phụ trách|làm|công tác|theo dõi|đảm nhận|ở)|không (?:phụ trách|theo dõi|đảm nhận|được giao|được phân công)"
    "|không (?:làm|công tác)(?: việc)? (?:ở|bên|tại) (?:\\w+ ){1,4}nữa|(?:việc|nhiệm vụ|cái|mục) (?:này|đó)(?: là)? (?:của|do|thuộc|bên) (?!em làm|bên em)"
    "|(?:liên hệ|hỏi|gửi) (?:cho |sang |qua )?(?:phòng|bên|sở|anh|chị) (?:\\w+ ){1,5}(?:nhé|nha|phụ trách|mới đúng|giúp)"
    "|(?:do |của )?(?:bên|phòng|sở|ban|đơn vị|cơ quan) (?:\\w+ ){1,5}?(?:phụ trách|chủ trì|mới đúng|đảm nhận)(?: mà| chứ| nhé| chứ không)?"
    "|bàn giao (?:lại )?(?:cho|sang) (?:anh|chị|em|bạn|đồng chí|phòng|người)|sai (?:người|đơn vị|địa chỉ|số)"
)
_COMPLAINT = Phrase(
    "(?:đừng|thôi|ngừng|ngưng|dừng|khỏi) (?:\\w+ )?(?:nhắn|nhắc|gửi|làm phiền|spam|gọi)(?! lại sau)|spam|phiền quá|làm phiền|tắt thông báo|stop"
    "|nhắn (?:hoài|lắm|nhiều|gì mà)|nhắc (?:hoài|lắm|nhiều|gì mà)|hủy đăng ký"
)
_BROKEN_TOOL = Phrase(
    "(?:link|file|nút|app|bot|form|mẫu|tin nhắn|trang báo cáo)(?: (?:này|đính kèm|báo cáo|bị|ấy|đó))*"
    " (?:lỗi|hỏng|hư|die|không (?:\\w+ )?(?:mở|bấm|vào|gửi|xem|tải|được)|đơ|treo)|không (?:mở|bấm|tải|vào|xem) được (?:link|file|nút|app|form|bot|mẫu)?"
)
_QUESTION = Phrase(
    "khi nào|bao giờ|lúc nào|ngày nào|hôm nào|chừng nào|như thế nào|thế nào|ra sao|làm sao|tại sao|vì sao|sao (?:lại|không|chưa|vẫn|em|anh|tôi|mình|nhắc|bên)"
    "|(?:là|làm|cần|gồm|nộp|gửi|báo cáo|ghi|điền|những|cái|việc|nội dung|có) gì (?:vậy|thế|đây|hả|ạ|không|anh|chị|em|nhỉ|thêm|nữa)|(?:cái|việc) gì|(?:là|cần) gì"
    "|(?:về|ở|cho|vào|qua|lên|tại|chỗ) (?:đâu|ai)|đâu (?:vậy|thế|ạ|nhỉ|rồi|ra)|ai (?:vậy|thế|đây|phụ trách|làm|nhận|đó|là|ký|nhắn|giao)"
    "|(?:mẫu|file|form|biểu|nhiệm vụ|task|mục|việc|cái|kế hoạch|văn bản|đơn vị|phòng|bên|số liệu|báo cáo|đầu mối|công văn) nào|(?:gồm|bao|cần) nhiêu|bao nhiêu"
    "|mấy (?:giờ|ngày|bản|cái|task|nhiệm vụ|mục|việc|đơn vị)|bao lâu|(?:được|phải|đúng|có|cần) không|(?:có|còn|phải|cần) (?:\\w+ ){1,7}?không"
    "|(?:được|đúng|phải|chứ|vậy|nộp|xong|gửi|nhận|thấy) (?:chưa|hả|nhỉ)|hả|nhỉ|hay (?:là )?(?:sao|không|chưa)|(?:cho|xin|nhờ) (?:em |mình |tôi |anh |chị )?hỏi"
    "|(?:xin|đề nghị|cho|muốn|được)(?: (?:em|mình|tôi|đơn vị|phép|được|bên em))* (?:gia hạn|lùi hạn|lùi thời hạn|kéo dài|thêm thời gian|nới hạn|dời hạn)"
    "|(?:xin|cho|gửi)(?: (?:em|mình|lại|tôi|c|a|chị|anh))* (?:mẫu|link|file|biểu mẫu|văn bản|kế hoạch|hướng dẫn)"
    "|(?:xin|cho)(?: (?:em|mình|tôi|bên em|đơn vị))*(?: xin)? thêm (?:\\d+|vài|mấy|ít|một|hai) (?:ngày|hôm|tuần|bữa)|hướng dẫn (?:em|mình|giúp|tôi)"
)
_NOT_ASKING = Phrase(
    "(?:không|chưa|chả|chẳng)(?: có| làm| được| biết| rõ| thấy| còn| phải)*(?: \\w+)? gì(?: cả| hết| đâu| thêm| khác| nữa)?|có gì(?: mới| thay đổi)? (?:em|mình|tôi|sẽ|thì)"
    "|(?:chưa|không) (?:biết|rõ|xác định|chốt)(?: \\w+){0,3} (?:khi nào|bao giờ|lúc nào|thế nào|ra sao|ngày nào|chừng nào|được không|đâu)"
    "|(?:không|chưa)(?: \\w+){0,3} đâu|(?:không|chưa)(?: \\w+){0,4} nào|có khó khăn gì không có"
    "|(?:khi nào|lúc nào|bao giờ|chừng nào)(?: \\w+){1,4} (?:em|mình|tôi|thì|sẽ|bên)(?: \\w+){0,3} (?:"
    + REPORTING
    + ")|không sao|làm gì (?:có|được)"
)
_EXTENSION = Phrase("gia hạn|lùi hạn|thêm|lùi thời hạn|kéo dài|nới hạn|dời hạn|hoãn")
_ASK_TO_REMIND = Phrase(
    "nhắc (?:lại|sau|em|mình|tôi|giúp|e|tui|mai)|hoãn(?: lại)? (?:nhắc|báo cáo|\\d)|(?:mai|sau|rồi|hãy|lại|thì|tới|giờ|mới) nhắc|nhắc (?=ngày|thứ|lúc|vào|hôm)|snooze"
    "|lùi (?:nhắc|lại)|tạm hoãn nhắc"
)
_REMINDED = Phrase("đã nhắc|nhắc nhở|được nhắc")
_LATER = Phrase(
    f"(?:để )?(?:lát|tí|chút|tý|xíu|hồi|lúc)(?: nữa)? (?:nữa|(?:{SPEAKER})? ?(?:{REPORTING})|khác)|(?:lát|tí|chút|tý|xíu) nữa|lúc khác|khi khác|hôm khác|bữa khác|dịp khác"
    f"|từ từ|thư thư|để sau|tính sau|bữa sau|hôm sau|(?:{REPORTING})(?: cáo| lại)? sau|ít (?:hôm|bữa|ngày) nữa|(?:vài|mấy) (?:hôm|bữa|ngày|tuần)(?: nữa)?"
    f"|khất|(?:chờ|đợi)(?: (?:em|mình|tôi|anh|chị|bên em))* (?:tí|chút|xíu|tý|lát|ít hôm|vài|mấy)|(?:khi nào|lúc nào|bao giờ|chừng nào|có số liệu|có kết quả|xong)"
    f"(?: \\w+){{0,4}} (?:em|mình|tôi|thì|sẽ|bên)(?: \\w+){{0,3}} (?:{REPORTING})|hẹn (?:sau|lại|khi)|thong thả|mai mốt|nay mai|chưa (?:rảnh|có số liệu|tiện|tổng hợp)"
)
_BUSY = Phrase(
    f"(?:đang|bận|phải|còn|mắc|đi|hôm nay|vẫn)(?: bận| đi| còn| phải| dự)* (?:{AWAY})|bận (?:quá|lắm|rồi|họp)|bận"
)
_PROMISE = Phrase(REPORTING)
_NO_PROMISE = Phrase("đã|dự kiến|rồi|hạn|quá hạn")
_NO_REPORT_YET = Phrase(f"chưa (?:kịp )?(?:báo cáo|trả lời|gửi báo cáo|gửi số liệu|phản hồi|báo)(?: được)?")
_PUT_TO = re.compile(r"(?:đêR|đê|de)(?: \w+)? +$")
_BREAK = re.compile(r"[,;.!?\n](?!\d)")
_ACK = Phrase(
    "(?:đã |vừa |em |mới )*(?:nhận|tiếp nhận)(?: (?:được|thông tin|tin|văn bản|tin nhắn|nhắc việc|công văn|nhắc nhở|đủ))*|(?:em |mình |tôi )?(?:biết|nhớ|hiểu|rõ|nắm|xem|đọc|thấy)"
    "(?: được| thông tin| tin)*(?: rồi)?|đã (?:rõ|biết|nhớ|hiểu|xem|nắm|đọc|thấy|lưu ý)|(?:cảm ơn|cám ơn|thanks|thank|tks|thank you|cảm ơn nhiều)(?: \\w+){0,4}(?: đã nhắc(?: \\w+){0,3})?"
    "|để (?:em |mình |tôi |anh |chị |e )?(?:\\w+ )?(?:xem|kiểm tra|check|rà|hỏi|trình|báo|làm)(?: \\w+){0,5}|noted|yes|đồng ý|được|tốt|hay quá|nhất trí|oki|okela|okê|okie|oke|ok|rõ|tuân lệnh"
    "|(?:sẽ|em sẽ) (?:làm|thực hiện|báo cáo|gửi|nộp|triển khai|cố gắng|lưu ý|kiểm tra|xem|chú ý|phản hồi)(?: (?:sớm|ngay|đúng hạn|đúng tiến độ|kịp|sớm nhất|liền|nhanh|nghiêm túc|trong thời gian sớm nhất))*"
    "|làm (?:ngay|liền)(?: đây)?|lưu ý|cố gắng|chào(?: \\w+){0,2}(?= cảm ơn)|có gì (?:em|mình|tôi) (?:báo|nhắn|gọi)|ok (?:rồi|luôn)"
)
_PARTICLES = Phrase(f"(?:{PARTICLES})")
_APPROVAL = frozenset("👍👌🙏❤🫡✅💯😊🥰😁🤝👏💪🌹☺😘🆗")


def is_not_mine(plain: str) -> bool:
    """Tell whether the task or the message is said to belong to somebody else."""
    return _NOT_MINE.find(plain) is not None


def is_complaint(plain: str) -> bool:
    """Tell whether the person wants no messages, or says that something of the bot's is broken."""
    return _COMPLAINT.find(plain) is not None or _BROKEN_TOOL.find(plain) is not None


def is_question(plain: str) -> bool:
    """Tell whether something is asked or asked for, an extension among it."""
    asking = _NOT_ASKING.blank(plain)
    return _QUESTION.find(asking) is not None or ("?" in asking and any(sign.isalpha() for sign in asking))


def asks_for_time(plain: str) -> bool:
    """Tell whether an extension is asked for."""
    return _EXTENSION.find(plain) is not None


def asks_to_remind(plain: str) -> bool:
    """Tell whether a later reminder is asked for in so many words."""
    return _ASK_TO_REMIND.find(_REMINDED.blank(plain)) is not None


def puts_off(plain: str, coming: tuple[DayMention, ...], *, told: bool) -> bool:
    """Tell whether an answer is put off: later, to one of the days to come, or because the person is away.

    `told` says that the message also tells how far the task is; then only a promise to report or "later" puts it off.
    """
    if _LATER.find(plain) is not None or (not told and _BUSY.find(plain) is not None):
        return True
    return any(_promised(plain, mention) or _PUT_TO.search(plain[: mention.start]) for mention in coming)


def _promised(plain: str, mention: DayMention) -> bool:
    """Tell whether the clause in which a day stands promises to report on it."""
    start = max((found.end() for found in _BREAK.finditer(plain, 0, mention.start)), default=0)
    broken = _BREAK.search(plain, mention.end)
    clause = plain[start : broken.start() if broken else len(plain)]
    return _PROMISE.find(clause) is not None and _NO_PROMISE.find(clause) is None


def without_promises(plain: str) -> str:
    """Blank what is said about the report itself and not about the task: "chưa báo cáo được"."""
    return _NO_REPORT_YET.blank(plain)


def is_only_days(plain: str, days: tuple[DayMention, ...]) -> bool:
    """Tell whether nothing but days and words of politeness is said: "để mai nhé"."""
    for mention in days:
        plain = plain[: mention.start] + " " * (mention.end - mention.start) + plain[mention.end :]
    return bool(days) and not any(sign.isalnum() for sign in _FILLERS.blank(_PARTICLES.blank(plain)))


_FILLERS = Phrase("để|báo|xin|hẹn|qua|sang|chắc|khoảng|tầm|tới|đến|hết|nhắc|lại|sau|nữa|giờ|sáng|chiều|tối")


def is_ack(plain: str) -> bool:
    """Tell whether the message only says that the last one was received."""
    rest = _PARTICLES.blank(_ACK.blank(plain))
    if any(sign.isalnum() for sign in rest):
        return False
    return any(sign.isalpha() for sign in plain) or any(sign in _APPROVAL for sign in plain)
