"""Problems that are no rules of their own: what reading, anchoring, building and verifying may find, each in a line."""

from collections.abc import Mapping

from explainer.rules.rule_types import RuleLevel

OTHERS: Mapping[str, tuple[RuleLevel, str]] = {
    # reading
    "bad-id": (
        "error",
        "An id is not made of lower-case letters, digits and hyphens, or is too long.",
    ),
    "doubled-id": ("error", "Two entries of one kind have the same id."),
    "doubled-name": ("error", "Two files differ only in how their names write an accent."),
    "doubled-key": ("error", "A key is given twice."),
    "empty": ("error", "A value is empty."),
    "empty-article": ("error", "An article has no text."),
    "encoding": ("error", "A file is not saved as UTF-8."),
    "file-name": ("error", "A file name is not UTF-8, or contains invisible characters."),
    "foreign-key": (
        "warning",
        "A key of the front matter means something to other programs, but nothing here.",
    ),
    "front-matter": ("error", "The head of an article or page cannot be read."),
    "lock-file": ("error", "The record of where quotes are cannot be read."),
    "lost-text": ("warning", "YAML takes text for a comment or an anchor."),
    "missing-article": ("error", "A file does not say which article it is about."),
    "missing-folder": ("error", "There is no folder docs/ or annotations/."),
    "missing-key": ("error", "A required key is missing."),
    "no-article": ("error", "There is no article."),
    "not-merged": ("error", "Two entries cannot be merged."),
    "not-changed": ("error", "A file could not be changed."),
    "outside-link": (
        "error",
        "A symbolic link leads out of the site's folder, to a hidden file or into build/.",
    ),
    "unknown-article": ("error", "A file names an article that does not exist."),
    "unknown-key": ("error", "A key is not part of the format."),
    "unknown-value": ("error", "A value is not one of those that the key takes."),
    "unread-file": (
        "warning",
        "A file of annotations, or a document beside the articles, is not read.",
    ),
    "unreadable": (
        "error",
        "A file or folder cannot be read or written, or is neither of the two.",
    ),
    "wrong-type": (
        "error",
        "A value is text, a list or a mapping where another of these is needed.",
    ),
    "yaml": ("error", "A file is not valid YAML."),
    # settings
    "not-run": ("warning", "mkdocs.yml names code or variables that only a build uses."),
    "settings": ("error", "A setting in mkdocs.yml is wrong, or would break pages."),
    "template": ("error", "A template of the site's own cannot be read, or would break pages."),
    # editorial rules
    "unknown-rule": ("error", "An entry allows an unknown rule."),
    "fixed-rule": ("error", "An entry allows what cannot be silenced."),
    "unneeded-allowance": ("warning", "An entry allows a rule that it does not break."),
    # anchoring
    "anchor-ambiguous": ("error", "A quote could stand in several places."),
    "anchor-changed": ("error", "The words of a quote were changed in the article."),
    "anchor-moved": ("error", "The words of a quote are in a different context from before."),
    "anchor-orphan": ("error", "The words of a quote are no longer in the article."),
    "long-quote": ("warning", "A quote takes in more than it seems to."),
    "split-quote": ("warning", "A comma splits a quote in two."),
    "denied": ("warning", "The sentence around a quote now has a negation or a denial."),
    "stale-surroundings": (
        "warning",
        "The words typed as the context of a quote are not around it.",
    ),
    "markdown-extension": ("error", "A Markdown extension failed."),
    # drafts and links
    "draft-link": ("error", "A link leads to a draft."),
    "draft-reference": ("warning", "An entry names an entry of a draft."),
    "cleaned-html": (
        "warning",
        "HTML, a picture, a heading or a box in an annotation is left out.",
    ),
    "footnote-in-annotation": ("error", "An annotation has a footnote."),
    "local-link": ("error", "A link in an annotation leads to no page or file of the site."),
    "empty-link": ("warning", "A link has no address."),
    "unknown-kind": ("error", "A link to an entry names an unknown kind."),
    # articles and pages, as a reader will get them
    "broken-link": ("error", "A link or picture leads nowhere, or to the wrong place."),
    "control-character": ("warning", "A control character, which is invisible or shown as �."),
    "footnote": ("error", "A footnote is missing, is not read as one, or replaces another."),
    "merge-mark": ("error", "A merge was not resolved."),
    "open-code": ("error", "A code block does not end where it should."),
    "other-host": ("error", "Pages would load something from another host."),
    "raw-html": (
        "warning",
        "A `safe` site leaves out HTML, or contains a file that could run scripts.",
    ),
    "repeated-id": ("warning", "An id occurs twice on a page."),
    "taken-id": ("error", "A heading, or HTML, has the id of an annotation."),
    "too-long": (
        "error",
        "A file is larger than 20 MB, or a value of an entry longer than any needs to be.",
    ),
    "too-much-markup": ("error", "So much markup repeats that reading it would take minutes."),
    "too-deep": ("error", "Lists, quotes, boxes or HTML are nested too deeply."),
    "unread-list": ("warning", "A list is printed as part of a paragraph."),
    "unread-markup": ("error", "Readers would see markup as typed."),
    "unused-footnote": ("warning", "No mark in the text leads to a footnote."),
    # building
    "download": ("warning", "The download leaves something out."),
    "internal": ("error", "The program failed."),
    "mkdocs": ("error", "MkDocs complains."),
    "publish": ("error", "The site cannot be put in place."),
    "stage": ("error", "A page or file cannot be put beside the generated ones."),
    "serve": ("error", "The preview cannot be served."),
}
