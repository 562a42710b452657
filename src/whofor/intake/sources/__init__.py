"""Sources of data: files and folders."""
