"""Words that decide what a sentence says: numbers, units, times, negations, opposites.

All are in lower case. English is covered in some depth; German, French, Spanish, Italian, Dutch,
Polish, Russian and Ukrainian with the commonest words. A word that is missing here only makes a
proposal milder: nothing is ever highlighted because of these lists.
"""

NUMBERS = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred thousand million billion trillion hundreds thousands millions billions trillions dozen
    dozens half third thirds quarter quarters fifth tenth double triple once twice thrice first
    second fourth sixth seventh eighth ninth single both couple pair twofold tenfold
    eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend
    tausende millionen milliarde milliarden billionen hälfte drittel viertel erste zweite dritte
    einmal zweimal doppelt
    un deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante cinquante cent
    mille millions milliard milliards moitié tiers quart premier première deuxième troisième
    uno dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cien ciento mil
    millón millones mitad primero primera segundo segunda tercero tercera
    tre quattro cinque sette otto nove dieci venti trenta cento mila milione milioni miliardo
    miliardi metà primo secondo terzo
    een twee drie vijf zes zeven acht negen tien elf twaalf twintig dertig honderd duizend miljoen
    miljard helft eerste
    jeden dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć sto tysiąc tysiące tysięcy
    milion miliony milionów miliard połowa pierwszy drugi trzeci
    один одна два две три четыре пять шесть семь восемь девять десять сто тысяча тысячи тысяч
    миллион миллиона миллионов миллиард половина первый второй третий
    одна два дві три чотири п'ять шість сім вісім дев'ять десять тисяча тисячі тисяч мільйон
    мільйона мільйонів мільярд перший другий третій
    """.split()
)

UNITS = frozenset(
    """
    % ‰ $ € £ ¥ ₽ ₴ ₹ ° percent per cent percentage dollar dollars euro euros pound pounds rouble
    roubles ruble rubles hryvnia cent cents second seconds minute minutes hour hours day days week
    weeks month months year years decade decades century centuries millennium millennia metre metres
    meter meters kilometre kilometres kilometer kilometers mile miles foot feet inch inches yard
    yards gram grams kilogram kilograms kilo kilos ton tons tonne tonnes litre litres liter liters
    gallon gallons acre acres hectare hectares degree degrees watt watts kilowatt megawatt gigawatt
    volt volts barrel barrels
    km cm mm kg mg mw gw kw kwh mph kmh
    """.split()
)

TIMES = frozenset(
    """
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
    """.split()
)

# These are no names at the start of a sentence, even if the rest of the text does not have them.
OPENERS = frozenset(
    """
    a an the this that these those it its he his she her they their we our you your there here who
    what which because although though while whereas since when whenever where if unless until
    before after once as so but and or however instead therefore thus hence moreover furthermore
    meanwhile nevertheless nonetheless otherwise still yet also then later earlier afterwards
    eventually finally initially originally soon today now at by for from in into of on over under
    through to with during despite according about among between
    """.split()
)

NEGATIONS = frozenset(
    """
    no not never without none nobody nothing neither nor nowhere cannot hardly barely scarcely
    nicht kein keine keinen keiner keinem keines nie niemals ohne weder niemand nichts kaum
    ne pas jamais aucun aucune sans rien ni
    nunca jamás sin ningún ninguno ninguna nadie nada tampoco
    non mai nessun nessuno nessuna senza né niente
    niet geen nooit zonder niets noch
    não nunca jamais nenhum nenhuma ninguém sem
    inte aldrig ingen inget inga utan ikke aldri intet uten uden
    bez nigdy żaden żadna żadne nikt nic ani
    не нет ни никогда без никто ничего нельзя
    ні ніколи ніхто нічого немає
    不 没 沒 無 无 非 未 否 勿
    لا لم لن ليس ليست بدون غير دون
    לא אין אל בלי ללא מעולם
    """.split()
)

# These say that something is not so, or was not done, without being negations.
REFUSALS = frozenset(
    """
    unable fail fails failed refuse refuses refused deny denies denied lack lacks lacked lacking
    absent
    """.split()
)

# Beside a statement, these say that it does not hold.
DENIALS = frozenset(
    """
    untrue false falsely myth legend hoax lie rumour rumor supposedly allegedly denying refusing
    doubt doubts doubted doubtful wrongly mistakenly disproved refuted disproven debunked wrong
    incorrect retracted withdrawn unproven unfounded baseless fabricated erroneously if unless
    whether faux fausse mensonge prétendument falsch unwahr angeblich gelogen gerücht falso
    falsa mentira bugia rumor boato onwaar vals leugen zogenaamd nieprawda fałsz kłamstwo rzekomo
    falskt osant usant løgn неправда ложь якобы брехня нібито ложно
    """.split()
)

# Beside a statement, these say that somebody makes it, or that it was corrected.
ATTRIBUTIONS = frozenset(
    """
    said says say saying stated states claimed claims claiming alleged alleges wrote writes told
    tells reported reportedly reports asserted asserts argued argues insisted insists maintained
    according accused accusing suggested misstated correction corrected
    sagte sagt sagten erklärte erklärt behauptete behauptet zufolge laut angab berichtigung
    dit déclaré affirmé affirme selon écrit accuse accusé rectificatif
    dijo dice según afirmó afirma declaró corrección
    ha detto dice afferma secondo dichiarato rettifica
    disse diz segundo afirmou afirma
    zei zegt volgens aldus beweerde
    sade säger enligt sagde siger ifølge sier hevder
    powiedział powiedziała twierdzi według
    сказал сказала заявил заявила утверждает согласно сказав сказала заявив заявила згідно
    """.split()
)

# If a word of one side is replaced by a word of the other, the sentence says the opposite. Each
# pair of sides is one line.
OPPOSITES = tuple(
    tuple(frozenset(side.split()) for side in pair.split("/"))
    for pair in """
    more most greater larger bigger/less least fewer fewest smaller
    increase increases increased increasing/\
        decrease decreases decreased decreasing reduce reduces reduced reducing
    rise rises rose risen rising/\
        fall falls fell fallen falling drop drops dropped dropping decline declines declined
    grow grows grew grown growing growth/shrink shrinks shrank shrunk shrinking decline
    gain gains gained/lose loses lost loss losses
    win wins won winning victory/lose loses lost losing defeat
    before earlier until/after later since
    all every everyone everything always each whole/\
        some someone something sometimes few rarely seldom part
    all every always many most often/none never few rarely seldom
    usually generally often frequently mostly commonly regularly/\
        never rarely seldom sometimes occasionally hardly
    believe believes believed trust trusts trusted/\
        doubt doubts doubted distrust distrusts distrusted
    prove proves proved proven/suggest suggests suggested disprove disproves disproved
    with for/against
    many much most/few little
    can could may might/cannot must
    must shall will/may might could can should
    up upward above over/down downward below under
    high higher highest/low lower lowest
    first earliest/last latest
    begin begins began begun start starts started/end ends ended finish stop stops stopped
    open opens opened/close closes closed
    accept accepts accepted agree agrees agreed approve approved/\
        reject rejects rejected refuse refuses refused disagree
    support supports supported back backs backed/oppose opposes opposed
    with/without
    true right correct/false wrong incorrect
    confirm confirms confirmed/deny denies denied
    allow allows allowed permit permits permitted/\
        forbid forbids forbade forbidden ban bans banned prohibit prohibited
    good better best/bad worse worst
    strong stronger strongest/weak weaker weakest
    north northern/south southern
    east eastern/west western
    left/right
    inside within/outside
    men man male boys/women woman female girls
    old older oldest/new newer young younger
    rich richer/poor poorer
    war/peace
    guilty/innocent
    alive/dead
    buy buys bought/sell sells sold
    success successful succeed succeeded/failure unsuccessful fail failed
    only/also
    he him his himself/she her hers herself
    friend friends ally allies/enemy enemies foe foes
    attack attacks attacked/defend defends defended
    fast faster quickly/slow slower slowly
    long longer/short shorter
    maximum/minimum
    public/private
    arrive arrives arrived enter entered/leave leaves left
    """.strip().splitlines()
)

# Prefixes that make a word its opposite: able, unable.
NEGATING_PREFIXES = (
    "un",
    "in",
    "im",
    "il",
    "ir",
    "non",
    "non-",
    "dis",
    "anti",
    "anti-",
    "не",
    "ni",
    "mis",
)
