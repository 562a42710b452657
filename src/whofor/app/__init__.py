"""Use cases: one file and one function per user intent; the only place where the steps meet IO."""
