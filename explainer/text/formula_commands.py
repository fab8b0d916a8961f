r"""Commands and environments for formulas in annotations, all of which only draw in their place.

Taken from what KaTeX (https://katex.org/docs/supported) and MathJax
(https://docs.mathjax.org/en/latest/input/tex/macros/index.html) document. Left out is whatever

- makes links, attributes, styles or pictures, or loads what does: `\href`, `\class`, `\require`;
- changes other formulas of the page: definitions, options, labels, numbers;
- draws elsewhere than in its own place, or takes less room than it draws: `\raise`, `\smash`,
  `\rlap`, `\kern`;
- draws of any size by a number: `\rule`, `\genfrac`, `\imat`;
- looks like a heading or a verdict of the page: larger letters, boxes;
- has a ground of its own that hides what is behind it: `\colorbox`;
- hides what it is given, which search engines would still read: `\phantom`, `\color`;
- reads what follows in its own way, so that a command could be hidden in it: `\verb`;
- copies what it is given, so that a few of them in each other make millions: `\pmb`, `\sideset`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GREEK = _names("""
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma
    tau upsilon phi chi psi omega varepsilon vartheta varkappa varpi varrho varsigma varphi digamma
    thetasym varcoppa Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi
    Omicron Pi Rho Sigma Tau Upsilon Phi Chi Psi Omega varGamma varDelta varTheta varLambda varXi
    varPi varSigma varUpsilon varPhi varPsi varOmega upalpha upbeta upgamma updelta upepsilon upzeta
    upeta uptheta upiota upkappa uplambda upmu upnu upxi upomicron uppi uprho upsigma uptau
    upupsilon upphi upchi uppsi upomega upvarepsilon upvartheta upvarpi upvarrho upvarsigma upvarphi
    Upgamma Updelta Uptheta Uplambda Upxi Uppi Upsigma Upupsilon Upphi Uppsi Upomega
""")
_LETTERS_AND_SIGNS = _names("""
    aleph alef alefsym beth gimel daleth ell eth hbar hslash imath jmath wp weierp Re Im real Reals
    reals image Bbbk Complex cnums natnums N R Z Finv Game mho partial nabla infty infin emptyset
    empty varnothing O forall exists exist nexists prime backprime angle measuredangle
    sphericalangle surd top bot flat natural sharp clubsuit diamondsuit heartsuit spadesuit clubs
    diamonds hearts spades checkmark maltese complement diagup diagdown square Box blacksquare
    triangle triangledown vartriangle blacktriangle blacktriangledown blacktriangleleft
    blacktriangleright lozenge blacklozenge Diamond diamond bigstar star circledR circledS dag
    dagger ddag ddagger degree celsius micro ohm perthousand copyright pounds yen mathsterling S
    sect P AA aa AE ae OE oe o ss i j bull bullet cdotp ldotp colon minuso KaTeX LaTeX TeX space
    nobreakspace backslash textbackslash textasciicircum textasciitilde textbar textbardbl
    textbraceleft textbraceright textbullet textcent textcelsius textcopyright textcurrency
    textdagger textdaggerdbl textdegree textdollar textellipsis textemdash textendash texteuro
    textexclamdown textgreater textless textlnot textminus textmu textnumero textohm textonehalf
    textonequarter textonesuperior textordfeminine textordmasculine textparagraph textperiodcentered
    textpertenthousand textperthousand textpm textquestiondown textquotedblleft textquotedblright
    textquoteleft textquoteright textregistered textsection textsterling textthreequarters
    textthreesuperior texttildelow texttimes texttrademark texttwosuperior textunderscore
    textvisiblespace textyen
""")
_OPERATORS = _names("""
    amalg And ast barwedge bigcirc bmod boxdot boxminus boxplus boxtimes Cap cap cdot centerdot circ
    circledast circledcirc circleddash Cup cup curlyvee curlywedge div divideontimes dotplus
    doublebarwedge doublecap doublecup gtrdot intercal land leftthreetimes lessdot lor lnot neg
    ltimes mp odot ominus oplus oslash otimes plusmn pm rhd lhd rightthreetimes rtimes setminus sdot
    smallsetminus sqcap sqcup times bigtriangledown bigtriangleup triangleleft triangleright unlhd
    unrhd uplus vee veebar wedge wr mod pmod pod sum prod coprod int iint iiint iiiint idotsint oint
    oiint oiiint intop ointop smallint bigcap bigcup bigodot bigoplus bigotimes bigsqcup bigtimes
    biguplus bigvee bigwedge limits nolimits acos arccos arccot arccsc arcctg arcsec arcsin arctan
    arctg arg argmax argmin asin atan ch cos cosec cosh cot cotg coth csc csch ctg cth deg det dim
    exp gcd hom inf injlim ker lg lim liminf limsup ln log max min order plim Pr projlim sec sech sh
    sin sinh sup tan tanh tg th varinjlim varliminf varlimsup varprojlim operatorname
    operatornamewithlimits dots cdots ddots iddots ldots vdots dotsb dotsc dotsi dotsm dotso dotsx
    mathellipsis
