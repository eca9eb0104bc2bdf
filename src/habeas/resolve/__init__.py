"""Sources and lineage; names -> persons; lists -> links."""
