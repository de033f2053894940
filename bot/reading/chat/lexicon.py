"""The words of short replies. Phrases are regular expressions over correctly written words; see `typed.Phrase`."""

from __future__ import annotations

SHORT_FORMS: dict[str, str] = {
    **dict.fromkeys(("k", "ko", "kg", "kh", "khg", "hk", "hok", "hông", "hem", "kô", "kông", "khong", "hong"), "không"),
    **dict.fromkeys(("r", "rùi", "rui", "roài", "rầu", "roy", "òi", "rồy", "rr"), "rồi"),
    **dict.fromkeys(("xg", "xog", "xoq", "xonq"), "xong"),
    **dict.fromkeys(("ch", "cg", "chx", "chửa", "chưaa"), "chưa"),
    **dict.fromkeys(("dc", "đc", "đx", "dk", "đk", "duoc", "đuợc"), "được"),
    **dict.fromkeys(("j", "gỉ", "zì", "jì"), "gì"),
    **dict.fromkeys(("đg", "dg", "đag"), "đang"),
    **dict.fromkeys(("bh", "bgio", "bjo"), "bao giờ"),
    **dict.fromkeys(("mk", "mik", "mìh"), "mình"),
    **dict.fromkeys(("hqua", "hwa", "qua"), "qua"),
    **dict.fromkeys(("vg", "vâg", "uh", "uk", "ừ", "uhm", "ukm"), "vâng"),
    **dict.fromkeys(("cn",), "chủ nhật"),
    "lm": "làm",
    "ht": "hoàn thành",
    "htt": "hoàn thành tốt",
    "tkh": "triển khai",
    "bc": "báo cáo",
    "bcáo": "báo cáo",
    "tg": "thời gian",
    "kp": "kinh phí",
    "gpmb": "giải phóng mặt bằng",
    "ng": "người",
    "ngta": "người ta",
    "ntn": "như thế nào",
    "bn": "bao nhiêu",
    "hnay": "hôm nay",
    "hn": "hôm nay",
    "nv": "nhiệm vụ",
    "dv": "đơn vị",
    "đv": "đơn vị",
    "cv": "công văn",
    "sl": "số liệu",
    "hs": "hồ sơ",
    "ld": "lãnh đạo",
    "lđ": "lãnh đạo",
    "trc": "trước",
    "vs": "với",
    "cx": "cũng",
    "pt": "phần trăm",
}
"""Short forms of the phone, in lower case; an acronym in capitals is not one of them."""

FOREIGN = frozenset(
    """ok oke okie okê okela done finish task server web website link file clip pano mail email gmail zalo form test post
    online offline fanpage page group admin video internet wifi deadline report excel word pdf scan banner poster logo
    facebook youtube tiktok team bot stop thanks thank tks check noted yes update spam ioffice app data drive sorry fb
    login help hello start icon slide maket market demo plan sms content logo livestream trailer standee backdrop ii iii iv vii viii ix xii""".split()
)
"""Words of other languages that are not slips."""

KEYWORDS = tuple(
    """xong rồi chưa đang làm hoàn thành triển khai thực hiện tiến hành tổ chức không được vướng khó khăn báo cáo nhắc tuần
    tháng ngày trước trình duyệt ban hành đăng gửi dự kiến phần trăm kinh phí nhiệm tạm dừng hoãn nhầm trách sắp
    chậm thiếu duyệt lãnh chuẩn đã sẽ mới vẫn rồi là có của mai thứ cuối đầu nhé ạ dạ vâng tiếp cảm""".split()
)
"""Words that carry a status or a day, to which a slip is mended when it is one letter away from exactly one of them."""

WORK = "làm|thực hiện|triển khai|tiến hành|tổ chức|xây dựng|bắt đầu|khởi động|làm việc"
"""What doing the task itself is called."""

