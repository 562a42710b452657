"""Engines that read canonical tables at scale, one file each, behind the port `schema.scan`."""
