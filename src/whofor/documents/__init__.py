"""Results and reports as JSON documents and back, with a format number and readers of former formats."""
