"""Engines behind the ports of `intake.importing` and `schema.scan`."""
