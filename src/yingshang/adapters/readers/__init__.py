"""Documents to text: what a person uploads, as plain text with honest refusals.

txt in any Chinese encoding, html with its main block. Libraries: charset-normalizer (last
resort), selectolax.
"""

from ._document import LIMIT_BYTES, Document, Unreadable
from ._read import read_document

__all__ = ["LIMIT_BYTES", "Document", "Unreadable", "read_document"]
