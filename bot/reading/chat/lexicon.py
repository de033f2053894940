"""The words of short replies, by meaning. They are parts of regular expressions; see `bot.reading.chat.typed.Phrase`."""

from __future__ import annotations


def either(*lines: str) -> str:
    """Join lines of alternatives; a longer one comes before the shorter one it begins with."""
    return "|".join(line.strip() for line in lines)


WORK = "làm|thực hiện|triển khai|tiến hành|tổ chức|xây dựng|bắt đầu|khởi động"
"""What doing the task itself is called."""

PRODUCE = either(
    WORK,
    "ban hành|đăng(?: tải| bài| tin)?|gửi|nộp|phát hành|phát sóng|in|dựng|lắp|lắp đặt|nghiệm thu|bàn giao|cấp",
    "cấp phát|ký|phát",
    "quay|viết|biên soạn|biên tập|tuyên truyền|tập huấn|tham mưu|phối hợp|phê duyệt|giải ngân|thanh toán",
    r"'đón|đón (?:tiếp|đoàn|khách|\d+)",
    "tiếp(?! tục| nhận| theo| cận)|mở|họp|sản xuất",
    "treo|công bố|xuất bản|rà soát|cung cấp|cập nhật|đưa|phổ biến|quán triệt|kiểm tra|lấy ý kiến|báo cáo",
    "nhập (?:số |dữ )?liệu",
    "khảo sát|mời",
    "chuyển(?! công tác| phòng| sang| qua| về| việc| ngành| cho (?:sở|phòng|bên|đơn vị|ubnd))",
    "phân bổ|hỗ trợ|trang bị|mua|mua sắm|ký kết|trao|tặng",
    "thành lập|kiện toàn|up|upload|trưng bày|tham gia|tham dự|cử|thông báo",
    "bế giảng|khai giảng|bế mạc|khai mạc|khánh thành|ra mắt|khởi công",
    "sơ kết|tổng kết|tổng duyệt|thi công|vận động|truyền thông|giới thiệu|quảng bá|ghi hình|in ấn|thống kê|đào tạo|bồi dưỡng",
    "thanh lý|phát động|phỏng vấn|kết nối|nâng cấp|số hóa|sửa chữa|hội đàm",
    "hướng dẫn|dịch|duyệt|soạn|chỉnh sửa|sửa|tổng hợp|hoàn thiện|thẩm định|khắc phục",
)
"""What people do on the way to an output."""

LATE_STAGE = "ký|duyệt|trình|thẩm định|phê duyệt|nghiệm thu|thanh toán|quyết toán|ban hành|gửi|nộp|báo cáo|đủ|hết|chốt"
"""What is left to do when the work itself has been done."""

DONE = either(
    "xong xuôi|xong|kết thúc|chốt sổ|x(?= rồi)|đủ(?= rồi)|hoàn thành|hoàn tất|done|finish",
    "đạt chỉ tiêu|vượt chỉ tiêu|vượt kế hoạch|đủ chỉ tiêu",
)

WAITING = "chờ|đợi|xin|đề nghị|kiến nghị|đề xuất|tháo gỡ|gặp|bị|vướng|kẹt|tắc|mắc|khó khăn|thiếu|trục trặc|bế tắc"
"""What "đang" may be followed by without work going on."""

AWAY = either(
    "họp|bận(?! hành)|nghỉ phép|nghỉ ốm|nghỉ lễ|nghỉ|đi công tác|công tác|ốm|lái xe|đi đường|đi học|đi vắng",
    "ngoài đường|đi họp",
    "tiếp khách|ở (?:xa|nước ngoài|viện|bệnh viện|quê|tỉnh khác)|bệnh|đi cơ sở|dự họp|dự hội nghị|chạy xe",
)

SPEAKER = either(
    "em|e|anh|a|chị|c|mình|tôi|tui|bên (?:em|e|mình|tôi|anh|chị)|đơn vị|phòng|cơ quan|chúng tôi|bọn em|sở|ubnd|huyện|xã"
)

REPORTING = either(
    "báo cáo|báo|gửi|nộp|cập nhật|trả lời|phản hồi|nhắn|update|điền|bổ sung|trình bày|thông tin lại|alo|gọi|nói|trao đổi"
)
"""What a person promises to do towards the office."""

YES = "dạ|vâng|ờ|ok|oke|okie|okê|okay|okela|oki"

PARTICLES = either(
    YES,
    "ạ|à|ah|ơi|nhé|nhá|nha|nghe|nghen|hen|hé|nhe|thôi|đi|đã|cơ|em|e|anh|a|chị|c|cô|chú|sếp|bác|ad|admin|bạn|b",
    "mình|rồi|thì|là",
    "vậy|luôn|đó|đấy|nè|á|nhở|hihi|hehe|haha|hi|cho|giúp|với|ha|hì|vào|vô|xin|chắc|hẹn|lúc|khoảng|tầm|tới",
)
"""Words of politeness and address, without a meaning of their own."""

RESOURCE = either(
    "kinh phí|tiền|vốn|ngân sách|nguồn|nhân lực|nhân sự|người|cán bộ|thiết bị|máy|hướng dẫn|dự toán",
    "phóng viên|biên dịch|phiên dịch|chuyên gia|phương tiện|trang thiết bị",
)

