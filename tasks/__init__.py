"""Prefect tasks: one file a stage, each a thin shell over a function of newsmill.pipeline.

Tasks pass paths and counts, never documents: a task run costs Prefect about 0.1 s, and what it returns is pickled.
Results are not persisted, because what was done is recorded in CURATED itself; two records could disagree.
"""
