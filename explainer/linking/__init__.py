"""The links of a site: names found in texts, links written by hand, and what leads to drafts."""
