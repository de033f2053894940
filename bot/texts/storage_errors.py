"""What the database refuses, in words: what is wrong, and how to mend it."""

from __future__ import annotations

from bot.errors import StorageError

ASK_DOCTOR = "Xem nguyên nhân bằng: nhacviec doctor"
_WORDS = {
    "schema_too_new": ("do phiên bản mới hơn của nhacviec ghi", "Hãy cài phiên bản mới nhất rồi chạy lại."),
    "missing": ("không có tệp này", "Kiểm tra lại đường dẫn và khóa database.url."),
    "cannot_open": ("không mở được tệp", "Kiểm tra thư mục bot.data_dir, khóa database.url và quyền của tệp."),
    "read_only": ("chỉ đọc, không ghi được", "Kiểm tra quyền của tệp và thư mục, hoặc ổ đĩa bị gắn chỉ đọc."),
    "full": ("đĩa đầy", "Dọn bớt tệp trên đĩa rồi chạy lại."),
    "busy": ("đang bận", "Chạy lại sau ít phút."),
    "in_use": ("đang được dùng", "Dừng bot (nhacviec run) rồi chạy lại."),
    "onto_itself": ("không thể sao lưu đè lên chính nó", "Chọn tên tệp khác cho bản sao."),
    "corrupt": ("tệp bị hỏng", "Khôi phục từ bản sao lưu: nhacviec restore TỆP"),
    "bad_copy": ("bản sao lưu này bị hỏng", "Dữ liệu hiện tại còn nguyên. Chọn bản sao lưu khác, ví dụ của đêm trước."),
    "not_a_backup": (
        "tệp này không phải bản sao lưu dùng được ở đây",
        "Chọn tệp do nhacviec backup ghi, cùng loại cơ sở dữ liệu.",
    ),
    "no_pg_tools": ("thiếu pg_dump hoặc pg_restore", "Cài gói postgresql-client cùng phiên bản với máy chủ."),
    "pg_tool_failed": ("pg_dump hoặc pg_restore báo lỗi", "Kiểm tra quyền của người dùng trong database.url."),
    "unreachable": ("máy chủ không trả lời", "Kiểm tra database.url, máy chủ PostgreSQL và đường truyền."),
    "lost": ("mất kết nối", "Kiểm tra máy chủ cơ sở dữ liệu rồi chạy lại."),
    "io": ("đọc ghi đĩa bị lỗi", "Kiểm tra ổ đĩa; sao lưu và khôi phục sang ổ khác nếu cần."),
}


def refusal(error: StorageError) -> tuple[str, str]:
    """Say what is wrong with the database, beginning in lower case, and how to mend it."""
    return _WORDS.get(error.code, (f"không làm việc được ({error.code})", ASK_DOCTOR))
