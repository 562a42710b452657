"""What a client is worth: value for us and value for the client, as one documented index."""
