"""The seam to the renderer: what is marked in a page, the comment that carries it, and the HTML with it."""
