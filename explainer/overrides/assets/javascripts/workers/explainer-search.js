/* The search, between the theme's page and the theme's own worker, which finds and highlights words (lunr). Here the
   index is loaded when somebody first searches, misspelt words are mended before lunr is asked, and what it found is
   put in order: entries by their name or alias, then what holds the very words in a row, then as lunr has it. Where it
   found nothing, the entries whose names are most like what was typed are given.
   The address of the theme's worker follows the "#" in that of this file. On file:// this runs in a hidden frame; else
   what loads it with the first query (partials/explainer-search.html) leaves its own address in `address`. */
"use strict";
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3; // messages of the theme
const KINDS = { actors: "Actor", claims: "Claim", glossary: "Term", timeline: "Date" };
// What stands between words, besides what the index says: character references and punctuation.
const BETWEEN = "&#?\\w+;|[\\s\\u00a0\\u200b\\-‐‑–—_.,:;!?¡¿'\"‘’‚“”„«»‹›()\\[\\]{}<>/|\\\\&…·@#%^*+=~$€£]+";
const FIELDS = { title: { boost: 8 }, tags: { boost: 8 }, text: { boost: 1 } };
const here = new URL(self.address ?? (self.document ? document.currentScript.src : location.href));
let index, newest;

addEventListener("message", async ({ data: { type, data: query } }) => {
  if (type !== QUERY) return;
  newest = query;
  const words = wordsOf(query).map(folded);
  const data = words.length ? await answer(words) : { items: [] };
  if (newest === query) postMessage({ type: RESULT, data });
});
if (!self.address) postMessage({ type: READY });

// --- the index ---

async function load() {
  const file = new URL("../../../search/search_index", here);
  const isFile = here.protocol === "file:";
  if (isFile) await importScripts(`${file}.js`);
  const { config, docs } = isFile ? self.__index : await (await fetch(`${file}.json`)).json();
  const kept = keptOf(docs);
  const ask = asker(new Worker(here.hash.slice(1)));
  const options = { suggest: true };
  await ask(SETUP, { config: { ...config, fields: FIELDS, separator: `${config.separator}|${BETWEEN}` }, docs: kept, options });
  const entries = new Map(kept.map(doc => [doc.location, entryOf(doc)]));
  return { ask, entries, vocabulary: vocabularyOf(kept, entries) };
}

/* Ask the theme's worker, which answers in turn. */
function asker(worker) {
  const waiting = [];
  worker.addEventListener("message", ({ data }) => waiting.shift()(data.data));
  return (type, data) => new Promise(resolve => {
    waiting.push(resolve);
    worker.postMessage({ type, data });
  });
}

/* Each claim, actor, term and date becomes one document, and lists of them none, those of home neither: what is listed has
   its own. A date is part of a page; with its "#" written otherwise it is found by itself. */
function keptOf(docs) {
  const kept = new Map();
  for (const { boost, ...doc } of docs) {
    const [path, id] = doc.location.split("#"), [folder, , file] = path.split("/");
    if (id?.[0] === "_" && (!doc.text || (/^(index.html)?$/.test(path) && !/^_(brief|questions)/.test(id)))) continue;
    const kind = KINDS[folder];
    if (kind === "Date" && id && id[0] !== "_") kept.set(doc.location, { ...doc, kind, location: `${path}%23${id}` });
    else if (!kind || !id) kept.set(doc.location, { ...doc, kind: file === undefined ? undefined : kind });
    else if (file !== undefined) kept.get(path).text += ` ${doc.text}`;
  }
  return [...kept.values()];
}

/* A date is called by its day, too, with the year and without: its title begins with it. */
function entryOf({ kind, location, title, tags = [], text }) {
  const [day] = title.split(":");
  const days = kind === "Date" ? [day, day.replace(/ \d{4}$/, "")] : [];
  const names = [title, ...tags, ...days].map(shown => ({ shown, words: wordsOf(shown).map(folded).join(" ") }));
  return { kind, location, title, names, words: wordsOf(text).map(folded).join(" ") };
}

/* The words of the index, folded, each with how it is spelt, how often, and whether it is part of a name. */
function vocabularyOf(docs, entries) {
  const vocabulary = new Map();
  for (const { location, title, tags = [], text } of docs) {
    const isNamed = isName(entries.get(location));
    addNumbers(vocabulary, text);
    for (const part of [title, ...tags, text])
      for (const word of wordsOf(part)) {
        const key = folded(word), known = vocabulary.get(key) ?? { spelt: new Set(), count: 0, isName: false };
        known.spelt.add(word.toLowerCase());
        known.count++;
        known.isName ||= isNamed && part !== text;
        vocabulary.set(key, known);
      }
  }
  return vocabulary;
}

/* A number in groups, such as 48,250, is found without what stands between these, too. */
function addNumbers(vocabulary, text) {
  for (const [number] of text.matchAll(/(?<!\d)\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?!\d)/g)) {
    const groups = number.split(/\D/), key = groups.join("");
    if (!vocabulary.has(key)) vocabulary.set(key, { spelt: new Set(groups), count: 1, groups });
  }
}