PRODUCE = (
    WORK
    + "|ban hành|đăng(?: tải| bài| tin)?|gửi|nộp|phát hành|phát sóng|in|dựng|lắp|lắp đặt|nghiệm thu|bàn giao|cấp|cấp phát"
    "|ký|phát|quay|viết|biên soạn|biên tập|tuyên truyền|tập huấn|tham mưu|phối hợp|phê duyệt|giải ngân|thanh toán|đón|tiếp|mở"
    "|họp|sản xuất|treo|công bố|xuất bản|rà soát|cung cấp|cập nhật|đưa|phổ biến|quán triệt|kiểm tra|lấy ý kiến|chi"
    "|báo cáo|nhập|khảo sát|mời|hướng dẫn|dịch|duyệt|soạn|chỉnh sửa|sửa|tổng hợp|hoàn thiện|thẩm định|khắc phục"
)
"""What people do on the way to an output."""

WAITING = "chờ|đợi|xin|đề nghị|kiến nghị|đề xuất|tháo gỡ|gặp|bị|vướng|kẹt|tắc|mắc|khó khăn|thiếu|tạm|trục trặc|bế tắc"
"""What "đang" may be followed by without work going on."""

AWAY = (
    "họp|bận|nghỉ phép|nghỉ ốm|nghỉ lễ|nghỉ|đi công tác|công tác|ốm|lái xe|đi đường|đi học|đi vắng|ngoài đường|đi họp"
    "|tiếp khách|ở xa|bệnh|đi cơ sở|dự họp|dự hội nghị|chạy xe"
)

SPEAKER = (
    "em|e|anh|a|chị|c|mình|tôi|tui|bên (?:em|e|mình|tôi|anh|chị)|đơn vị|phòng|cơ quan|chúng tôi|bọn em|sở|ubnd|huyện|xã"
)

REPORTING = "báo cáo|báo|gửi|nộp|cập nhật|trả lời|phản hồi|nhắn|update|điền|bổ sung|trình bày|thông tin lại|alo|gọi|nói|trao đổi|rep"
"""What a person promises to do towards the office."""

PARTICLES = (
    "dạ|vâng|ạ|à|ah|ơi|nhé|nhá|nha|nghe|nghen|hen|hé|nhe|thôi|đi|đã|cơ|em|e|anh|a|chị|c|cô|chú|sếp|bác|ad|admin|bạn|b|mình"
    "|rồi|thì|là|vậy|luôn|ok|oke|okie|đó|đấy|nè|nhở|hihi|hehe|haha|hi|cho|giúp|với|ha|hì|vào|vô|xin|chắc|hẹn|lúc|khoảng|tầm|tới"
)
"""Words of politeness and address, without a meaning of their own."""

DONE = "xong xuôi|xong|hoàn thành|hoàn tất|hoàn thiện xong|done|finish|đạt chỉ tiêu|vượt chỉ tiêu|vượt kế hoạch|đủ chỉ tiêu"

STOPPED = (
    "(?:đã|bị|xin|phải|tạm) hủy|hủy (?:bỏ|rồi|tổ chức|kế hoạch|không)|(?:tạm|phải|đã|bị|đang) (?:dừng|ngưng|ngừng|đình chỉ)"
    "|dừng (?:lại|thực hiện|triển khai|tổ chức)|tạm hoãn|bị hoãn|không (?:tổ chức|làm|thực hiện|triển khai|tiến hành)"
    "(?: \\w+){0,2} nữa|thôi không (?:làm|tổ chức|thực hiện|triển khai)"
)

HINDERED = (
    "vướng(?: mắc)?|kẹt|bị tắc|tắc (?:ở|khâu|nghẽn|do|vì|kinh phí)|ách tắc|bế tắc|khó khăn|gặp khó|đình trệ|trục trặc"
    "|không (?:thể|làm|thực hiện|triển khai|tổ chức|tiến hành)(?: \\w+){0,2} được"
    "|không thể (?:làm|thực hiện|triển khai|tổ chức|tiến hành|hoàn thành)|hư hỏng|bị hỏng|hỏng|bị lỗi|trở ngại|bó tay|bị trả lại"
    "|(?:thiếu|hết|chưa có|không có|chưa được (?:cấp|bố trí|giao|phân bổ)|chưa bố trí(?: được)?|không bố trí được)"
    " (?:kinh phí|tiền|vốn|ngân sách|nguồn|nhân lực|nhân sự|người|cán bộ|thiết bị|máy|hướng dẫn|dự toán)"
    "|đề nghị (?:bổ sung|hỗ trợ|cấp|tháo gỡ|bố trí|tỉnh|sở|ubnd|xem xét|hướng dẫn)"
    "|kiến nghị|xin (?:thêm )?(?:kinh phí|bổ sung|hỗ trợ)|chờ (?:chủ trương|kinh phí|cấp kinh phí|bố trí kinh phí|vốn)|bị chậm do"
)

