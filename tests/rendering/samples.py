"""The tasks of the sample plan as standings, with what its agencies might have said by 20 September 2024."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DueState
from bot.domain.office import Office
from bot.domain.plans import PlanHead, PlanId, TaskId
from bot.domain.reports import DueId, Status
from bot.domain.standings import Said, Standing

PLAN = "Công tác thông tin đối ngoại và truyền thông chính sách tỉnh Quảng Ngãi năm 2024"
STTTT, SNGV, VP, CA = "Sở Thông tin và Truyền thông", "Sở Ngoại vụ", "Văn phòng UBND tỉnh", "Công an tỉnh"
SKHDT, SCT, SVHTTDL = "Sở Kế hoạch và Đầu tư", "Sở Công Thương", "Sở Văn hóa, Thể thao và Du lịch"
BAO, DAI, BP = "Báo Quảng Ngãi", "Đài Phát thanh và Truyền hình tỉnh", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh"
STP, SNN = "Sở Tư pháp", "Sở Nông nghiệp và Phát triển nông thôn"
DISTRICTS = tuple(
    f"UBND {name}"
    for name in (
        "thành phố Quảng Ngãi",
        "thị xã Đức Phổ",
        "huyện Ba Tơ",
        "huyện Bình Sơn",
        "huyện Lý Sơn",
        "huyện Mộ Đức",
    )
)
RELATED = ("Các cơ quan, đơn vị, địa phương liên quan",)
ALL_YEAR = "Thường xuyên trong năm"

TASKS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("II.1", ("Tổ chức Họp báo quý định kỳ cung cấp thông tin về tình hình kinh tế - xã hội và các chủ trương, chính sách "
     "của tỉnh"), (VP, STTTT), ("Các sở, ban ngành", "địa phương", "các cơ quan báo chí, truyền thông"), "Hàng quý trong năm"),
    ("II.2", "Tổ chức Hội nghị về công tác TTĐN, quyền con người và truyền thông chính sách", (STTTT,),
     ("Các cơ quan, đơn vị liên quan",), "Quý II, III/2024"),
    ("II.4", "Đấu tranh, phản bác thông tin sai trái, xuyên tạc chống phá sự nghiệp xây dựng và bảo vệ Tổ quốc", (CA,),
     ("Ban Tuyên giáo Tỉnh ủy", STTTT, SNGV), ALL_YEAR),
    ("II.5.a", ("Tổ chức giới thiệu, quảng bá hình ảnh Quảng Ngãi thông qua các hoạt động đối ngoại; kênh đoàn ra, đoàn "
     "vào; phóng viên các hãng thông tấn, báo chí nước ngoài đến tác nghiệp tại tỉnh"), (SNGV,),
     ("Các sở, ban, ngành", "địa phương trong tỉnh"), ALL_YEAR),
    ("II.5.b", "Tổ chức, tham gia các hoạt động xúc tiến thương mại và đầu tư trong và ngoài nước", (SKHDT, SCT),
     ("Các sở, ngành", "đơn vị liên quan"), ALL_YEAR),
    ("II.5.c", "Tổ chức, tham gia các chương trình xúc tiến du lịch, giao lưu văn hóa, văn nghệ, thể thao", (SVHTTDL,),
     (SNGV, "các cơ quan, đơn vị liên quan"), "Năm 2024"),
    ("II.6", "Hợp tác truyền thông với các cơ quan báo chí trung ương", (STTTT,),
     ("Các sở, ban ngành", "UBND các huyện, thị xã, thành phố", "các cơ quan báo chí"), ALL_YEAR),
    ("II.7", "Truyền thông với các cơ quan báo chí của tỉnh", (BAO, DAI), (STTTT, SNGV, SKHDT, SVHTTDL), ALL_YEAR),
    ("II.10", "Truyền thông qua các xuất bản phẩm", (STTTT, SNGV, STP, SVHTTDL, SKHDT, SNN), RELATED, ALL_YEAR),
    ("II.11", ("Truyền thông qua hệ thống truyền thanh, bảng tin điện tử, màn hình Led; lồng ghép trong các loại hình văn "
     "hóa cơ sở và các hình thức phù hợp khác"), DISTRICTS, ("Các cơ quan, đơn vị liên quan",), ALL_YEAR),
    ("II.12", ("Tiếp tục triển khai thực hiện hiệu quả Chương trình phối hợp giữa Sở Thông tin và Truyền thông, Bộ Chỉ huy "
     "Bộ đội Biên phòng tỉnh trong công tác thông tin, truyền thông và thông tin đối ngoại tại khu vực biên giới biển, đảo "
     "giai đoạn 2021-2030"), (STTTT, BP), RELATED, ALL_YEAR),
)  # fmt: skip

ANSWERS: dict[tuple[str, str], tuple[Status, int | None, str, str]] = {
    ("II.1", VP): (Status.DONE, None, ("đã tổ chức họp báo quý III ngày 18/9/2024 với 35 cơ quan báo chí, 62 lượt phóng "
                   "viên tham dự"), ""),
    ("II.1", STTTT): (Status.DONE, None, "phối hợp Văn phòng UBND tỉnh tổ chức 01 cuộc họp báo; cung cấp 12 tài liệu", ""),
    ("II.2", STTTT): (Status.IN_PROGRESS, 60, ("Đã tổ chức 02 lớp tập huấn về công tác thông tin đối ngoại cho 350 lượt "
                      "người. Lớp thứ ba dự kiến trong tháng 10"), ""),
    ("II.4", CA): (Status.IN_PROGRESS, None, ("Rà soát, xử lý 14 trang mạng xã hội đăng tải thông tin sai sự thật;  phối hợp "
                   "đăng 08 bài viết phản bác"), ("Thiếu công cụ rà quét tự động. Đề nghị UBND tỉnh bố trí kinh phí mua phần "
                   "mềm giám sát")),
    ("II.5.a", SNGV): (Status.DONE, None, ("- đón 11 đoàn khách quốc tế với 96 lượt người\n- hướng dẫn 05 đoàn phóng viên "
                       "nước ngoài tác nghiệp"), ""),
    ("II.5.b", SCT): (Status.BLOCKED, None, "", ("chưa có kinh phí tham gia hội chợ ngoài nước do chưa được giao dự toán. "
                      "Kiến nghị Sở Tài chính sớm thẩm định, trình UBND tỉnh")),
    ("II.6", STTTT): (Status.IN_PROGRESS, 75, ("ký hợp đồng với 06 cơ quan báo chí trung ương; đã đăng 42 tin, bài và 03 "
                      "phóng sự truyền hình"), ""),
    ("II.7", BAO): (Status.DONE, None, "đăng 120 tin, bài; 09 video clip", ""),
    ("II.7", DAI): (Status.IN_PROGRESS, 80, "phát sóng 85 tin bài, 12 phóng sự và 03 tọa đàm", ""),
    ("II.10", STTTT): (Status.IN_PROGRESS, 50, "Xuất bản 02 số Bản tin Đối ngoại Quảng Ngãi (1.000 bản)", ""),
    ("II.10", SNGV): (Status.NOT_STARTED, None, "", ""),
    ("II.11", DISTRICTS[0]): (Status.DONE, None, "phát 240 lượt tin trên hệ thống truyền thanh 23 xã, phường", ""),
    ("II.11", DISTRICTS[2]): (Status.IN_PROGRESS, 70, "Đã phát 96 tin bài bằng tiếng Việt và tiếng Hrê", ("Hệ thống truyền "
                              "thanh 04 xã hư hỏng, chưa sửa được vì thiếu linh kiện")),
    ("II.12", BP): (Status.DONE, None, "Tuyên truyền tập trung 18 buổi cho 1.250 lượt ngư dân; cấp phát 2.000 tờ rơi", ""),
}  # fmt: skip

HEAD = PlanHead(
    title="KẾ HOẠCH " + PLAN, number="245/KH-UBND", issuer="Ủy ban nhân dân tỉnh Quảng Ngãi", province="Quảng Ngãi",
    year=2024, issued_on=date(2023, 12, 5), coordinator=STTTT,
    legal_basis=("Chỉ thị số 07/CT-TTg", "Công văn số 3089/BTTTT-TTĐN", "Kế hoạch số 124/KH-UBND"),
)  # fmt: skip
OFFICE = Office(
    parent="ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
    place="Quảng Ngãi",
    signer_name="Nguyễn Văn Minh",
    receivers=("UBND tỉnh (báo cáo)", "Các sở, ban, ngành tỉnh", "UBND các huyện, thị xã, thành phố"),
)
AS_OF = datetime(2024, 10, 3, 1, 30, tzinfo=UTC)
TODAY = date(2024, 10, 3)


@dataclass
class Book:
    """Hands out the same identity for the same name."""

    agencies: dict[str, AgencyId] = field(default_factory=dict)
    dues: int = 0

    def agency(self, name: str) -> AgencyId:
        return self.agencies.setdefault(name, AgencyId(len(self.agencies) + 1))

    def due(self) -> DueId:
        self.dues += 1
        return DueId(self.dues)


def said(number: int, status: Status, percent: int | None, results: str, difficulties: str) -> Said:
    """Say something on the `number`-th day of September; from the 31st on it is late."""
    at = datetime(2024, 8, 31, 2, 15, tzinfo=UTC) + timedelta(days=number)
    code = f"BC-{chr(65 + number // 26)}{chr(65 + number % 26)}{number:02d}"
    return Said(code, status, percent, results, difficulties, at, in_time=number <= 30)


def standings() -> tuple[Standing, ...]:
    """Lay out the third quarter: one due a lead agency of each task."""
    book, rows = Book(), []
    for index, (no, title, leads, cooperating, frame) in enumerate(TASKS, start=1):
        for name in leads:
            due = book.due()
            answer = ANSWERS.get((no, name))
            rows.append(
                Standing(
                    due=due,
                    plan=PlanId(1),
                    plan_title="Kế hoạch " + PLAN,
                    agency=book.agency(name),
                    agency_name=name,
                    role="lead",
                    task=TaskId(index),
                    no=no,
                    title=title,
                    timeframe_text=frame,
                    leads=leads,
                    cooperating=cooperating,
                    period="2024-Q3",
                    opens_on=date(2024, 7, 1),
                    last_day=date(2024, 9, 30),
                    named_day=None,
                    state=DueState.FULFILLED if answer else DueState.OPEN,
                    said=said(due + 8, *answer) if answer else None,
                )
            )
    return tuple(rows)