STOPPED = either(
    "(?:đã|bị|xin|phải|tạm) hủy|hủy (?:bỏ|rồi|tổ chức|kế hoạch|không|lịch|chuyến|hẹn)",
    "(?:tạm|phải|bị) (?:dừng|ngưng|ngừng|đình chỉ)|(?:đã|đang) (?:'dừng|ngưng|ngừng|đình chỉ)",
    "dừng (?:lại|thực hiện|triển khai|tổ chức)|tạm hoãn|bị hoãn",
    r"không (?:tổ chức|làm|thực hiện|triển khai|tiến hành)(?: \w+){0,2} nữa",
    "(?:'dừng|ngưng|ngừng) (?:rồi|luôn|hẳn|hết)",
    "(?:chỉ đạo|yêu cầu|thống nhất|cho) (?:tạm )?(?:'dừng|ngưng|ngừng|hoãn|hủy)",
    "bỏ (?:việc|nhiệm vụ|kế hoạch|nội dung|cái)(?: này| đó| ấy)? (?:rồi|luôn|hẳn)|bị (?:cắt|bỏ) (?:rồi|luôn|hẳn)",
    "thôi không (?:làm|tổ chức|thực hiện|triển khai)|(?:bị|phải|tạm) (?:đình|gác|hoãn|treo|xếp) lại",
)

CANNOT = either(
    r"không (?:thể|làm|thực hiện|triển khai|tổ chức|tiến hành)(?: \w+){0,2} được",
    "không thể (?:làm|thực hiện|triển khai|tổ chức|tiến hành|hoàn thành)|bó tay|không (?:làm|kham|gánh) (?:nổi|xuể)",
    r"không (?:nhập|in|xuất|thanh toán|giải ngân|mua|bố trí|nghiệm thu|đấu thầu|thi công|lắp đặt)(?: \w+){0,2} được",
    r"không (?:nhập|in|xuất|thanh toán|giải ngân|nghiệm thu|thi công|lắp đặt) được",
)

OBSTACLE = either(
    "vướng(?: mắc)?|bị tắc|tắc (?:ở|khâu|nghẽn|do|vì|kinh phí)|'kẹt|bị kẹt|đang kẹt",
    "ket (?:o|kinh phi|von|tien|khau|vu|thu tuc)",
    f"mắc (?:ở|chỗ|kẹt|cái)|bị (?:cắt|thu hồi|giảm)(?: hết| giảm)? (?:{RESOURCE})",
    f"bí (?:{RESOURCE})",
    f"(?:{RESOURCE})(?: (?:cấp|bố trí|phân bổ))?(?: (?:còn|hơi|rất|khá|quá|bị|thì))* (?:hạn chế|hạn hẹp|eo hẹp|không đủ|chưa đủ"
    "|mỏng|thiếu|chậm|khó khăn)",
    "ách tắc|bế tắc|khó khăn|gặp khó(?! khăn)|đình trệ|trục trặc",
    "hư hỏng|bị hỏng|hỏng|bị lỗi|trở ngại|bị (?:trả lại|từ chối)|bị chậm do",
    f"(?:thiếu|hết|chưa có|không có|chưa được (?:cấp|bố trí|giao|phân bổ)|chưa bố trí(?: được)?) (?:{RESOURCE})",
    "đề nghị (?:bổ sung|hỗ trợ|cấp|tháo gỡ|bố trí|tỉnh|sở|ubnd|xem xét|hướng dẫn)|kiến nghị",
    "xin (?:cấp |bổ sung |thêm |hỗ trợ )*(?:kinh phí|hỗ trợ|bổ sung|vốn|tiền|\\d+ (?:triệu|tr|tỷ))",
    r"không (?:cho|chịu|đồng ý|chấp thuận|cho phép|thống nhất)"
    " (?:thanh toán|làm|cấp|ký|duyệt|tổ chức|thi công|triển khai|giải ngân)",
    "chưa nhận được (?:văn bản|hướng dẫn|chỉ đạo|kinh phí|vốn)",
    "chờ (?:chủ trương|kinh phí|cấp kinh phí|bố trí kinh phí|vốn)",
)

HINDERED = either(CANNOT, OBSTACLE)

NO_HINDRANCE = either(
    "(?:khó khăn|vướng mắc|khó khăn,? vướng mắc|kiến nghị|đề xuất)(?:, (?:kiến nghị|đề xuất))? ?: ?(?:không(?: có)?"
    "|chưa có)(?! \\w)",
    "(?:không|chẳng|chưa)(?: có)? (?:gì|chi)(?: là)? (?:vướng(?: mắc)?|khó khăn|trở ngại|đáng ngại|khó)",
    "(?:không|chẳng|chưa|hết|khỏi)(?: có| gặp| còn| thấy| phát sinh| bị| một| bất kỳ)* (?:khó khăn|vướng mắc|vướng|trở ngại"
    "|kẹt|gặp khó|trục trặc|khó)(?:[ ,/]+(?:và |hay |hoặc )?(?:khó khăn|vướng mắc|vướng))?(?: gì| nào)?",
    "(?:đã )?(?:tháo gỡ|khắc phục|giải quyết|gỡ)(?: được| xong)?(?: hết)?(?: các| những)? (?:khó khăn|vướng mắc|vướng)",
)
