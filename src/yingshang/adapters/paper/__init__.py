"""Paper: Word documents laid out as official papers are (GB/T 9704-2012); signed PDF vouchers."""

from yingshang.adapters.paper._blocks import (
    Annex,
    Attachments,
    Block,
    Chart,
    Colophon,
    Facts,
    Grid,
    Head,
    Heading,
    Line,
    Note,
    Paragraph,
    Signature,
    Title,
)
from yingshang.adapters.paper._chart import chart_png
from yingshang.adapters.paper._licence import LicencePaper, licence_pdf
from yingshang.adapters.paper._portable import portable
from yingshang.adapters.paper._signature import SignatureCheck, check_pdf, keys_in, sign_pdf
from yingshang.adapters.paper._voucher import Voucher, voucher_pdf
from yingshang.adapters.paper._word import Sheet, render

__all__ = [
    "Annex",
    "Attachments",
    "Block",
    "Chart",
    "Colophon",
    "Facts",
    "Grid",
    "Head",
    "Heading",
    "LicencePaper",
    "Line",
    "Note",
    "Paragraph",
    "Sheet",
    "Signature",
    "SignatureCheck",
    "Title",
    "Voucher",
    "chart_png",
    "check_pdf",
    "keys_in",
    "licence_pdf",
    "portable",
    "render",
    "sign_pdf",
    "voucher_pdf",
]
