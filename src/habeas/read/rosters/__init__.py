"""Lists of persons (CSV, XLSX) -> rosters."""
