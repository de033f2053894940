"""The letters of printed Vietnamese as character classes: a range such as À-Ỹ would mix capitals and small letters."""

from __future__ import annotations

_VOWELS = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"

# To stand inside the brackets of a pattern on NFC text.
UPPER = "A-ZĐ" + _VOWELS
LOWER = "a-zđ" + _VOWELS.lower()
