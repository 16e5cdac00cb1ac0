"""Where records go, and where they come back from.

``jsonl.JsonlSink`` and ``sql.SqlStore`` keep records, ``stored`` holds the values that a store
answers with, ``table`` and ``csvtext`` show them to people. Nothing is imported here, so that a
command which needs one of them does not pay for the others.
"""
