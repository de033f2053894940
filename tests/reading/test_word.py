"""Word documents: the final text, with list numbers, merged cells, boxes."""

from __future__ import annotations

from types import ModuleType

from bot.reading.blocks import Block, Paragraph, Table
from bot.reading.documents import open_document
from bot.reading.limits import Limits
from bot.reading.plan import read_plan

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def blocks_of(documents: ModuleType, body: str) -> list[Block]:
    return open_document(documents.docx_of("", body), "plan.docx", Limits())


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def item(level: int, text: str, list_id: int = 1) -> str:
    place = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    return f"<w:p>{place}{run(text)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def test_numbers_of_lists(documents: ModuleType) -> None:
    body = (
        item(0, "MỤC ĐÍCH")
        + item(1, "Một")
        + item(1, "Hai")
        + item(2, "a")
        + item(3, "gạch")
        + item(0, "NHIỆM VỤ")
        + item(1, "Ba")
    )
    assert texts(blocks_of(documents, body)) == [
        "I. MỤC ĐÍCH",
        "1. Một",
        "2. Hai",
        "a) a",
        "- gạch",
        "II. NHIỆM VỤ",
        "1. Ba",
    ]


def test_final_text_of_tracked_changes(documents: ModuleType) -> None:
    body = (
        f"<w:p>{run('Trước ngày ')}<w:del><w:r><w:delText>30/6</w:delText></w:r></w:del><w:ins>{run('15/7')}</w:ins>"
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t> ẩn</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>{run('/2024')}</w:p>"
    )
    assert texts(blocks_of(documents, body)) == ["Trước ngày 15/7/2024"]


def test_a_text_box_is_read_once(documents: ModuleType) -> None:
    box = f"<w:txbxContent><w:p>{run('Trong khung')}</w:p></w:txbxContent>"
    alternate = (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{run('Ngoài khung')}<w:r>{alternate}</w:r></w:p>"
    assert texts(blocks_of(documents, body)) == ["Ngoài khung", "Trong khung"]


def test_merged_cells(documents: ModuleType) -> None:
    restart, go_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = (
        "<w:tr>"
        + cell("STT")
        + cell("Nhiệm vụ")
        + cell("Cơ quan thực hiện", wide)
        + cell("Thời gian", restart)
        + "</w:tr>"
        "<w:tr>" + cell("") + cell("") + cell("Chủ trì") + cell("Phối hợp") + cell("", go_on) + "</w:tr>"
        "<w:tr>" + cell("I. Tuyên truyền", '<w:gridSpan w:val="5"/>') + "</w:tr>"
        "<w:tr>"
        + cell("1")
        + cell("Họp báo")
        + cell("Sở Nội vụ", restart)
        + cell("Công an tỉnh")
        + cell("Quý I")
        + "</w:tr>"
        "<w:tr>"
        + cell("2")
        + cell("Tập huấn")
        + cell("", go_on)
        + cell("Sở Y tế; Sở Tư pháp")
        + cell("Quý II")
        + "</w:tr>"
    )
    document = documents.docx_of(
        "", f"<w:p>{run('KẾ HOẠCH')}</w:p><w:p>{run('Truyền thông năm 2024')}</w:p><w:tbl>{rows}</w:tbl>"
    )
    tasks = read_plan(document, "plan.docx").tasks
    assert [(task.no, task.title, task.lead, task.cooperating, task.timeframe.quarters) for task in tasks] == [
        ("I.1", "Họp báo", ("Sở Nội vụ",), ("Công an tỉnh",), (1,)),
        ("I.2", "Tập huấn", ("Sở Nội vụ",), ("Sở Y tế", "Sở Tư pháp"), (2,)),
    ]


def test_a_letterhead_in_a_table_is_text(documents: ModuleType) -> None:
    letterhead = (
        "<w:tbl><w:tr>" + cell("UBND TỈNH HÀ NAM") + cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + "</w:tr>"
        "<w:tr>" + cell("Số: 12/KH-UBND") + cell("Hà Nam, ngày 05 tháng 02 năm 2024") + "</w:tr></w:tbl>"
    )
    rest = "".join(f"<w:p>{run(text)}</w:p>" for text in ("KẾ HOẠCH", "Truyền thông chính sách tỉnh Hà Nam năm 2024"))
    head = read_plan(documents.docx_of("", letterhead + rest), "plan.docx").head
    assert (head.number, head.issuer, str(head.issued_on)) == (
        "12/KH-UBND",
        "Ủy ban nhân dân tỉnh Hà Nam",
        "2024-02-05",
    )


def test_a_table_over_pages_is_one(documents: ModuleType) -> None:
    rows = "<w:tr>" + "".join(map(cell, ("TT", "Nội dung", "Chủ trì", "Thời gian"))) + "</w:tr>"
    first = f"<w:tbl>{rows}<w:tr>{''.join(map(cell, ('1', 'Họp báo', 'Sở Nội vụ', 'Quý I')))}</w:tr></w:tbl><w:p/>"
    second = f"<w:tbl><w:tr>{''.join(map(cell, ('2', 'Tập huấn', 'Sở Y tế', 'Quý II')))}</w:tr></w:tbl>"
    blocks = blocks_of(documents, first + second)
    assert sum(isinstance(block, Table) for block in blocks) == 2
    draft = read_plan(documents.docx_of("", first + second), "plan.docx")
    assert [task.title for task in draft.tasks] == ["Họp báo", "Tập huấn"]


def test_a_legacy_font_is_converted(documents: ModuleType) -> None:
    font = '<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr>'
    body = f"<w:p><w:r>{font}<w:t>KÕ ho¹ch c«ng t¸c th«ng tin ®èi ngo¹i</w:t></w:r></w:p>"
    assert texts(blocks_of(documents, body)) == ["Kế hoạch công tác thông tin đối ngoại"]