""")
_RELATIONS = _names("""
    approx approxeq approxcolon approxcoloncolon Approxcolon asymp backepsilon backsim backsimeq
    because between bowtie bumpeq Bumpeq circeq colonapprox Colonapprox coloncolon coloncolonapprox
    coloncolonequals coloncolonminus coloncolonsim colondash Colondash coloneq Coloneq coloneqq
    Coloneqq colonequals colonminus colonsim Colonsim cong curlyeqprec curlyeqsucc dashcolon
    Dashcolon dashv dblcolon doteq Doteq doteqdot eqcirc eqcolon Eqcolon eqqcolon Eqqcolon eqsim
    eqslantgtr eqslantless equalscolon equalscoloncolon equiv fallingdotseq frown ge geq geqq
    geqslant gg ggg gggtr gt gtrapprox gtreqless gtreqqless gtrless gtrsim in isin Join le leq leqq
    leqslant lessapprox lesseqgtr lesseqqgtr lessgtr lesssim ll lll llless lt mid minuscolon
    minuscoloncolon models multimap ni ordinarycolon origof imageof owns parallel perp pitchfork
    prec precapprox preccurlyeq preceq precsim propto ratio risingdotseq shortmid shortparallel sim
    simcolon Simcolon simcoloncolon simeq smallfrown smallsmile smile sqsubset sqsubseteq sqsupset
    sqsupseteq sub sube subset Subset subseteq subseteqq succ succapprox succcurlyeq succeq succsim
    supe supset Supset supseteq supseteqq therefore thickapprox thicksim trianglelefteq triangleq
    trianglerighteq varpropto vartriangleleft vartriangleright vcentcolon vcentercolon vdash vDash
    Vdash Vvdash gnapprox gneq gneqq gnsim gvertneqq lnapprox lneq lneqq lnsim lvertneqq ncong ne
    neq ngeq ngeqq ngeqslant ngtr nleq nleqq nleqslant nless nmid notin notni nparallel nprec
    npreceq nshortmid nshortparallel nsim nsubseteq nsubseteqq nsucc nsucceq nsupseteq nsupseteqq
    ntriangleleft ntrianglelefteq ntriangleright ntrianglerighteq nvdash nvDash nVdash nVDash
    precnapprox precneqq precnsim subsetneq subsetneqq succnapprox succneqq succnsim supsetneq
    supsetneqq varsubsetneq varsubsetneqq varsupsetneq varsupsetneqq
""")
_ARROWS = _names("""
    circlearrowleft circlearrowright curvearrowleft curvearrowright dArr darr Darr dashleftarrow
    dashrightarrow downarrow Downarrow downdownarrows downharpoonleft downharpoonright gets hArr
    harr Harr hookleftarrow hookrightarrow iff implies impliedby lArr larr Larr leadsto leftarrow
    Leftarrow leftarrowtail leftharpoondown leftharpoonup leftleftarrows leftrightarrow
    Leftrightarrow leftrightarrows leftrightharpoons leftrightsquigarrow Lleftarrow longleftarrow
    Longleftarrow longleftrightarrow Longleftrightarrow longmapsto longrightarrow Longrightarrow
    looparrowleft looparrowright lrarr lrArr Lrarr Lsh mapsfrom mapsto nearrow nleftarrow nLeftarrow
    nleftrightarrow nLeftrightarrow nrightarrow nRightarrow nwarrow rArr rarr Rarr restriction
    rightarrow Rightarrow rightarrowtail rightharpoondown rightharpoonup rightleftarrows
    rightleftharpoons rightrightarrows rightsquigarrow Rrightarrow Rsh searrow swarrow to
    twoheadleftarrow twoheadrightarrow uArr uarr Uarr uparrow Uparrow updownarrow Updownarrow
    upharpoonleft upharpoonright upuparrows textdownarrow textleftarrow textrightarrow textuparrow
    xhookleftarrow xhookrightarrow xleftarrow xLeftarrow xleftharpoondown xleftharpoonup
    xleftrightarrow xLeftrightarrow xleftrightharpoons xlongequal xlongleftarrow xLongleftarrow
    xlongrightarrow xLongrightarrow xmapsto xrightarrow xRightarrow xrightharpoondown
    xrightharpoonup xrightleftarrows xrightleftharpoons xtofrom xtwoheadleftarrow
    xtwoheadrightarrow
