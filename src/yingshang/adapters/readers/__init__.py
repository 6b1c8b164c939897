"""Documents to text: what a person uploads or pastes, as plain text with honest refusals.

txt in any Chinese encoding, html and mht with their main block, docx as it is printed, pdf with
its lines and ruled tables (read in a process of its own, under limits). Libraries:
charset-normalizer (last resort), selectolax, lxml, pypdfium2.
"""

from ._document import LIMIT_BYTES, Document, Unreadable
from ._read import read_document, read_pasted

__all__ = ["LIMIT_BYTES", "Document", "Unreadable", "read_document", "read_pasted"]
