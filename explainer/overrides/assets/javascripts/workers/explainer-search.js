/* The search, between the theme's page and the theme's own worker, which finds and highlights words (lunr). This script
   loads the index with the first query, corrects misspelt words before it asks lunr, and sorts the results: first entries
   by their names and aliases, then texts with the words in the same order, then by lunr's score. If nothing is found, the
   results are the entries whose names resemble the query most. The index of a large site is divided, and searched by
   explainer-divided.js instead of lunr.
   Scripts without spaces between words are found by any part of a text: to lunr, all between two punctuation marks is one
   word, which may begin with anything (*); in the queries here, each of their characters is a word.
   The address of the theme's worker follows the "#" in that of this file. On file:// this runs in a hidden frame; elsewhere,
   what loads it with the first query (partials/explainer-search.html) leaves this file's address in `address`. */
"use strict";
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3; // messages of the theme
const KINDS = new Map([["actors", "Actor"], ["claims", "Claim"], ["glossary", "Term"], ["timeline", "Date"]]);
// What separates words, besides the separators of the index: character references, ASCII punctuation except the star, and
// the character that `parted` inserts.
const BETWEEN = "&#?\\w+;|[\\s\\u200b!-)+-/:-@[-`{-~]+";
// Scripts without spaces between words; the first three share some letters with others (scx).
const UNSPACED =
  "[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{sc=Bopo}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}" +
  "\\p{sc=Tibt}\\p{sc=Talu}\\p{sc=Lana}]";
const LETTER = "[\\p{L}\\p{M}\\p{N}\\u0f0b\\u0f0c]"; // the last two separate the syllables of Tibetan words
const SPACED = `(?!${UNSPACED})${LETTER}`;
// One character as it is seen
const CHARACTER = "(?:&#?\\w+;|(?!&#?\\w+;)[^])";
const FIRST_UNSPACED = new RegExp(`^${UNSPACED}`, "u");
const TERMS = new RegExp(`(?:(?=${LETTER})${UNSPACED})+|${SPACED}(?:[\\u200c\\u200d]|${SPACED})*`, "gu");
const SIGN = `(?:\\*|(?![\\0-\\x7f]|${LETTER})[\\p{P}\\p{S}])`;
const BORDERS = new RegExp(
  `(?<=${UNSPACED})(?=${SPACED})|(?<=${SPACED})(?=${UNSPACED})|(?=${SIGN})|(?<=${SIGN})`,
  "gu",
);
// Soft hyphen, marks of direction, word joiner and the like, as in text/fold.py, and all variation selectors
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
// Accents of Latin, Greek and Cyrillic, vowel signs of Hebrew and Arabic, and characters that join or stretch letters; in
// other scripts such marks are letters.
const ACCENTS =
  /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]/g;
const PLAIN = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", þ: "th", ς: "σ",
};
// Each unknown term is compared with all words of the site. A link may ask for anything (?q=).
const LONGEST_QUERY = 1000, MOST_TERMS = 30;
const FIELDS = { title: { boost: 8 }, tags: { boost: 8 }, text: { boost: 1 } };
const here = new URL(self.address ?? (self.document ? document.currentScript.src : location.href));
let index, newest;

addEventListener("message", async ({ data: { type, data: query } }) => {
  if (type !== QUERY) return;
  newest = query;
  const terms = termsOf(seen(query.slice(0, LONGEST_QUERY))).slice(0, MOST_TERMS);
  const data = terms.length ? await answer(terms, () => newest === query) : { items: [] };
  if (data && newest === query) postMessage({ type: RESULT, data });
});
if (!self.address) postMessage({ type: READY });

// --- the index ---

