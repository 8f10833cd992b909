"""Prefect flows: one file a flow. Importing this package tells Prefect how newsmill wants it, see environment.py."""

from flows.environment import prepare

prepare()
