"""RAW and CURATED in an object store: what is read from there, and what is published there (docs/object-stores.md)."""
