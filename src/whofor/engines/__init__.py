"""Where rows live: engines behind the ports of `intake.importing` and `schema.scan`."""
