"""Programs to repair: each a TOML file with texts and repairs, and a module with the hidden cases."""
