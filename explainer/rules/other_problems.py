"""The table of other problems: all that neither an editorial rule nor a rule of the format reports.

Reading, anchoring, building and so on report these, and set their levels there. A row says what a
problem means and which levels it can have, for the documentation of the rules. A test compares the
levels with those in the code and in the cases.
"""

from collections.abc import Mapping

from explainer.model import Level

ERROR: tuple[Level, ...] = ("error",)
WARNING: tuple[Level, ...] = ("warning",)
# Problems of one name may have either level; the more frequent comes first.
ERROR_OR_WARNING = (*ERROR, *WARNING)
WARNING_OR_ERROR = (*WARNING, *ERROR)

OTHER_PROBLEMS: Mapping[str, tuple[tuple[Level, ...], str]] = {
    # reading
    "bad-id": (
        ERROR,
        "An id is not made of lower-case letters, digits and hyphens, or is too long.",
    ),
    "doubled-id": (ERROR, "Two entries of one kind have the same id."),
    "doubled-name": (ERROR, "Two files differ only in how their names write an accent."),
    "doubled-key": (ERROR, "A key is given twice."),
    "empty": (ERROR, "A value is empty."),
    "empty-article": (ERROR, "An article has no text."),
    "encoding": (ERROR, "A file is not saved as UTF-8."),
    "file-name": (ERROR, "A file name is not UTF-8, or contains invisible characters."),
    "foreign-key": (
        WARNING_OR_ERROR,
        "A key in the front matter means something to other programs, but nothing here.",
    ),
    "foreign-schema": (
        WARNING,
        "A comment or a file makes editors load another schema than that of the site.",
    ),
    "front-matter": (ERROR_OR_WARNING, "The head of an article or page cannot be read."),
    "line-end": (WARNING, "A line ends with a carriage return alone, unlike the others."),
    "lock-file": (ERROR, "The record of where quotes stand cannot be read."),
    "lost-text": (WARNING, "YAML reads text as a comment or an anchor."),
    "missing-article": (ERROR, "A file does not say which article it is about."),
    "missing-folder": (ERROR_OR_WARNING, "There is no folder docs/ or annotations/."),
    "missing-key": (ERROR, "A required key is missing."),
    "no-article": (ERROR, "There is no article."),
    "not-merged": (ERROR, "Two entries cannot be merged."),
    "not-changed": (ERROR, "A file could not be changed."),
    "outside-link": (
        ERROR,
        "A symbolic link leads out of the site's folder, to a hidden file or into build/.",
    ),
    "unknown-article": (ERROR, "A file names an article that does not exist."),
    "unknown-key": (ERROR_OR_WARNING, "A key is not part of the format."),
    "unknown-value": (ERROR, "A value is not one of those that the key takes."),
    "unread-file": (
        WARNING_OR_ERROR,
        "A file of annotations, or a document beside the articles, is not read.",
    ),
    "unreadable": (
        ERROR_OR_WARNING,
        "A file or folder cannot be read or written, or is neither a file nor a folder.",
    ),
    "wrong-type": (ERROR, "A value is not of the type needed: text, a list or a mapping."),
    "yaml": (ERROR, "A file is not valid YAML."),
    # settings
    "not-run": (WARNING, "Code or variables that mkdocs.yml names are used only by a build."),
    "settings": (ERROR_OR_WARNING, "A setting in mkdocs.yml is wrong, or would break pages."),
    "template": (
        ERROR_OR_WARNING,
        "A template of the site's own cannot be read, or would break pages.",
    ),
    # editorial rules
    "unknown-rule": (ERROR, "An entry allows an unknown rule."),
    "fixed-rule": (ERROR, "An entry allows a rule that cannot be silenced."),
    "unneeded-allowance": (WARNING, "An entry allows a rule that it does not break."),
    "too-many-unused": (
        ERROR,
        "Nothing names or links to more than 1,000 actors, terms and sources.",
    ),
    # sizes
    "too-many": (ERROR, "A list has more than 100 items, or a site more entries than it can show."),
    "too-large": (ERROR, "A text or a page would become larger than its limit."),
    # anchoring
    "anchor-ambiguous": (ERROR, "A quote matches several places."),
    "anchor-changed": (ERROR, "The words of a quote were changed in the article."),
    "anchor-moved": (ERROR, "The words of a quote are now in a different context."),
    "anchor-orphan": (ERROR, "The words of a quote are no longer in the article."),
    "crowded-words": (
        ERROR,
        "More quotes than can be shown: 30 at a word, one for every four words of an article, or "
        "so many in each other that naming them would take more than 1 MB.",
    ),
    "long-quote": (WARNING, "A quote covers more than its words suggest."),
    "joined-blocks": (
        WARNING,
        "A quote joins parts of two table rows or list items, or a heading and a paragraph.",
    ),
    "split-quote": (WARNING, "A comma splits a quote in two."),
    "cut-words": (ERROR, "A quote holds only a part of a number or word: “five” of “twenty-five”."),
    "reworded": (WARNING, "The words between the start and the end of a quote have changed."),
    "denied": (
        WARNING,
        "The sentence around a quote now contains a negation, a denial or a word such as “said”.",
    ),
    "exchanged": (WARNING, "The sentence around a quote has another name, number or time now."),
    "new-context": (WARNING, "The words of a quote now stand in an entirely different context."),
    "stale-surroundings": (WARNING, "The words given as the context of a quote are not around it."),
    "markdown-extension": (ERROR, "A Markdown extension failed."),
    # drafts and links
    "draft-link": (ERROR, "A link leads to a draft."),
    "draft-reference": (WARNING, "An entry names an entry of a draft."),
    "draft-entry": (WARNING, "An entry among a draft's annotations is on the site."),
    "draft-file": (WARNING, "An annotation links to a file that otherwise only drafts show."),
    "draft-original": (ERROR, "A claim restates one of a draft."),
    "restated-claim": (ERROR, "A claim that only restates another is named in place of that one."),
    "cleaned-html": (WARNING, "HTML, a picture, a heading or a box in an annotation is left out."),
    "footnote-in-annotation": (ERROR, "An annotation has a footnote."),
    "local-link": (
        ERROR_OR_WARNING,
        "A link in an annotation leads to no page or file of the site.",
    ),
    "empty-link": (ERROR_OR_WARNING, "A link has no address, or no words that readers could see."),
    "unknown-kind": (ERROR, "A link to an entry names an unknown kind."),
    "acting-formula": (
        ERROR,
        "A formula in an annotation could run a script, change the article's formulas, or draw"
        " over other parts of a page.",
    ),
    # articles and pages, as a reader will get them
    "broken-link": (ERROR_OR_WARNING, "A link or picture leads nowhere, or to the wrong place."),
    "control-character": (
        WARNING,
        "A text contains a control character, which is invisible or shown as �.",
    ),
    "footnote": (ERROR, "A footnote is missing, is not read as one, or replaces another."),
    "merge-mark": (ERROR, "A merge was not resolved."),
    "open-code": (ERROR, "A code block does not end where it should."),
    "other-host": (ERROR, "Pages would load something from another host."),
    "raw-html": (
        WARNING_OR_ERROR,
        "A `safe` site leaves out HTML, or contains a file that could run scripts.",
    ),
    "repeated-id": (WARNING, "An id occurs twice on a page."),
    "taken-id": (ERROR, "A heading, or HTML, has the id of an annotation."),
    "too-long": (
        ERROR,
        "A file is larger than 20 MB, or a value of an entry, or what opens over words of it, is"
        " longer than the limit.",
    ),
    "too-much-markup": (ERROR, "Markup repeats so often that reading it would take minutes."),
    "too-deep": (ERROR, "Lists, quotes, boxes or HTML are nested too deeply."),
    "unread-list": (WARNING, "A list is printed as part of a paragraph."),
    "unread-markup": (ERROR_OR_WARNING, "Markup is shown to readers as typed."),
    "unused-footnote": (WARNING, "No mark in the text leads to a footnote."),
    # building
    "download": (WARNING, "The download leaves something out."),
    "internal": (ERROR, "The program failed."),
    "mkdocs": (ERROR_OR_WARNING, "MkDocs reports a problem."),
    "publish": (ERROR, "The site cannot be put in place."),
    "shard": (ERROR, "A part of the site cannot be made alone."),
    "stage": (ERROR_OR_WARNING, "A page or file cannot be put beside the generated ones."),
    "serve": (ERROR, "The preview cannot be served."),
}
