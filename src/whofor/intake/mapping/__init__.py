"""The mapping language: presets, recognition, and the plan that a mapping becomes."""
