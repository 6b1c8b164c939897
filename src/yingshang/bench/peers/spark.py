"""Runs statements (JSON, on standard input) with Spark in local mode over laid-out Parquet."""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal
from typing import Any


def main(folder: str) -> None:
    from pyspark.sql import SparkSession  # type: ignore[import-not-found, unused-ignore]

    made = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    made = made.config("spark.driver.memory", "4g")
    made = made.config("spark.sql.shuffle.partitions", "2")
    spark = made.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    for view in ("cases_in", "steps_in"):
        spark.read.parquet(f"{folder}/{view}").createOrReplaceTempView(view)
    begun = time.perf_counter()
    rows = [[list(row) for row in spark.sql(sql).collect()] for sql in json.load(sys.stdin)]
    took = round(time.perf_counter() - begun, 1)
    print(json.dumps({"rows": rows, "s": took}, default=_plain))


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


if __name__ == "__main__":
    main(sys.argv[1])
