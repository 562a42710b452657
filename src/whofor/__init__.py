"""whofor: whom to go after, with evidence one may believe."""
