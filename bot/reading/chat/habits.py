"""How phones spell: short forms, words of other languages, and the words to which slips are mended."""

from __future__ import annotations

_SHORT = """
    không: k ko kg kh khg hk hok hông hổng hem kô kông khum hăm
    rồi: r rùi rui roài roy òi rồy ròi
    xong: xg xoq xonq
    chưa: ch cg chx chửa
    triển khai: tk
    được: dc đc đx dk đk đuợc
    đang: đg dg đag dag
    gì: j gỉ zì jì
    mình: mk mik mìh
    vâng: u vg vâg uh uk ừ uhm ukm um ừm
    làm: lm mần
    này: ni nì
    vậy: rứa v dzậy dậy zậy z
    sao: răng
    giờ: chừ
    hoàn thành: ht hthành hthanh hthàh
    báo cáo: bc bcáo
    bao giờ: bh bgio bjo
    bao nhiêu: bn
    như thế nào: ntn
    chủ nhật: cn
    hôm nay: hnay hn
    hôm qua: hqua hwa
    thời gian: tg
    kinh phí: kp
    giải phóng mặt bằng: gpmb
    người: ng
    nhiệm vụ: nv
    đơn vị: dv đv
    công văn: cv
    số liệu: sl
    hồ sơ: hs
    lãnh đạo: ld lđ
    trước: trc
    với: vs
    cũng: cx
    phần trăm: pt
    phóng viên: pv
    đại biểu: đb
    cán bộ: cb
    cộng tác viên: ctv
"""
SHORT_FORMS: dict[str, str] = {
    short: full
    for full, _, shorts in (line.strip().partition(": ") for line in _SHORT.split("\n"))
    for short in shorts.split()
}
"""Short forms of the phone, in lower case; an acronym in capitals is not one of them."""

SOUNDS_LIKE = {
    "hoàn": "hoàng",
    "thành": "thàn",
    "vướng": "vướn",
    "mắc": "mắt",
    "khăn": "khăng",
    "triển": "triểng",
    "nhắc": "nhắt",
    "được": "đượt",
    "tuần": "tuầng",
    "chậm": "trậm",
    "trễ": "chễ",
    "trình": "chình",
}
"""Words of status and day as an ear of the south or the north may spell them."""

_FOREIGN = """
    ii iii iv vii viii ix xii ok oke okay oki okie okê okela done finish task server web website link file clip pano mail email
    gmail zalo form test post online offline fanpage page group admin video internet wifi deadline report excel word
    pdf scan banner poster logo facebook youtube tiktok team bot stop thanks thank tks check noted yes update spam
    ioffice app data drive sorry fb fwd fw forward login help hello start icon slide demo plan sms content livestream
    trailer standee backdrop maket market
"""
FOREIGN = frozenset(_FOREIGN.split())
"""Words of other languages, and numerals, that are not slips."""

_KEYWORDS = """
    xong rồi chưa đang làm hoàn thành triển khai thực hiện tiến hành tổ chức được vướng khó khăn báo cáo nhắc tuần
    tháng ngày trước trình duyệt ban hành không đăng gửi dự kiến phần trăm kinh phí nhiệm tạm dừng hoãn nhầm trách sắp
    chậm thiếu lãnh chuẩn đã sẽ mới vẫn là có của mai thứ cuối đầu nhé ạ dạ vâng tiếp cảm
"""
KEYWORDS = tuple(_KEYWORDS.split())
"""Words that carry a status or a day, to which a slip is mended when it is one letter away from exactly one of them."""
