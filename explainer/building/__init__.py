"""Write the staged tree, render it with MkDocs, verify the result, and put it in place."""
