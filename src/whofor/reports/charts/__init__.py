"""Charts of the page, each in two widths: small ones written by hand, maps and curves drawn by Vega-Lite."""
