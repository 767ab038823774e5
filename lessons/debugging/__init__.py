"""Programs to debug: each a TOML file with faults, a module with data and probes, and the measured outcomes."""
