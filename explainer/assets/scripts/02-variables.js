/* An element is also a variable with its id as name. By these, scripts such as KaTeX's find out how they are to be loaded, or what
   is loaded already: an entry with such an id would keep them from working. */
for (const name of ["define", "exports", "katex", "module", "require"]) if (!Object.hasOwn(self, name)) self[name] = undefined;
