"""What a message wants, apart from reporting."""

from __future__ import annotations

import re

from bot.reading.chat.lexicon import AWAY, DONE, NO_HINDRANCE, PARTICLES, REPORTING, SPEAKER, WORK, YES, either
from bot.reading.chat.typed import Phrase
from bot.reading.days import DayMention

_PERSON = "anh|chị|đồng chí|bác|cô|chú|bạn|đc"
_BODY = "sở|phòng|bên (?!em|mình)|ubnd|huyện|xã|đài|ban|trung tâm|công an|bộ"
_NOT_MINE = Phrase(
    "không thuộc",
    "(?:không|đâu|mô) (?:phải|có phải)(?: là)? (?:việc|nhiệm vụ|phần|trách nhiệm|của|do|bên|đầu mối|người|mình)",
    "không phải(?: là)? (?:em|e|tôi|đơn vị|phòng|cơ quan)",
    "nhầm (?:người|số|đơn vị|chỗ|phòng|địa chỉ|sở|cơ quan|rồi|máy)|(?:gửi|nhắn|giao) (?:nhầm|lộn)(?! file| mẫu| bản)",
    "lộn (?:người|số)",
    "sai (?:người|đơn vị|địa chỉ|số)|nghỉ việc|(?:nghỉ|về) hưu|nghỉ (?:chế độ|sinh|thai sản|hẳn)|thôi việc",
    r"(?:em|mình|tôi|tui|anh|chị)(?: đã| vừa| mới)? chuyển (?:sang|qua|về) (?!giai đoạn|bước|thứ|tuần|ngày|tháng|quý)\w+",
    f"(?:việc|cái|nhiệm vụ|phần|mảng) (?:này|đó)(?: là| do| bên| thì)* (?:{_BODY})(?: (?!em|mình"
    rf"|tôi|nào)\w+){{1,4}} (?:làm|lo|quản lý|nắm)",
    "chuyển công tác|(?:thôi|hết|nghỉ|ngừng|ngưng|không) làm (?:đầu mối|ở|việc|bên)",
    "(?:gửi|nhắn|giao|hỏi) sai(?! số liệu| file| mẫu| bản| chính tả)|đâu có (?:làm|phụ trách|nhận|được giao|theo dõi)",
    "đâu có (?:việc|nhiệm vụ|nội dung|mảng|phần)(?: này| đó| ấy)",
    rf"(?:việc|cái|phần|mảng) (?:này|đó|ấy)(?: giờ)?(?: là)? (?:{_PERSON})(?: (?!em|nào)\w+){{1,3}} (?:lo|làm|giữ|nắm"
    "|phụ trách)",
    "chuyển (?:(?:sang|qua|về) )?(?:phòng|sở|đơn vị|cơ quan|bộ phận|nơi|vị trí|chỗ)|không liên quan",
    "giải thể|không còn (?:nhiệm vụ|chức năng|phụ trách|làm|công tác|theo dõi|đảm nhận|ở)",
    "ngoài (?:thẩm quyền|phạm vi|chức năng|nhiệm vụ)|vượt thẩm quyền|không đúng (?:người|đơn vị|địa chỉ|đối tượng)",
    "sai đối tượng",
    "(?:em|mình|tôi|anh|chị) (?:chỉ )?(?:là|bên|làm) (?:kế toán|văn thư|lái xe|bảo vệ|thủ quỹ|tạp vụ)",
    "(?:không|hết|thôi) (?:còn )?(?:phụ trách|theo dõi|đảm nhận|được giao|được phân công)",
    r"không (?:làm|công tác)(?: việc)? (?:ở|bên|tại) (?:\w+ ){1,4}nữa",
    f"(?:việc|nhiệm vụ|cái|mục) (?:này|đó|nớ)(?: là)? (?:của|thuộc|bên|do(?= (?:{_BODY}|{_PERSON})))(?! (?:em|mình"
    "|tôi|bên em))",
    rf"giao (?!ban)(?:việc |nhiệm vụ )?(?:này )?(?:cho |sang )?(?:bên )?(?:{_BODY}) \w+",
    rf"chỉ (?:là )?(?:đơn vị )?phối hợp|chủ trì (?:là|do|thuộc) (?:{_BODY})",
    r"(?:liên hệ|hỏi|gửi) (?:cho |sang |qua )?(?:phòng|bên|sở|anh|chị) (?:\w+ ){1,5}(?:nhé|nha|phụ trách|mới đúng|giúp)",
    r"(?:bên|phòng|sở|ban|đơn vị|cơ quan) (?!nào)(?:\w+ ){1,5}?(?:phụ trách|chủ trì|mới đúng|đảm nhận)",
    rf"(?:việc|nhiệm vụ|mảng|cái|phần)(?: \w+){{0,2}} của (?:{_BODY}) (?!em|mình|tôi|tui|chúng)\w+",
    r"đầu mối (?:giờ|bây giờ|mới|hiện nay|hiện tại)|(?:phòng|bên|đơn vị|người|sở) khác(?: \w+){0,3}",
    rf"(?:{_PERSON}) (?!em|nào)(?:\w+ ){{1,3}}(?:phụ trách|đảm nhận|theo dõi)",
    r"không (?:làm|có)(?: \w+)? (?:mảng|lĩnh vực|việc|phần|cái|nhiệm vụ|chức năng|thẩm quyền|nội dung) (?:này|đó|ấy)",
    r"chuyển cho (?:sở|phòng|bên|đơn vị|ubnd)",
    "bàn giao (?:việc |nhiệm vụ )?(?:lại )?(?:cho|sang) (?:anh|chị|em|bạn|đồng chí|phòng|người)",
)
_COMPLAINT = Phrase(
    r"(?:đừng|thôi|ngừng|ngưng|dừng|khỏi) (?:\w+ )?(?:nhắn|nhắc|gửi|làm phiền|spam|gọi)(?! lại sau)",
    "(?:nhắn|nhắc) (?:hoài|lắm|nhiều|gì mà)|spam|phiền quá|làm phiền|tắt thông báo|hủy đăng ký|stop",
    r"(?:phần mềm|bot|app|hệ thống|ứng dụng)(?: \w+){0,3}? (?:chán|dở|tệ|rối|phiền|khó (?:dùng|xài|chịu|hiểu))",
)
_BROKEN_TOOL = Phrase(
    "(?:link|file|nút|app|bot|form|mẫu|tin nhắn|trang báo cáo)(?: (?:này|đính kèm|báo cáo|bị|ấy|đó))*"
    r" (?:lỗi|hỏng|hư|die|không (?:\w+ )?(?:mở|bấm|vào|gửi|xem|tải|được)|đơ|treo)",
    "không (?:mở|bấm|tải|vào|xem) được (?:link|file|nút|app|form|bot|mẫu)?|(?:'đăng|dang) nhập không (?:được|vào)",
)
_THING = (
    "phần|nội dung|mẫu|file|biểu|nhiệm vụ|task|mục|việc|cái|kế hoạch|văn bản|đơn vị|phòng|bên|số liệu|báo cáo|công văn"
)
_EXTEND = either(
    "lùi(?= (?:đến|tới|sang|ngày))|gia hạn|lùi hạn|lùi thời hạn|kéo dài|thêm thời gian|nới hạn|dời hạn",
    "(?:nộp|gửi|báo cáo) (?:trễ|chậm|muộn)",
)
_AT_END = r"(?=(?: (?:em|anh|chị|ạ|e|a|c|vậy|ad|bạn|bot|thế|nhỉ|cô|chú|bác|sếp))* ?(?:[?!,.]|$))"
_LAST = _AT_END.replace("[?!,.]", "[?!]")
_SMALL_TALK = Phrase(
    "(?:ăn|uống) (?:cơm|trưa|sáng|tối|gì|phở|nhậu|bún|chè|lẩu|trà|nước)|cà phê|cafe|cf|nhậu|trà sữa|đá (?:bóng|banh)",
    "bóng chuyền",
    r"sinh nhật|giá vàng|xổ số|(?:con|cháu|mẹ|ba|bố|vợ|chồng)(?: \w+)? (?:về|học|ốm|ngủ|ăn|ơi)|đón con|chuyển khoản|đám cưới",
    r"(?:gửi|nhắn|bấm|gõ)(?: tin)? (?:nhầm|lộn)(?: \w+){0,3},? (?:xin lỗi|sorry)",
    r"(?:xin lỗi|sorry)(?: \w+){0,2},? (?:gửi|nhắn|bấm) (?:nhầm|lộn)",
    rf"(?:{SPEAKER}) (?:gửi|bấm|gõ) (?:nhầm|lộn){_AT_END}",
    "trời (?:mưa|nắng|nóng|lạnh)|xem phim|karaoke|đi chơi|du lịch (?:đâu|không)|có ai (?:đi|ở nhà)",
)
_QUESTION = Phrase(
    "khi nào|bao giờ|lúc nào|ngày nào|hôm nào|chừng nào|như thế nào|thế nào|ra sao|làm sao|tại sao|vì sao",
    "sao (?:lại|không|chưa|vẫn|em|anh|tôi|mình|nhắc|bên)|hay (?:là )?(?:sao|không|chưa)|hả|nhỉ",
    "(?:là|làm|cần|gồm|nộp|gửi|báo cáo|ghi|điền|cái|việc|nội dung|có) gì (?:vậy|thế|đây|hả|ạ|không|anh|chị|em|nhỉ|thêm|nữa)",
    rf"những gì|gì{_AT_END}|sao{_AT_END}|(?:bản|báo cáo|gửi|nộp|mẫu)(?: \w+){{0,3}} hay (?:là )?\w+",
    "(?:về|ở|cho|vào|qua|lên|tại|chỗ|của) (?:đâu|ai|mô)|gì (?:vậy|thế|đây)|đâu (?:vậy|thế|ạ|nhỉ|rồi|ra)",
    "(?:cái|việc|là|làm|cần|gồm|nộp|gửi|báo cáo) chi(?! (?:tiết|phí|cục|nhánh|trả))",
    "(?:ngày|thứ|tháng|quý|số|hồi) mấy|(?:khi|ngày|hôm|chỗ|việc|bữa|hồi|lúc) mô(?! hình)|(?:chỗ|nơi|kiểu|cách) nào",
    f"(?:{_EXTEND}) (?:giúp|cho|giùm|dùm|hộ)",
    r"(?:ai|gì|nào|đâu|sao|mấy|hay)(?: \w+){0,6} (?:vậy|thế|hả|nhỉ)|ai(?: \w+){0,4} (?:vậy|thế|hả|nhỉ|ạ)",
    rf"(?:file|mẫu|biểu|link|văn bản|kế hoạch|nút|công văn|danh sách) đâu{_AT_END}|(?:cái|việc|chuyện) gì",
    "muốn (?:xem|biết|hỏi|xin|lấy|nhận)",
    "ai (?:vậy|thế|đây|phụ trách|làm|nhận|đó|là|ký|nhắn|giao)",
    rf"(?:{_THING}) nào|bao nhiêu|bao lâu|mấy (?:giờ|ngày|bản|cái|task|nhiệm vụ|mục|việc|đơn vị)",
    rf"(?!cũng|vẫn|thì|em|chắc|là|hoặc|mình)\w+ không{_LAST}|(?:là|của) ai|ai{_AT_END}",
    r"cho xin(?! (?:\d+|vài|mấy|một|hai|ba) (?:ngày|hôm|bữa|tuần))",
    r"gửi (?:giúp|cho|giùm|dùm|hộ|lại cho) (?:chị|anh|em|mình|tôi)(?! \w+ rồi| rồi)",
    "xin (?:số(?! liệu)|sđt|địa chỉ|danh sách)",
    rf"(?:được|phải|đúng|có|cần) không|(?:có|còn|phải|cần|nên|được) (?:\w+ ){{1,7}}?không{_AT_END}",
    rf"(?:nhận|thấy|xem|duyệt|gửi|nộp|có)(?: (?!chưa)\w+){{0,7}} chưa{_AT_END}",
    r"(?:được|đúng|phải|chứ|vậy) (?:chưa|hả|nhỉ)",
    "chưa (?:nhận|thấy)(?! duyệt| ký| phê| phản hồi| cấp| trả lời| kết quả)",
    "(?:xin|làm ơn|vui lòng|cho|nhờ)(?: (?:em|mình|tôi|anh|chị|cho))* biết(?! \\w+ rồi)",
    "(?:cho|xin|nhờ) (?:em |mình |tôi |anh |chị )?hỏi|hướng dẫn (?:em|mình|giúp|tôi)",
    f"(?:xin|đề nghị|cho|muốn|được)(?: (?:em|mình|tôi|đơn vị|phép|được|bên em|phòng))* (?:{_EXTEND})",
    "(?:xin|gửi|cho (?:em|mình|tôi))(?: (?:em|mình|lại|tôi|c|a|chị|anh|xin|cái|bản|cuốn))*"
    " (?:mẫu|link|file|biểu mẫu|văn bản|kế hoạch)",
    r"(?:xin|cho)(?: (?:em|mình|tôi|anh|chị|bên em|đơn vị|xin))* thêm (?:\d+|vài|mấy|ít|một|hai) (?:ngày|hôm|tuần|bữa)",
)
_NOT_ASKING = Phrase(
    NO_HINDRANCE,
    r"(?:không|chưa|chả|chẳng)(?! (?:biết|hiểu|rõ))(?: \w+){0,4}? (?:gì|chi)(?: cả| hết| đâu| thêm| khác| nữa)?",
    r"(?:đã|vừa|mới|sẽ) gửi|(?:thiếu|chờ|đợi|được|xong|vướng) mấy \w+",
    r"làm sao (?:mà )?(?:làm|triển khai|thực hiện|xong|kịp)|chưa nhận(?: được)?(?: \w+){0,5} nên",
    r"sao(?: \w+){0,2}? (?:vẫn|cứ|còn|mà)(?: còn| cứ| bị)* (?:nhắc|hối|đòi|báo)(?: \w+){0,3}|gì mà \w+",
    "có gì(?: mới| thay đổi)? (?:em|mình|tôi|sẽ|thì)|có khó khăn gì không có|không sao|làm gì (?:có|được)",
    r"(?:chưa|không) (?:biết|rõ|xác định|chốt)(?: \w+){0,3} (?:khi nào|bao giờ|lúc nào|thế nào|ra sao|làm sao|sao|ngày nào"
    "|chừng nào|đâu)",
    r"(?:có|đã|mà)(?: \w+){0,3} đâu|(?:không|chưa)(?: có)? ai|(?:không|chưa)(?: \w+){0,3} đâu|(?:không|chưa)(?: \w+){0,4} nào",
    rf"(?:khi nào|lúc nào|bao giờ|chừng nào|hôm nào|bữa nào)(?: \w+){{1,4}} (?:em|mình|tôi|thì|sẽ"
    rf"|bên)(?: \w+){{0,3}} (?:{REPORTING})",
)
_MORE_TIME = Phrase(_EXTEND, "thêm|hoãn|lùi|dời")
_ASK_TO_REMIND = Phrase(
    r"nhắc (?:lại|sau|em|mình|tôi|giúp|e|tui|mai)|hoãn(?: lại)? (?:nhắc|báo cáo|\d)|tạm hoãn nhắc",
    r"lùi (?:nhắc|lại)|snooze",
    "(?:mai|sau|rồi|hãy|lại|thì|tới|giờ|mới|nữa) nhắc|nhắc(?= (?:ngày|thứ|lúc|vào|hôm))",
)
_REMINDED = Phrase("đã nhắc|nhắc nhở|được nhắc")
_SOON = "lát|tí|chút|tý|xíu|hồi"
_WHEN_DONE = rf"(?:hôm nào|bữa nào|khi nào|lúc nào|bao giờ|chừng nào|khi|nếu|có số liệu|có kết quả|{DONE})"
_I_REPORT = rf"(?:thì |là |sẽ )*(?:{SPEAKER})(?: \w+){{0,2}}? (?:{REPORTING})(?!(?: \w+)* rồi)"
_LATER = Phrase(
    rf"(?:{AWAY}) xong (?:{REPORTING})",
    f"(?:{_SOON})(?: nữa)? (?:khác|(?:(?:{SPEAKER}) )?(?:{REPORTING}))",
    f"(?:{_SOON}) nữa(?! (?:là|thì|sẽ|mới|xong|hoàn))|(?:lúc|khi|hôm|bữa|dịp) khác",
    f"khoan(?: đã)?|từ từ|thư thư|thong thả|để sau|tính sau|bữa sau|hôm sau|"
    rf"(?:{REPORTING})(?: lại| cho| với)*(?: (?:anh|chị|em|sếp|cô|chú|bác|bạn|a|c|e))? sau",
    "hẹn (?:sau|lại|khi)",
    rf"đang (?:đi|ở|chạy)(?: \w+){{0,4}}[ ,]+(?:(?:khi|lúc|chiều|tối) )?về(?: (?:rồi|thì|sẽ|{SPEAKER}))* (?:{REPORTING})",
    "mai mốt|nay mai",
    "ít (?:hôm|bữa|ngày) nữa|(?:vài|mấy) (?:hôm|bữa|ngày|tuần)(?: nữa)?|khất|chưa (?:rảnh|có số liệu|tiện|tổng hợp)",
    rf"{_WHEN_DONE}(?: \w+){{0,4}}? {_I_REPORT}|(?:đợi|chờ) (?:\w+ ){{1,5}}(?:rồi|thì|mới|sẽ) (?:{REPORTING})",
    r"\d+ (?:phút|tiếng|giờ) nữa",
    rf"\d{{1,2}} ?(?:h|g|giờ)(?: ?\d\d)?(?: (?:sáng|trưa|chiều|tối))?(?: nay)?(?: (?:{SPEAKER}))? (?:{REPORTING})",
)
_WAIT = Phrase(
    r"(?:chờ|đợi)(?: (?:em|mình|tôi|anh|chị|bên))*(?: thêm)? (?:\d+|một|hai|ba) (?:bữa|hôm|ngày|tuần)",
    f"(?:chờ|đợi)(?: (?:em|mình|tôi|anh|chị|bên))* (?:{_SOON}|ít hôm|vài|mấy)",
)
_CONDITION = Phrase(
    rf"(?:khi nào|lúc nào|bao giờ|chừng nào|khi|nếu)(?: \w+){{0,3}}? (?:{DONE})|(?:{DONE})(?= {_I_REPORT})",
    rf"(?:{AWAY}) xong(?= (?:{REPORTING}))|đi làm(?: lại)?",
    r"chưa (?:kịp )?(?:báo cáo|trả lời|gửi báo cáo|gửi số liệu|phản hồi|báo)(?: được)?",
)
_BUSY = Phrase(
    f"(?:đang|bận|phải|còn|mắc|đi|hôm nay|vẫn)(?: bận| đi| còn| phải| dự)* (?:{AWAY})|'bận|nghỉ phép|nghỉ ốm",
    "đi công tác|đi vắng",
)
_I_WORK = Phrase(rf"(?:{SPEAKER})(?: sẽ| mới)? làm(?! việc)")
_PROMISE = Phrase(REPORTING, f"đi làm|về{_AT_END}")
_WORK_THEN = Phrase(f"(?:mới |sẽ |thì )?(?:{WORK})")
_NO_PROMISE = Phrase("đã|dự kiến|rồi|hạn|quá hạn")
_PUT_TO = re.compile(r"(?:đêR|đê|de)(?: \w+)? +$")
_BREAK = re.compile(r"[,;.!?\n](?!\d)")
_ACK = Phrase(
    r"(?:em|mình|tôi|anh|chị) (?:xem|kiểm tra|rà|hỏi|coi)(?: \w+){0,3}? (?:rồi|thì)(?: sẽ)?"
    " (?:báo|phản hồi|trả lời|gửi)(?: lại| sau)*",
    "(?:đã |vừa |em |mới )*(?:nhận|tiếp nhận|ghi nhận)"
    "(?: (?:được|rõ|thông báo|thông tin|tin nhắn|tin|văn bản|nhắc việc|công văn|nhắc nhở|đủ|điện|lệnh|chỉ thị|ý kiến))*",
    "(?:đã |đang )?(?:biết|nhớ|hiểu|rõ|nắm|xem|đọc|thấy|lưu ý)(?: được| thông tin| tin)*",
    r"(?:cảm ơn|cám ơn|thanks|thank|tks)(?: \w+){0,4}(?: đã nhắc(?: \w+){0,3})?",
    r"để (?:em|mình|tôi|anh|chị|e|tui)(?: \w+){1,6}|để (?:xem|kiểm tra|check|rà|hỏi|đọc|nghiên cứu|coi)(?: \w+){0,5}",
    f"{YES}|noted|yes|đồng ý|được|tốt|hay quá|nhất trí|tuân lệnh|cố gắng|chấp hành",
    "(?:làm|triển khai|thực hiện|chấp hành) (?:ngay|liền|nghiêm(?: túc)?)(?: đây)?",
    "sẽ (?:làm|thực hiện|báo cáo|gửi|nộp|triển khai|cố gắng|lưu ý|kiểm tra|xem|chú ý|phản hồi|tham mưu|trình|chuyển)"
    "(?: (?:lãnh đạo|sếp|thủ trưởng))?"
    "(?: (?:sớm|ngay|đúng hạn|đúng tiến độ|kịp|sớm nhất|liền|nhanh|nghiêm túc|trong thời gian sớm nhất))*",
    "có gì (?:em|mình|tôi) (?:báo|nhắn|gọi)",
)
_PARTICLES = Phrase(PARTICLES)
_SPEAKER = Phrase(SPEAKER, "thưa|đồng chí|thủ trưởng|đ/c")
_PASSED_ON = Phrase(
    "(?:fwd|fw|forward|chuyển tiếp) ?:?",
    "(?:kính )?mời (?:họp|dự|các|đồng chí)|đề nghị (?:các|quý|đồng chí)|yêu cầu các",
)
_AT_WORK = Phrase(
    "(?:đang|vẫn)(?: còn)? (?:làm|thực hiện|triển khai|tiến hành|xây dựng|thi công|hoàn thiện|chỉnh sửa|soạn|biên tập|dựng)"
    "(?! (?:báo cáo|số liệu|biểu|việc khác|dở|thống kê))"
)
_HANDING_IN = Phrase("gửi|nộp|bàn giao|trình")
_NOTHING_HAPPENED = Phrase(
    r"(?:không|chưa)(?: có| hề| phát sinh| diễn ra| tổ chức)+(?: \w+){0,3}? (?:phát sinh|hoạt động|đoàn|trường hợp|vụ việc"
    r"|sự kiện|vụ|hội nghị|đợt|khách|nội dung|nhiệm vụ)(?! này| đó)",
    "không có gì (?:để |cần )?(?:báo cáo|báo)|kết quả (?:rất |khá )?(?:tốt|khả quan)",
)
_FILLERS = Phrase(
    "để|báo|xin|dời|lùi|hoãn|chuyển|hẹn|qua|sang|chắc|khoảng|tầm|tới|đến|hết|nhắc|lại|sau|nữa|giờ|sáng|chiều|tối"
)
_APPROVAL = frozenset("👍👌🙏❤🫡✅💯😊🥰😁🤝👏💪🌹☺😘🆗")


