"""What becomes of a profile: whether it still holds, what changed from one version to the next, and why."""
