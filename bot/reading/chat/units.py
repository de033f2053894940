"""What offices count in their reports."""

from __future__ import annotations

from bot.reading.chat.lexicon import either

MONEY = "triệu đồng|nghìn đồng|ngàn đồng|tỷ đồng|tỉ đồng|triệu|nghìn|ngàn|tỷ|tỉ|tr đồng|tr|đồng|vnđ|vnd|usd"

UNITS = either(
    "tin[ ,/]{1,2}bài(?: viết)?|bài tin|bài(?: viết| báo| đăng| phản ánh)?|tin(?: ảnh| nhắn)?|bản tin(?: thời sự)?",
    "lượt(?: (?:người(?: xem| tiếp cận)?|xem|truy cập|tiếp cận|tham gia|đại biểu|khách|theo dõi|chia sẻ))?",
    "lớp(?: (?:tập huấn|bồi dưỡng|đào tạo|học))?|khóa(?: (?:tập huấn|bồi dưỡng|đào tạo))?|học viên|hv",
    "đại biểu|cộng tác viên|được(?= (?:đi|tham gia|tham dự|dự|sang|học)(?!\\w))",
    "người(?: (?:dân|nước ngoài))?|cán bộ(?:,? công chức)?|công chức|viên chức|phóng viên|nhà báo",
    "khách(?: mời| quốc tế)?|hộ(?: dân| gia đình)?|đoàn(?: (?:viên|khách|công tác|ra|vào))?|hội nghị|hội thảo|tọa đàm",
    "cuộc(?: (?:họp|thi|gặp|làm việc|kiểm tra))?|buổi(?: (?:tuyên truyền|làm việc|tập huấn|họp|gặp mặt))?",
    "đợt(?: kiểm tra)?",
    "chương trình|chuyên mục|chuyên trang|chuyên đề|phóng sự|tác phẩm|video(?: clip)?|clip|phim(?: tài liệu)?",
    "ảnh|bức ảnh|pano",
    "áp phích|băng rôn|tờ rơi|tờ gấp|ấn phẩm|cuốn(?: sách| sổ tay)?|quyển|tài liệu|văn bản|công văn|kế hoạch|báo cáo",
    "quyết định|giấy (?:phép|mời|chứng nhận)|xã|phường|huyện|thị trấn|thôn|tổ dân phố|tỉnh|cơ quan|đơn vị",
    "sở(?! ?\\d)|trường(?: học)?|điểm(?: cầu| phát)?",
    "đài(?: truyền thanh)?|trạm|cụm loa|loa|máy(?: tính)?|bộ(?: thiết bị| máy| hồ sơ)?|chiếc|hệ thống",
    "trang(?: tin)?|website",
    "fanpage|số(?! ?\\d)(?: báo| bản tin)?|hồ sơ|sản phẩm|mô hình|công trình|hạng mục|gian hàng|gian trưng bày|'lô|bản|'tờ",
    "giờ phát sóng|phút|km|m2|ha|câu hỏi|ý kiến|thí sinh|bài thi|giải|đội|doanh nghiệp|nhóm|view|like|follow|share|'vụ",
    "trường hợp|đầu sách|phiếu|kênh|gói thầu|thiết bị|chỉ tiêu|địa phương|sự kiện|hoạt động|hợp đồng|triển lãm",
    "bài hát|tiết mục|cụm(?: pano| cổ động)?|pa nô|cờ(?: phướn)?|phướn|banner|poster|standee|infographic|podcast",
    "tiểu phẩm|chuyến",
    "màn hình|bảng (?:led|tin|điện tử)|đĩa|usb|suất(?: quà| học bổng)?|phần quà|kiều bào|sinh viên|học sinh",
    "giáo viên|thanh niên|hội viên|đảng viên|ngư dân|nông dân|chiến sĩ|quân nhân|dân quân|thuyền viên|bà con",
    "nước|quốc gia|dự án|biên bản|bản ghi nhớ|thỏa thuận|chuyên gia|lao động|tình nguyện viên|hãng|tờ báo",
    "báo(?= đưa tin| đăng| đến| nước ngoài| trung ương)|biên chế",
    "cơ sở|khu dân cư|ấp|khóm|bản làng|hộp thư|diễn đàn|giải thưởng|bức tranh|tranh|mô đun|nội dung(?! \\d)|đồng chí|đ/c",
)
"""A unit's longer form comes before its shorter one."""