async function load() {
  const ask = asker(new Worker(here.hash.slice(1)));
  const file = new URL("../../../search/search_index", here);
  const isFile = here.protocol === "file:";
  if (isFile) await importScripts(`${file}.js`);
  const { config, docs, parts } = isFile ? self.__index : await (await fetch(`${file}.json`)).json();
  await importScripts(new URL("../../../data/aliases.js", here));
  if (parts) await importScripts(new URL("explainer-divided.js", here));
  const kept = (parts ? docs : keptOf(docs)).map(doc => namedOf(doc, self.explainerAliases));
  const entries = new Map(kept.map(doc => [doc.location, entryOf(doc)]));
  const lang = config.lang.filter(code => !/^(ja|jp|th|zh)/.test(code)); // these would split words
  const settings = {
    lang: lang.length ? lang : ["en"],
    separator: `${config.separator}|${BETWEEN}`,
    // the other steps change words, or remove Chinese ones
    pipeline: config.pipeline.filter(step => step === "stopWordFilter"),
    fields: FIELDS,
  };
  const setUp = docs => ask(SETUP, { config: settings, docs, options: { suggest: true } });
  if (parts) return divided(parts, kept, entries, setUp, ask);
  await setUp(kept.map(parted));
  const queryOf = ({ run, query }) => (run ? runQuery(run) : query);
  return {
    entries,
    vocabulary: vocabularyOf(kept, entries),
    find: async terms => ({ ...(await ask(QUERY, terms.map(queryOf).join(" "))), holds, mark: groups => mark(groups, terms) }),
  };

  function holds({ words }, phrase) {
    return ` ${words}`.includes(` ${phrase}`);
  }

  function mark(groups, terms) {
    if (!terms.some(({ run }) => run)) return groups;
    return groups.map(group => group.map(item => withMarks(item, entries.get(item.location), terms)));
  }
}

/* Return a function that asks the theme's worker. It answers in the order of the questions. */
function asker(worker) {
  const waiting = [];
  worker.addEventListener("message", ({ data }) => waiting.shift()(data.data));
  return (type, data) => new Promise(resolve => {
    waiting.push(resolve);
    worker.postMessage({ type, data });
  });
}

/* Return a document in which lunr finds all word boundaries. */
function parted({ title, tags, text, ...doc }) {
  const marked = text => text.replace(BORDERS, "\u200b");
  return { ...doc, title: marked(title), tags: tags.map(marked), text: marked(text) };
}

/* Return the documents to search in. Each claim, actor, term and date is one document. Lists of them are left out, on the
   home page, too: their items have their own documents. A date is a part of a page; with its "#" encoded, it is found by
   itself. (A divided index has these documents already: search_index.py.) */
function keptOf(docs) {
  const kept = new Map();
  for (const { boost, ...doc } of docs) {
    const [path, id] = doc.location.split("#"), [folder, , file] = path.split("/");
    if (id?.[0] === "_" && (!doc.text || (/^(index.html)?$/.test(path) && !/^_(brief|questions)/.test(id)))) continue;
    const kind = KINDS.get(folder);
    if (kind === "Date" && id && id[0] !== "_") kept.set(doc.location, { ...doc, location: `${path}%23${id}` });
    else if (!kind || !id) kept.set(doc.location, doc);
    else if (file !== undefined) kept.get(path).text += ` ${doc.text}`;
  }
  return [...kept.values()];
}

/* Return a document with its kind, and with the other names of its entry as tags. */
function namedOf({ title, text = "", tags = [], ...other }, aliases) {
  const { location } = other, [path, id] = location.split("#"), [folder, , file] = path.split("/");
  const isEntry = location.includes("%23") || (!id && file !== undefined);
  const names = [...(aliases[location] ?? []), ...tags];
  return { ...other, kind: isEntry ? KINDS.get(folder) : undefined, title: seen(title), text: seen(text), tags: names.map(seen) };
}

/* The names of a date include its day, with and without the year: its title begins with it. */
function entryOf({ kind, location, title, tags, text }) {
  const [day] = title.split(":");
  const days = kind === "Date" ? [day, day.replace(/ \d{4}$/, "")] : [];
  const names = [title, ...tags, ...days].map(shown => ({ shown, words: plainOf(shown) }));
  return { kind, location, title, text, names, words: plainOf(text) };
}

