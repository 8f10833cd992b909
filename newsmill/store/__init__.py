"""The curated store: immutable Parquet in whole releases, published by moving one link."""
