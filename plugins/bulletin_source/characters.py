"""Characters that belong in no text: controls, and those that can't be seen."""

from __future__ import annotations

import re
from typing import Final

# XML 1.0 has none of these but C1; line and paragraph separators end lines for some programs and not for others.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# Zero-width spaces and joiners, soft hyphens, and marks that turn the direction of text around.
INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\uffa0]"
)
