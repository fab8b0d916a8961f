"""HTML for property tests: a soup of tags and words, well-formed or not."""

from hypothesis import strategies as st

_TAGS = "p em a h2 pre code ul li div sup svg button td table blockquote math".split()
_WORDS = st.text(alphabet="ab é\u0301\u00a0 \n\t«”-—ש日&<>'\"\u200d$\x0b\x0c\x01", max_size=8)
_OPEN = st.sampled_from(
    [f"<{tag}>" for tag in _TAGS]
    + [
        '<a class="footnote-ref">',
        '<span class="arithmatex">',
        "<p hidden>",
        "<br>",
        "<!--x-->",
        "&#11;",
        "&#2;",
    ]
)
_CLOSE = st.sampled_from([f"</{tag}>" for tag in _TAGS] + ["</body>", "</html>"])
_WHOLE = st.recursive(
    _WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(_TAGS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)
html = st.one_of(
    st.lists(_WHOLE, max_size=6).map("".join),
    st.lists(st.one_of(_OPEN, _CLOSE, _WORDS), max_size=16).map("".join),
    st.text(max_size=30),
)
