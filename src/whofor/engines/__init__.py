"""Where rows live: the protocol and its engines."""