""")
_DELIMITERS = _names("""
    left middle right big bigl bigm bigr Big Bigl Bigm Bigr bigg biggl biggm biggr Bigg Biggl Biggm
    Biggr arrowvert Arrowvert bracevert lang langle rang rangle lbrace rbrace lBrace rBrace lbrack
    rbrack llbracket rrbracket lceil rceil lfloor rfloor lgroup rgroup lmoustache rmoustache lparen
    rparen lq rq lvert rvert lVert rVert vert Vert ulcorner urcorner llcorner lrcorner
""")
_ACCENTS_AND_LINES = _names("""
    acute bar breve check ddddot dddot ddot dot grave hat mathring tilde vec widecheck widehat
    widetilde utilde overbrace underbrace overgroup undergroup overleftarrow overleftharpoon
    overleftrightarrow overline overlinesegment overparen overrightarrow overrightharpoon
    Overrightarrow underbar underleftarrow underleftrightarrow underline underlinesegment
    underparen underrightarrow overset overunderset underset stackrel stackbin buildrel sout
    textcircled H c d r t u v
""")
_FRACTIONS_AND_ROOTS = _names("""
    frac dfrac tfrac cfrac binom dbinom tbinom nicefrac over atop choose brace brack sqrt
""")
_FONTS_AND_STYLES = _names("""
    Bbb bf bm bold boldsymbol cal emph frak it mathbb mathbbm mathbf mathbfcal mathbffrak
    mathbfit mathbfscr mathbfsf mathbfsfit mathbfsfup mathbfup mathcal mathds mathfrak mathit
    mathnormal mathrm mathscr mathsf mathsfit mathsfup mathtt mathup mit oldstyle rm sf symbb symbf
    symbfcal symbffrak symbfit symbfscr symbfsf symbfsfit symbfsfup symbfup symcal symfrak symit
    symnormal symrm symscr symsf symsfit symsfup symtt symup tt hbox mbox text textbf textit textmd
    textnormal textrm textsf texttt textup tiny scriptsize footnotesize small
    normalsize displaystyle textstyle scriptstyle scriptscriptstyle mathbin mathclose
    mathinner mathop mathopen mathord mathpunct mathrel
""")
_SPACES = _names("""
    enskip enspace medspace quad qquad thickspace thinspace strut mathstrut allowbreak nobreak
""")
_ROWS = _names("begin end substack matrix pmatrix cases cr hline hdashline nonumber notag")
_REFERENCES = _names("ref eqref")  # they show the number of a formula of the article
_PHYSICS = _names("""
    bra ket braket ketbra Bra Ket Braket Ketbra set Set abs absolutevalue acomm anticommutator bmqty
    comm commutator cp cross crossproduct curl dd derivative determinant diffd differential
    divergence dotproduct dv erf eval evaluated fderivative fdv flatfrac functionalderivative grad
    gradient laplacian mqty norm partialderivative pb pderivative pdv pmqty poissonbracket
    principalvalue pv PV qq qty quantity rank Res Residue tr Tr trace Trace va var variation vb
    vdot vectorarrow vectorbold vectorunit vmqty vu
