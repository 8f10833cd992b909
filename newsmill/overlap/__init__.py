"""Texts that are one report, and texts that share passages: what comes and goes, beside what is remembered."""

from newsmill.overlap.grouping import ASSIGNMENTS, Grouping, Update, group, update
from newsmill.overlap.sketch import SKETCHES, sketch

__all__ = ["ASSIGNMENTS", "SKETCHES", "Grouping", "Update", "group", "sketch", "update"]
