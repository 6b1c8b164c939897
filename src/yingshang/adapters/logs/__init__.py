"""Event logs: those of other systems read as a stream, ours written; XES, CSV and OCEL 2.0."""

from yingshang.adapters.logs._csv import columns_of, guess_columns, read_csv
from yingshang.adapters.logs._read import LogError, LogFile
from yingshang.adapters.logs._write import OutEvent, write_ocel, write_xes
from yingshang.adapters.logs._xes import read_xes

__all__ = [
    "LogError",
    "LogFile",
    "OutEvent",
    "columns_of",
    "guess_columns",
    "read_csv",
    "read_xes",
    "write_ocel",
    "write_xes",
]
