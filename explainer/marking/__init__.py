"""The seam to the renderer: the marks of a page, the comment that carries them, the marked HTML."""
