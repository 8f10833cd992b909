"""The newest reports of each language, with Polars:  python examples/newest_by_language.py [CURATED]"""

import sys

import polars as pl

curated = sys.argv[1] if len(sys.argv) > 1 else "curated"
newest = (
    pl.scan_parquet(f"{curated}/documents")
    .filter(pl.col("content_confidence") >= 0.5, pl.col("published_at").is_not_null())
    .sort("published_at", descending=True)
    .group_by("language", maintain_order=True)
    .head(2)
    .select("language", "published_at", "title", "source")
    .sort("language", "published_at", descending=[False, True])
    .collect()
)
with pl.Config(tbl_rows=-1, fmt_str_lengths=60, tbl_width_chars=140):
    print(newest)
