"""Words by which agencies are known: heads of names, fields of the departments, words for groups, abbreviations, provinces.

Folded (lower case, no diacritics) unless said otherwise.
"""

from __future__ import annotations

import re

# What a name of one agency begins with. Longer ones first where one begins another.
HEADS = (
    "so", "ban", "bo", "van phong", "ubnd", "uy ban", "hdnd", "hoi dong", "thuong truc", "cong an", "bao", "dai",
    "hoi", "lien hiep", "lien doan", "lien minh", "trung tam", "truong", "vien", "cuc", "chi cuc", "tong cuc",
    "tinh doan", "thanh doan", "tinh uy", "thanh uy", "huyen uy", "doan", "mat tran", "ubmttq", "mttq", "ub mttq",
    "thanh tra", "toa an", "kho bac", "cong thong tin", "cong tttt", "cong ttdt", "tap chi", "phong", "cong ty",
    "tap doan", "tong cong ty", "ngan hang", "bao hiem", "hai quan", "bch", "bo chi huy", "bo doi", "bo tu lenh",
    "lien hiep hoi", "quy", "benh vien", "thong tan xa", "dai hoc", "hoc vien", "nha xuat ban", "bao tang",
    "thu vien", "thuong vu", "vks", "vksnd", "tand", "vnpt", "viettel", "mobifone", "buu dien", "chi nhanh", "nhnn",
    "bhxh", "ctxh", "cqtt", "dia phuong", "don vi", "doan the", "co quan", "to chuc", "cap uy", "chinh quyen",
    "doanh nghiep", "hiep hoi", "cau lac bo", "vp", "vpub", "bdbp", "svhttdl", "stttt", "dien luc", "thue",
    "chu dau tu", "to cong tac", "ban chi dao", "bcd", "vuon quoc gia", "khu bao ton", "hat kiem lam", "cang vu", "nha hat",
    "hop tac xa",
)  # fmt: skip

# Fields of the provincial departments; with "Sở" in front each is one agency. Diacritics as usually printed.
FIELDS = (
    "Thông tin và Truyền thông", "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao", "Văn hóa, Thể thao", "Du lịch",
    "Kế hoạch và Đầu tư", "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Môi trường", "Tài nguyên và Môi trường",
    "Giáo dục và Đào tạo", "Khoa học và Công nghệ", "Lao động - Thương binh và Xã hội", "Lao động, Thương binh và Xã hội",
    "Giao thông vận tải", "Giao thông vận tải - Xây dựng", "Quy hoạch - Kiến trúc", "Quy hoạch và Kiến trúc", "Công Thương",
    "An toàn thực phẩm", "Dân tộc và Tôn giáo", "Ngoại vụ", "Nội vụ", "Tư pháp", "Tài chính", "Y tế", "Xây dựng",
)  # fmt: skip

# Abbreviation (folded, without &, - and spaces) -> field or name.
SHORT = {
    "tttt": "Thông tin và Truyền thông",
    "vhttdl": "Văn hóa, Thể thao và Du lịch",
    "vhtt": "Văn hóa và Thể thao",
    "vhttvadl": "Văn hóa, Thể thao và Du lịch",
    "khdt": "Kế hoạch và Đầu tư",
    "nnptnt": "Nông nghiệp và Phát triển nông thôn",
    "nnvaptnt": "Nông nghiệp và Phát triển nông thôn",
    "nnmt": "Nông nghiệp và Môi trường",
    "tnmt": "Tài nguyên và Môi trường",
    "gddt": "Giáo dục và Đào tạo",
    "khcn": "Khoa học và Công nghệ",
    "ldtbxh": "Lao động - Thương binh và Xã hội",
    "gtvt": "Giao thông vận tải",
    "ptth": "Phát thanh và Truyền hình",
    "ct": "Công Thương",
    "nv": "Nội vụ",
    "tp": "Tư pháp",
    "tc": "Tài chính",
    "xd": "Xây dựng",
    "dl": "Du lịch",
    "yt": "Y tế",
}