def is_not_mine(plain: str) -> bool:
    """Tell whether the task or the message is said to belong to somebody else."""
    return _NOT_MINE.find(plain) is not None


def is_complaint(plain: str) -> bool:
    """Tell whether the person wants no messages, or says that something of the bot's is broken."""
    return _COMPLAINT.find(plain) is not None or _BROKEN_TOOL.find(plain) is not None


def is_small_talk(plain: str) -> bool:
    """Tell whether the message is meant for friends or family."""
    return _SMALL_TALK.find(plain) is not None


def at_work_first(plain: str) -> bool:
    """Tell whether work is said to go on before anybody else is spoken of: "đang làm thì cán bộ nghỉ thai sản"."""
    other, work = _NOT_MINE.find(plain), _AT_WORK.find(plain)
    return other is not None and work is not None and work.end() <= other.start()


def without_others(plain: str) -> str:
    """Blank what says that the task is somebody else's, so that the rest can tell how far it is."""
    return _NOT_MINE.blank(plain)


def is_question(plain: str) -> bool:
    """Tell whether something is asked or asked for, an extension among it."""
    asking = _NOT_ASKING.blank(plain)
    return _QUESTION.find(asking) is not None or ("?" in asking and any(sign.isalpha() for sign in asking))


def asks_for_time(plain: str) -> bool:
    """Tell whether an extension is asked for."""
    return _MORE_TIME.find(plain) is not None


