"""The canonical tables, their columns, and the deal rows assembled from them."""
