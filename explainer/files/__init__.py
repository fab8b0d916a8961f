"""Files and folders as editors leave them: listed, read, and written as a whole."""
