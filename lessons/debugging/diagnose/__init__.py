"""Symptoms to diagnose: each a TOML file with texts, and a module that runs what it shows."""
