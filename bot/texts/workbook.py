"""Words of the report's workbook: names of sheets, heads of columns with their widths in signs."""

from __future__ import annotations

TASKS, REPORTS, AGENCIES, FIGURES = "Nhiệm vụ", "Báo cáo", "Cơ quan", "Số liệu"
ALL, LEAD, COOPERATING, QUANTITIES = "Tất cả báo cáo", "Chủ trì", "Phối hợp", "Số liệu trong báo cáo"
ON_BEHALF = "Điều phối nhập thay"
ROLES = {"lead": LEAD, "cooperating": COOPERATING}
STATES = ("Chưa triển khai", "Đang thực hiện", "Hoàn thành", "Vướng mắc", "Chưa có báo cáo")
TALLY = ("Phải báo cáo", "Đã nhận", "Đúng hạn", "Trễ hạn", "Quá hạn chưa gửi", "Chưa đến hạn", "Được miễn", "Trả lại")

TASK_COLUMNS = (
    ("Mục", 9), ("Nhiệm vụ", 52), ("Chủ trì", 30), ("Phối hợp", 30), ("Thời hạn", 18), ("Hạn cuối", 12), ("Tình trạng", 16),
    ("Phải báo cáo", 9), ("Đã nhận", 9), ("Đúng hạn", 9), ("Trễ hạn", 9), ("Quá hạn", 9), ("Số liệu cộng", 40),
    ("Kế hoạch", 36),
)  # fmt: skip
REPORT_COLUMNS = (
    ("Mục", 9), ("Nhiệm vụ", 44), ("Cơ quan, đơn vị", 32), ("Vai trò", 10), ("Kỳ", 10), ("Hạn cuối", 12),
    ("Đúng hạn", 14), ("Mã báo cáo", 14), ("Thời điểm gửi", 18), ("Tình trạng", 16), ("%", 6), ("Kết quả", 60),
    ("Khó khăn, kiến nghị", 44), ("Minh chứng", 10), ("Lần gửi", 8), ("Ghi chú", 20),
)  # fmt: skip
AGENCY_COLUMNS = (
    ("Cơ quan, đơn vị", 44), *((name, 11) for name in TALLY), ("Tỷ lệ đúng hạn", 12), ("Báo cáo gần nhất", 18),
)  # fmt: skip
FIGURE_COLUMNS = (("Nhóm", 26), ("Chỉ tiêu", 28), ("Số lượng", 12), ("Từ các báo cáo", 70))