/* Return the words of the index, folded, each with its spellings, how often it occurs, and whether it is part of a name. */
function vocabularyOf(docs, entries) {
  const vocabulary = new Map();
  for (const { location, title, tags, text } of docs) {
    const isNamed = isName(entries.get(location));
    addNumbers(vocabulary, text);
    for (const part of [title, ...tags, text])
      for (const word of termsOf(part).filter(term => !isUnspaced(term))) {
        const key = folded(word), known = vocabulary.get(key) ?? { spelt: new Set(), count: 0, isName: false };
        known.spelt.add(word.toLowerCase());
        known.count++;
        known.isName ||= isNamed && part !== text;
        vocabulary.set(key, known);
      }
  }
  return vocabulary;
}

/* A number in groups, such as 48,250, is also found without its separators. */
function addNumbers(vocabulary, text) {
  for (const [number] of text.matchAll(/(?<!\d)\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?!\d)/g)) {
    const groups = number.split(/\D/), key = groups.join("");
    if (!vocabulary.has(key)) vocabulary.set(key, { spelt: new Set(groups), count: 1, groups });
  }
}

const isName = ({ kind }) => kind === "Actor" || kind === "Term";
const foldings = new Map();
function folded(text) {
  const known = foldings.get(text);
  if (known !== undefined) return known;
  const bare = text.normalize("NFKD").replace(ACCENTS, "").normalize("NFC").toLowerCase();
  const folding = bare.replace(/[^\0-\x7f]/g, letter => PLAIN[letter] ?? letter);
  foldings.set(text, folding);
  return folding;
}

/* Return HTML without invisible characters, and with wide kana in place of narrow ones. Tags are left alone: the ">" of
   one and a stroke behind it (U+0338) would be one sign, "≯", and the words behind it would be attributes. */
