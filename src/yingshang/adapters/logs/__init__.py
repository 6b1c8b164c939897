"""Event logs of other systems: XES (IEEE 1849) and CSV, plain or gzipped, read as a stream."""

from yingshang.adapters.logs._csv import columns_of, guess_columns, read_csv
from yingshang.adapters.logs._read import LogError, LogFile
from yingshang.adapters.logs._xes import read_xes

__all__ = ["LogError", "LogFile", "columns_of", "guess_columns", "read_csv", "read_xes"]