# Written out wherever they stand, in printed text, case kept by the full form.
WORDS = (
    (r"\bUBMTTQ(?:VN| Việt Nam)?\b", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    (r"\bUB\s?MTTQ(?:VN| Việt Nam)?\b", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    (r"\bMTTQ(?:VN| Việt Nam)?\b", "Mặt trận Tổ quốc Việt Nam"),
    (r"\bVP\s?UBND\b", "Văn phòng Ủy ban nhân dân"),
    (r"\bUBND\b", "Ủy ban nhân dân"),
    (r"\b[ỦU][ỷỶyY] ban\b|\b[ỦUuủ][ỷyỶY] [Bb]an\b", "Ủy ban"),
    (r"\bỦy ban [Nn]hân dân\b", "Ủy ban nhân dân"),
    (r"\bTP\.?\s*(?=[A-ZĐ])", "thành phố "),
    (r"\bCHQS\b", "Chỉ huy Quân sự"),
    (r"\bHĐND\b", "Hội đồng nhân dân"),
    (r"\bBCH(?=\s+(?:[Bb]ộ|[Qq]uân|BĐBP|[Bb]iên))", "Bộ Chỉ huy"),
    (r"\bBĐBP\b|\bBDBP\b", "Bộ đội Biên phòng"),
    (r"\bBộ [Cc]hỉ huy [Bb]ộ [ĐđDd]ội [Bb]iên [Pp]hòng\b", "Bộ Chỉ huy Bộ đội Biên phòng"),
    (r"\bBCĐ\b", "Ban Chỉ đạo"),
    (r"\bBan [Cc]hỉ đạo\b", "Ban Chỉ đạo"),
    (r"\bBTG\b", "Ban Tuyên giáo"),
    (r"\bĐBQH\b", "đại biểu Quốc hội"),
    (r"\bTTĐN\b", "thông tin đối ngoại"),
    (r"\bTTĐT\b", "thông tin điện tử"),
    (r"\bVH[\s,.]*TT\s*(?:&|và|-)?\s*DL\b", "Văn hóa, Thể thao và Du lịch"),
    (r"\bTT\s*(?:&|và)?\s*TT\b", "Thông tin và Truyền thông"),
    (r"\bPT\s*(?:&|và|-)?\s*TH\b", "Phát thanh và Truyền hình"),
    (r"\bKH\s*(?:&|và|-)?\s*ĐT\b", "Kế hoạch và Đầu tư"),
    (r"\bKH\s*(?:&|và|-)?\s*CN\b", "Khoa học và Công nghệ"),
    (r"\bGD\s*(?:&|và|-)?\s*ĐT\b", "Giáo dục và Đào tạo"),
    (r"\bTN\s*(?:&|và|-)?\s*MT\b", "Tài nguyên và Môi trường"),
    (r"\bNN\s*(?:&|và|-)?\s*MT\b", "Nông nghiệp và Môi trường"),
    (r"\bNN\s*(?:&|và|-)?\s*PTNT\b", "Nông nghiệp và Phát triển nông thôn"),
    (r"\bLĐ\s*-?\s*TB\s*(?:&|và|-)?\s*XH\b", "Lao động - Thương binh và Xã hội"),
    (r"\bGTVT\b", "Giao thông vận tải"),
)  # fmt: skip

PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Định", "Bình Dương",
    "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai",
    "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình",
    "Hồ Chí Minh", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An",
    "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi",
    "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế",
    "Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
CITIES = ("Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh", "Huế")

# Names that hold "và" or a comma before what else would begin a new name. On printed text, any case.
WHOLE = re.compile(
    r"đoàn (?:đại biểu quốc hội|đbqh)(?: tỉnh)?,? (?:và )?(?:hội đồng nhân dân|hđnd)"
    r"|hội đồng nhân dân và (?:ủy|uỷ) ban nhân dân|hđnd(?: và|,) ubnd"
    r"|ban tổ chức,? nội chính|bưu chính,? viễn thông|trung ương và (?:của )?địa phương|địa phương và trung ương"
    r"|trung tâm văn h[oó][aá],? (?:thể thao,? )?thông tin và (?:thể thao|truyền thông)"
    r"|báo và (?:đài )?phát thanh, truyền hình"
    r"|các cơ quan báo chí(?:,| và) (?:truyền thông|đài phát thanh|nhà xuất bản)",
    re.IGNORECASE,
)
