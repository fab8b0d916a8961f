"""Files and folders as editors leave them: listed, read, and replaced as a whole."""