def asks_to_remind(plain: str) -> bool:
    """Tell whether a later reminder is asked for in so many words."""
    return _ASK_TO_REMIND.find(_REMINDED.blank(plain)) is not None


def puts_off(plain: str, coming: tuple[DayMention, ...], *, told: bool) -> bool:
    """Tell whether an answer is put off: later, to one of the days to come, or because the person is away.

    `told` says that the message also tells how far the task is; then only a promise to report or "later" puts it off.
    """
    if _LATER.find(plain) is not None or (not told and (_BUSY.find(plain) or _WAIT.find(plain))):
        return True
    return any(promises(plain, mention) or _is_put_to(plain, mention, told=told) for mention in coming)


def works_when_back(plain: str, coming: tuple[DayMention, ...]) -> bool:
    """Tell whether the person is away and will see to it on a day to come: "hôm nay em nghỉ ốm, mai em làm"."""
    return _BUSY.find(plain) is not None and any(_I_WORK.find(plain, mention.end) is not None for mention in coming)


def _is_put_to(plain: str, mention: DayMention, *, told: bool) -> bool:
    """Tell whether the answer is put off to a day: "để thứ 2", and "mai nha, nay mệt quá" where nothing else is told."""
    if _PUT_TO.search(plain[: mention.start]):
        return _WORK_THEN.begins(plain[mention.end :].lstrip()) is False
    start, end = _clause(plain, mention)
    rest = plain[start : mention.start] + " " + plain[mention.end : end]
    return not told and not any(sign.isalnum() for sign in _FILLERS.blank(_PARTICLES.blank(rest)))