function seen(html) {
  const parts = html.replace(UNSEEN, "").split(/(<[^>]*>|&#?\w+;)/);
  return parts.map((part, at) => (at % 2 ? part : composed(part))).join("");
}

function composed(text) {
  return text.normalize("NFC").replace(/[ｦ-ﾟ]+/g, narrow => narrow.normalize("NFKC"));
}

const isUnspaced = term => FIRST_UNSPACED.test(term);
/* Return words and, in scripts without spaces, runs of characters. */
const termsOf = text => text.replace(/<[^>]*>|&#?\w+;/g, " ").match(TERMS) ?? [];
/* Return a text for comparing: folded words, or characters of scripts without spaces, with spaces between them. */
function plainOf(text) {
  const parts = termsOf(text).flatMap(term => (isUnspaced(term) ? [...folded(term)] : folded(term)));
  return parts.join(" ");
}

// --- a query ---

/* Return the results; nothing where another query has come meanwhile: on a slow connection, this one would delay it. */
async function answer(terms, isWanted) {
  index ??= load();
  const { entries, vocabulary, find } = await index;
  if (!isWanted()) return;
  const mended = terms.map(term => (isUnspaced(term) ? { run: term, word: plainOf(term) } : mend(folded(term), vocabulary)));
  // the single letter of “Russia's” or “F-16” would mark every word that begins with it
  const telling = mended.filter(({ word }) => !/^[a-z]$/.test(word));
  const asked = askedOf(plainOf(terms.join(" ")), mended);
  const { items, suggest, holds, mark } = await find(telling, asked);
  if (!isWanted()) return;
  const ranks = new Map([...entries].map(([location, entry]) => [location, rank(entry, asked, holds)]));
  const found = await mark(arranged(items, entries, ranks));
  if (!found.length && /\p{L}/u.test(asked.typed)) return { items: nearest(entries, asked.typed.replaceAll(" ", "")), suggest };
  let place = found.flat().length;
  const show = item => shown(item, entries.get(item.location), ranks.get(item.location), place--);
  return { items: found.map(group => group.map(show)), suggest };
}

/* Return what is compared with names and texts: words as typed, as corrected, and in the order of a day (“May 6”). */
function askedOf(typed, terms) {
  const mended = terms.map(({ word }) => word).join(" ");
  const day = mended.replace(/^(\p{L}+) (\d+)/u, "$2 $1");
  return { typed, mended, day, isMended: terms.some(({ isUnknown }) => isUnknown) };
}

/* Return the query for a run of a script without spaces: lunr looks for words that contain it. Without the \, the theme
   would split Chinese words. */
function runQuery(run) {
  const letters = [...run].map(letter => `\\${letter}`);
  return `*${letters.join("")}`;
}

/* Return what to look for: a word of the index, what words of it begin with, or else the nearest word of it; and the query
   for lunr. */
function mend(word, vocabulary) {
  const known = vocabulary.get(word);
  if (known) return { word: known.groups?.join(" ") ?? word, whole: word, query: queryFor(known) };
  const begun = new Set();
  for (const [key, { spelt }] of vocabulary)
    if (key.startsWith(word)) spelt.forEach(whole => begun.add(beginning(whole, word)));
  if (begun.size) return { word, query: [...begun].join(" ") };
  let best = [0, word];
  if (word.length > 3)
    for (const [key, { count, isName }] of vocabulary) {
      const apart = key.length > 3 ? distance(word, key) : 3;
      const likeness = apart > 2 ? 0 : 9 - 3 * apart + 2 * isName + 2 * (word[0] === key[0]) + count / (count + 1);
      if (likeness > best[0]) best = [likeness, key];
    }
  const nearest = best[1];
  return { word: nearest, whole: nearest, query: queryFor(vocabulary.get(nearest) ?? { spelt: [word] }), isUnknown: true };
}

const queryFor = ({ spelt }) => [...spelt].map(weighted).join(" ");

/* lunr looks for all words that begin with this one, unless a weight (^) is set. In Korean, particles follow a word. */
const weighted = spelt => (isExact(spelt) ? `${spelt}^1` : spelt);
const isExact = word => word.length < 4 && !/\p{sc=Hangul}/u.test(word);

/* Return the beginning of a word as it is spelt, given its beginning in folded form. */
function beginning(spelt, folding) {
  let end = 1;
  while (end < spelt.length && !folded(spelt.slice(0, end)).startsWith(folding)) end++;
  return spelt.slice(0, end);
}

/* Return how many letters are wrong, missing, added or swapped (optimal string alignment); 3 for any more than 2. */
function distance(one, other) {
  if (Math.abs(one.length - other.length) > 2) return 3;
  let before, last, row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    [before, last, row] = [last, row, [i]];
    for (let j = 1; j <= other.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
      if (one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
  }
  return Math.min(row.at(-1), 3);
}

// --- the order of the results ---

function arranged(groups, entries, ranks) {
  const found = new Set(groups.flat().map(({ location }) => location));
  for (const [location, { name }] of ranks)
    if (name > 4 && !found.has(location))
      groups.push([{ location, title: entries.get(location).title, text: "", score: 0, terms: {} }]);
  const before = (one, other) => {
    const [a, b] = [one, other].map(({ location }) => ranks.get(location));
    return b.name - a.name || b.phrase - a.phrase || other.score * b.title - one.score * a.title;
  };
  return groups.map(group => group.sort(before)).sort(([one], [other]) => before(one, other));
}

function rank(entry, { typed, mended, day, isMended }, holds) {
  const alikes = entry.names.flatMap(name => [
    likeness(entry, name, typed, isMended),
    Math.max(...[mended, day].map(words => likeness(entry, name, words, false))),
  ]);
  const name = Math.max(...alikes);
  const phrase = typed.includes(" ") ? Math.max(...[typed, mended, day].map(words => held(entry, words, holds))) : 0;
  const words = mended.split(" "), title = ` ${entry.names[0].words}`;
  const share = words.filter(word => title.includes(` ${word}`)).length / words.length;
  return { name, phrase, title: (1 + share) ** 2, alias: entry.names[alikes.indexOf(name) >> 1] };
}

/* Return 9 for an equal name (except for spaces and hyphens), 7 or 5 if one or two letters differ, at most 4 for a part. */
function likeness(entry, { words: name }, typed, isMended) {
  const [one, other] = [name, typed].map(text => text.replaceAll(" ", ""));
  if (one === other) return 9;
  if (!isName(entry)) return 0;
  const most = other.length < 4 ? 0 : isMended ? 2 : other.length > 5 ? 1 : 0;
  const apart = most ? distance(one, other) : 3;
  if (apart <= most) return 9 - 2 * apart;
  return ` ${name}`.includes(` ${typed}`) ? 1 + 3 * typed.length / name.length : 0;
}

/* Return how well an entry contains the words in the same order: 4 at the beginning of its title, 3 elsewhere in it, 2 in
   the text of an article, 1 in that of an entry, else 0. */
function held(entry, phrase, holds) {
  const inTitle = ` ${entry.names[0].words}`.indexOf(` ${phrase}`);
  return inTitle >= 0 ? (inTitle ? 3 : 4) : holds(entry, phrase) ? (entry.kind ? 1 : 2) : 0;
}

/* Return the few entries whose names, or words of them, share the most pairs of letters with the query. */
function nearest(entries, typed) {
  const pairsOf = text => [...text].slice(1).map((letter, at) => text[at] + letter);
  const pairs = pairsOf(typed);
  const alike = name => {
    const others = pairsOf(name);
    return (2 * others.filter(pair => pairs.includes(pair)).length) / (others.length + pairs.length || 1);
  };
  return [...entries.values()]
    .filter(({ kind }) => kind)
    .map(entry => [Math.max(...entry.names.flatMap(({ words }) => [words.replaceAll(" ", ""), ...words.split(" ")]).map(alike)), entry])
    .filter(([likeness]) => likeness > 0.3)
    .sort(([one], [other]) => other - one)
    .slice(0, 4)
    .map(([score, { location, title, kind }]) => [{
      location: location.replace("%23", "#"),
      title: `${title} <small class="ex-kind ex-near">${kind}</small>`,
      text: "", score, terms: {},
    }]);
}

/* Return an item with exactly the words marked, where the theme would mark everything up to a space, and with an excerpt
   around the first of them. A character reference is one character: none of its letters is marked, or cut off. */
function withMarks(item, entry, parts) {
  const pattern = parts.map(part => part.run ?? spellings(part.query)).join("|");
  const markup = new RegExp(`(<[^>]*>|&#?\\w+;)|(?:${pattern})`, "giu");
  const marked = text => text.replace(markup, (part, kept) => kept ?? `<mark>${part}</mark>`);
  const around = new RegExp(`(?<!${SPACED}|&#?\\w*)${CHARACTER}{0,30}(?:${pattern})${CHARACTER}{0,200}`, "iu");
  const plain = entry.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
  const [found] = plain.match(around) ?? [""];
  const cut = found && !plain.startsWith(found) ? `… ${found}` : found;
  const terms = { ...item.terms, ...Object.fromEntries(parts.filter(({ run }) => run).map(holding)) };
  return { ...item, terms, title: marked(entry.title), text: marked(cut) };

  function holding({ run, word }) {
    const texts = [...entry.names.map(({ words }) => words), entry.words];
    return [run, texts.some(words => ` ${words}`.includes(` ${word}`))];
  }
}

/* Return a pattern for all words that begin with one of those in a query for lunr. */
function spellings(query) {
  const begun = query.replaceAll("^1", "").replaceAll(" ", "|");
  return `(?<!${SPACED})(?:${begun})(?:${SPACED})*`;
}

/* Return HTML in which only bare tags are tags, as all in the index are: the theme makes elements of it. */
const withBareTags = html => html.replace(/<(?!\/?\w+>)/g, "&lt;");

/* Return an item as the theme is to show it: with the kind of the entry, and the alias that was found. The theme would show
   nothing below the title of a date, since it is a part of a page. */
function shown({ tags, ...item }, { kind, names }, { name, alias }, score) {
  const also = name > 4 && !names[0].words.includes(alias.words) ? `, also “${alias.shown}”` : "";
  const label = kind ? ` <small class="ex-kind">${kind}${also}</small>` : "";
  const passage = withBareTags(item.text);
  const found = kind === "Date" && passage.includes("<mark>") ? passage.replace(/<\/?(?!\/?mark>)\w+>/g, " ") : "";
  const teaser = found && `<span class="ex-teaser">${found}</span>`;
  const heading = withBareTags(item.title) + label + teaser;
  const [title, text] = [heading, passage].map(html => html.replaceAll("\u200b", ""));
  return { ...item, title, text, location: item.location.replace("%23", "#"), score };
}
