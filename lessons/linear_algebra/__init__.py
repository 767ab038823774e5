"""Rung 1: linear algebra."""