const isName = ({ kind }) => kind === "Actor" || kind === "Term";
const folded = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = text => text.replace(/<[^>]*>|&#?\w+;/g, " ").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

// --- a query ---

async function answer(words) {
  index ??= load();
  const { ask, entries, vocabulary } = await index;
  const mended = words.map(word => mend(word, vocabulary));
  // what is left of “Russia's” or “F-16” would mark every word that begins with this letter
  const telling = mended.filter(({ word }) => !/^[a-z]$/.test(word));
  const { items, suggest } = await ask(QUERY, telling.map(({ query }) => query).join(" "));
  const isMended = mended.some(({ isUnknown }) => isUnknown);
  const asked = { typed: words.join(" "), mended: mended.map(({ word }) => word).join(" "), isMended };
  const found = arranged(items, entries, asked);
  return { items: found.length || !/\p{L}/u.test(words) ? found : nearest(entries, words.join("")), suggest };
}

/* Give a word as lunr is to look for it; what nothing in the index begins with is taken for the nearest word there. */
function mend(word, vocabulary) {
  const known = vocabulary.get(word);
  // lunr looks for all words that begin as this one does, unless a weight (^) is set
  if (known) {
    const query = [...known.spelt].map(spelt => (spelt.length < 4 ? `${spelt}^1` : spelt)).join(" ");
    return { word: known.groups?.join(" ") ?? word, query };
  }
  for (const [key, { spelt }] of vocabulary)
    if (key.startsWith(word)) return { word, query: [...spelt][0].slice(0, word.length) };
  let best = [0, word];
  if (word.length > 3)
    for (const [key, { count, isName }] of vocabulary) {
      const apart = key.length > 3 ? distance(word, key) : 3;
      const likeness = apart > 2 ? 0 : 9 - 3 * apart + 2 * isName + 2 * (word[0] === key[0]) + count / (count + 1);
      if (likeness > best[0]) best = [likeness, key];
    }
  return { word: best[1], query: best[1], isUnknown: true };
}

/* How many letters are wrong, missing, added or swapped (optimal string alignment); 3 where it is more than 2. */
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

// --- the order of what was found ---

function arranged(groups, entries, asked) {
  const found = new Set(groups.flat().map(({ location }) => location));
  const ranks = new Map([...entries].map(([location, entry]) => [location, rank(entry, asked)]));
  for (const [location, { name }] of ranks)
    if (name > 4 && !found.has(location))
      groups.push([{ location, title: entries.get(location).title, text: "", score: 0, terms: {} }]);
  const before = (one, other) => {
    const [a, b] = [one, other].map(({ location }) => ranks.get(location));
    return b.name - a.name || b.phrase - a.phrase || other.score * b.title - one.score * a.title;
  };
  const ordered = groups.map(group => group.sort(before)).sort(([one], [other]) => before(one, other));
  let place = ordered.flat().length;
  return ordered.map(group => group.map(item => shown(item, entries.get(item.location), ranks.get(item.location), place--)));
}

function rank(entry, { typed, mended, isMended }) {
  const day = mended.replace(/^(\p{L}+) (\d+)/u, "$2 $1"); // “May 6”
  const alikes = entry.names.flatMap(name => [
    likeness(entry, name, typed, isMended),
    Math.max(...[mended, day].map(words => likeness(entry, name, words, false))),
  ]);
  const name = Math.max(...alikes);
  const phrase = typed.includes(" ") ? Math.max(...[typed, mended, day].map(words => held(entry, ` ${words}`))) : 0;
  const words = mended.split(" "), title = ` ${entry.names[0].words}`;
  const share = words.filter(word => title.includes(` ${word}`)).length / words.length;
  return { name, phrase, title: (1 + share) ** 2, alias: entry.names[alikes.indexOf(name) >> 1] };
}

/* 9 for the very name (spaces and hyphens apart), 7 or 5 for one or two letters of difference, at most 4 for a part. */
function likeness(entry, { words: name }, typed, isMended) {
  const [one, other] = [name, typed].map(text => text.replaceAll(" ", ""));
  if (one === other) return 9;
  if (!isName(entry)) return 0;
  const most = other.length < 4 ? 0 : isMended ? 2 : other.length > 5 ? 1 : 0;
  const apart = most ? distance(one, other) : 3;
  if (apart <= most) return 9 - 2 * apart;
  return ` ${name}`.includes(` ${typed}`) ? 1 + 3 * typed.length / name.length : 0;
}

/* Whether the words stand there in a row: in the title (first in it, best of all), in the article itself, or where it is
   quoted. */
function held({ names: [title], kind, words }, phrase) {
  const inTitle = ` ${title.words}`.indexOf(phrase);
  return inTitle >= 0 ? (inTitle ? 3 : 4) : ` ${words}`.includes(phrase) ? (kind ? 1 : 2) : 0;
}

/* The few entries that have the most pairs of letters in common with what was typed, in their name or a word of it. */
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
    .filter(([likeness]) => likeness > 0.35)
    .sort(([one], [other]) => other - one)
    .slice(0, 4)
    .map(([score, { location, title, kind }]) => [{
      location: location.replace("%23", "#"),
      title: `${title} <small class="ex-kind ex-near">${kind}</small>`,
      text: "", score, terms: {},
    }]);
}

/* An item as the theme is to show it: with what kind of entry it is, and the alias that was meant. Below the title of a
   date the theme would show nothing, for it is part of a page. */
function shown({ tags, ...item }, { kind, names }, { name, alias }, score) {
  const also = name > 4 && !names[0].words.includes(alias.words) ? `, also “${alias.shown}”` : "";
  const label = kind ? ` <small class="ex-kind">${kind}${also}</small>` : "";
  const found = kind === "Date" && item.text.includes("<mark>") ? item.text.replace(/<\/?(?!\/?mark>)\w+>/g, " ") : "";
  const teaser = found && `<span class="ex-teaser">${found}</span>`;
  return { ...item, title: item.title + label + teaser, location: item.location.replace("%23", "#"), score };
}