""")

COMMANDS: frozenset[str] = frozenset().union(
    _GREEK,
    _LETTERS_AND_SIGNS,
    _OPERATORS,
    _RELATIONS,
    _ARROWS,
    _DELIMITERS,
    _ACCENTS_AND_LINES,
    _FRACTIONS_AND_ROOTS,
    _FONTS_AND_STYLES,
    _SPACES,
    _ROWS,
    _REFERENCES,
    _PHYSICS,
)
"""Names of commands, without the backslash."""

BLANK_COMMANDS: frozenset[str] = frozenset().union(
    _SPACES, _FONTS_AND_STYLES, ("space", "nobreakspace"), " ,;:>!\n\t"
)
"""Names of commands that leave no mark by themselves."""

SIGNS = frozenset(" \n\t,;:>|{}_&%#$()[]/!'`^~\"=.")
r"""Signs that are commands behind a backslash, such as the comma of `\,`."""

ENVIRONMENTS: frozenset[str] = _names("""
    aligned bmatrix Bmatrix bsmallmatrix Bsmallmatrix cases dcases
    displaymath drcases gathered lgathered math matrix pmatrix psmallmatrix rcases rgathered
    smallmatrix split vmatrix Vmatrix vsmallmatrix Vsmallmatrix align* bmatrix*
    Bmatrix* bsmallmatrix* Bsmallmatrix* cases* dcases* drcases* eqnarray* equation* flalign*
    gather* matrix* multline* pmatrix* psmallmatrix* rcases* smallmatrix* vmatrix* Vmatrix*
    vsmallmatrix* Vsmallmatrix*
""")
"""Names of environments that number nothing."""

NUMBERED: frozenset[str] = _names("align alignat eqnarray equation flalign gather multline")
"""Names of environments that number their lines, and do not with a star."""


class Following(NamedTuple):
    """What has to follow a command or the beginning of an environment."""

    pattern: re.Pattern[str]
    words: str


def _following(pattern: str, words: str) -> Following:
    return Following(re.compile(pattern, re.VERBOSE), words)


_IN_BRACES = _following(r"\s*\{", "what it is about, in braces")
# MathJax's chemistry, read by itself, copies some of what it is given
_CHEMISTRY = _following(
    r"\s* \{ [^{}\\$]* (?: \{ [^{}\\$]* \} [^{}\\$]* )* \}",
    "chemistry in braces, without commands or further braces in braces",
)
UNITS: Mapping[str, float] = {"em": 1, "ex": 0.5, "mm": 0.25, "mu": 0.06, "pt": 0.1, "px": 0.07}
"""The units of lengths, each in em of letters that are 15 pixels or so high."""
_LENGTH = rf"\d{{1,2}} (?:\.\d+)? \s* (?:{'|'.join(UNITS)})"
_RELATION = r"""
    \s* (?: [=<>|] | \\ (?: approx|cong|equiv|exists|geq?|iff|implies|in|leq?|mid|models|ni|parallel
    |perp|prec(?:eq)?|Rightarrow|rightarrow|sim|simeq|sub(?:set(?:eq)?)?|succ(?:eq)?
    |supset(?:eq)?|to|vdash) (?![A-Za-z@]) )
"""
COMMANDS_BEFORE: Mapping[str, Following] = {
    # MathJax takes attributes of a stroke in brackets, such as how thick it is
    **dict.fromkeys(("bcancel", "cancel", "cancelto", "xcancel"), _IN_BRACES),
    **dict.fromkeys(("overbracket", "underbracket"), _IN_BRACES),
    **dict.fromkeys(("ce", "pu"), _CHEMISTRY),
    "hspace": _following(rf"\*? \s* \{{ \s* {_LENGTH} \s* \}}", "a length such as `{1em}`"),
    "not": _following(_RELATION, r"a relation such as `=` or `\in`"),
    # A line of negative height stands over others; KaTeX reads on behind a comment
    "\\": _following(
        rf"(?: \s* \* )? \s* \[ \s* {_LENGTH} \s* \] | (?! (?: \s* \* )? \s* (?: [\[%] | \Z ) )",
        "the next line, or a height such as `[1ex]`",
    ),
}
"""Commands that only draw before what is given here."""

_POSITION = r"(?: \s* \[ [tcb] \] )? \s*"
_COLUMNS = _following(rf"{_POSITION} \{{ (?: [lcr|:\s] | @\{{\}} )* \}}", "columns such as `{lcr}`")
_NUMBER = _following(rf"{_POSITION} \{{ \s* \d{{1,2}} \s* \}}", "a number of columns such as `{2}`")
ENVIRONMENTS_BEFORE: Mapping[str, Following] = {
    **dict.fromkeys(("array", "darray", "subarray"), _COLUMNS),
    **dict.fromkeys(("alignat*", "alignedat"), _NUMBER),
}
"""Environments that need not be large or slow after what is given here."""
