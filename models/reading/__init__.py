"""Questions to the store: every function returns frozen rows, never records.

Lists (ids in order, rows for ids), histories, queues and search live here; nothing here writes. A new
question is one function that opens its own reading session and closes it.
"""
