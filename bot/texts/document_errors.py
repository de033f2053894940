"""The sentence for each way in which a file cannot be read as a document."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "document.unknown_kind": "Không đọc được loại tệp này. Xin gửi tệp .docx, .pdf, .xlsx, .html hoặc .txt.",
    "document.empty": "Tệp không có nội dung.",
    "document.damaged": "Tệp bị hỏng hoặc bị cắt. Xin mở tệp trong Word hay Excel, lưu lại rồi gửi lại.",
    "document.unreadable": "Không mở được tệp. Xin mở tệp trong Word hay Excel, lưu lại rồi gửi lại.",
    "document.encrypted": "Tệp có mật khẩu. Xin bỏ mật khẩu rồi gửi lại.",
    "document.macros": "Tệp có macro nên không được mở. Xin lưu dưới dạng .docx hoặc .xlsx rồi gửi lại.",
    "document.scanned": "Đây là bản quét (ảnh), không có chữ để đọc. Xin gửi bản Word, hoặc bản PDF xuất từ Word.",
    "document.encoding": "Không nhận ra bảng mã chữ Việt của tệp. Xin chuyển sang Unicode rồi gửi lại.",
    "document.needs_office": "Tệp .doc cần LibreOffice trên máy chủ. Xin lưu dưới dạng .docx rồi gửi lại.",
    "document.bomb": "Tệp nén quá lớn khi mở ra nên không được đọc.",
    "document.too_big": "Tệp lớn quá {megabytes} MB. Xin gửi riêng phần kế hoạch.",
    "document.too_many_pages": "Văn bản dài quá {pages} trang. Xin gửi riêng phần kế hoạch.",
    "document.too_many_rows": "Bảng có quá {rows} dòng. Xin bỏ các dòng trống rồi gửi lại.",
    "document.secret": "{name} có dấu mật nên không được đọc, không được giữ. Tài liệu mật xin gửi qua văn thư.",
    "document.nothing": "Không thấy nhiệm vụ hay chế độ báo cáo nào trong {name}. Kiểm tra đúng tệp kế hoạch chưa.",
    "document.too_slow": "Đọc tệp này lâu quá {seconds} giây nên đã dừng. Xin gửi riêng phần kế hoạch.",
    "document.too_heavy": "Máy chủ không đủ bộ nhớ để đọc tệp này. Xin gửi riêng phần kế hoạch, hoặc báo người quản trị.",
    "file.too_big": "Tệp lớn quá mức bot tải được (20 MB). Xin gửi tệp nhỏ hơn.",
}