NO_HINDRANCE = (
    "(?:không|chẳng|chưa|hết|đã hết|khỏi)(?: có| gặp| còn| thấy| phát sinh| bị)*(?: một| bất kỳ| cái)*(?: khó khăn)?[,/]? ?(?:và )?"
    "(?:khó khăn|vướng mắc|vướng|trở ngại|kẹt|gặp khó|trục trặc|khó)(?:[ ,/]+(?:và )?(?:khó khăn|vướng mắc|vướng))?(?: gì| nào)?"
    "|(?:đã )?(?:tháo gỡ|khắc phục|giải quyết|gỡ)(?: được| xong)?(?: hết)?(?: các| những)?(?: khó khăn,?)? (?:khó khăn|vướng mắc|vướng)"
)

UNITS = "|".join(
    line.strip()
    for line in """
    tin[ ,/]{1,2}bài(?: viết)?|bài tin|bài(?: viết| báo| đăng| phản ánh)?|tin(?: ảnh| nhắn| bài)?|bản tin(?: thời sự)?
    lượt(?: (?:người(?: xem| tham dự| tham gia| tiếp cận)?|xem|truy cập|tiếp cận|tham gia|đại biểu|khách|theo dõi|chia sẻ|like))?
    lớp(?: (?:tập huấn|bồi dưỡng|đào tạo|học))?|khóa(?: (?:tập huấn|bồi dưỡng|đào tạo))?|học viên|hv
    đại biểu|người(?: (?:dân|tham dự|tham gia|nước ngoài))?|cán bộ(?:,? công chức)?|công chức|viên chức|phóng viên|nhà báo
    khách(?: mời| quốc tế)?|hộ(?: dân| gia đình)?|đoàn(?: (?:viên|khách|công tác|ra|vào))?|hội nghị|hội thảo|tọa đàm
    cuộc(?: (?:họp|thi|gặp|làm việc|kiểm tra))?|buổi(?: (?:tuyên truyền|làm việc|tập huấn|họp|gặp mặt))?|đợt(?: kiểm tra)?
    chương trình|chuyên mục|chuyên trang|chuyên đề|phóng sự|tác phẩm|video(?: clip)?|clip|phim(?: tài liệu)?|ảnh|bức ảnh|pano
    áp phích|băng rôn|tờ rơi|tờ gấp|ấn phẩm|cuốn(?: sách| sổ tay)?|quyển|tài liệu|văn bản|công văn|kế hoạch|báo cáo|quyết định
    xã|phường|huyện|thị trấn|thôn|tổ dân phố|tỉnh|cơ quan|đơn vị|sở|trường(?: học)?|điểm(?: cầu| phát)?|đài(?: truyền thanh)?
    trạm|cụm loa|loa|máy(?: tính)?|bộ(?: thiết bị| máy| hồ sơ)?|chiếc|hệ thống|trang(?: tin)?|website|fanpage|số(?: báo| bản tin)?
    hồ sơ|sản phẩm|mô hình|công trình|hạng mục|gian hàng|gian trưng bày|lô|bản|tờ|giờ phát sóng|phút|km|m2|ha|câu hỏi|ý kiến|thí sinh
    bài thi|giải|đội|doanh nghiệp|nhóm|view|like|follow|share|vụ|trường hợp|đầu sách|phiếu|kênh|gói thầu
    thiết bị|chỉ tiêu|địa phương|sự kiện|hoạt động|hợp đồng|triển lãm|liveshow|livestream|bài hát|tiết mục
    """.split("\n")
    if line.strip()
)
"""What is counted; a unit's longer form comes before its shorter one."""
