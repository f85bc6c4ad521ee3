"""Charts drawn by us as SVG, wide and narrow."""
