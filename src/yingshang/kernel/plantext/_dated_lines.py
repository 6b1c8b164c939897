"""A day alone on its line, in figures or in words."""

import re

__all__ = ["DAY", "HANZI_DAY"]

DAY = re.compile(r"^\(?((?:19|20)\d\d)[年月](\d{1,2})月(\d{1,2})日\)?$")
HANZI_DAY = re.compile(
    r"^\(?([二一][〇零0-9一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日\)?$"
)