def is_passed_on(plain: str) -> bool:
    """Tell whether the message is somebody else's, forwarded: an invitation, an instruction to all."""
    return _PASSED_ON.begins(plain.lstrip(" [(*-"))


def tells_of_nothing(plain: str) -> bool:
    """Tell whether there is nothing to report on: "quý này không phát sinh hoạt động"."""
    return _NOTHING_HAPPENED.find(plain) is not None


def promises(plain: str, mention: DayMention) -> bool:
    """Tell whether the clause in which a day stands promises to report on it."""
    start, end = _clause(plain, mention)
    clause = plain[start:end]
    if _AT_WORK.find(plain) is not None and _HANDING_IN.find(clause) is not None:
        return False  # "vẫn đang làm, hẹn 18/10 gửi": when the work will be handed in
    return _PROMISE.find(clause) is not None and _NO_PROMISE.find(clause) is None


def _clause(plain: str, mention: DayMention) -> tuple[int, int]:
    start = max((found.end() for found in _BREAK.finditer(plain, 0, mention.start)), default=0)
    broken = _BREAK.search(plain, mention.end)
    return start, broken.start() if broken else len(plain)


def without_conditions(plain: str) -> str:
    """Blank what is not said about the task as it is: "khi nào xong", "xong em báo", "chưa báo cáo được"."""
    return _CONDITION.blank(plain)


def is_only_days(plain: str, days: tuple[DayMention, ...]) -> bool:
    """Tell whether nothing but days and words of politeness is said: "để mai nhé"."""
    for mention in days:
        plain = plain[: mention.start] + " " * (mention.end - mention.start) + plain[mention.end :]
    return bool(days) and not any(sign.isalnum() for sign in _FILLERS.blank(_PARTICLES.blank(plain)))


def is_ack(plain: str) -> bool:
    """Tell whether the message only says that the last one was received."""
    if any(sign.isalnum() for sign in _SPEAKER.blank(_PARTICLES.blank(_ACK.blank(plain)))):
        return False
    return _ACK.find(plain) is not None or any(sign in _APPROVAL for sign in plain)
