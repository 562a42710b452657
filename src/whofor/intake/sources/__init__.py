"""Where data comes from: files and folders."""
