"""The Ideal Customer Profile as a thing: assembled from a run, compared with the one before, watched."""
