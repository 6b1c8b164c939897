"""Facts in columns: one in-process DuckDB over Parquet, no extension and no download."""

from yingshang.adapters.lake._lake import Lake, Report, sealed_path

__all__ = ["Lake", "Report", "sealed_path"]
