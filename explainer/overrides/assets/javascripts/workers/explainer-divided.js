/* Search in a divided index (building/search_index.py), which explainer-search.js has loaded this for. Of texts, only the
   words of the query are loaded: in which documents they are, and as which words of them; then, for the results that are
   seen first, the passages around them. Names and titles are all in the index. Scores are those of lunr (BM25, b = 0),
   which itself only says which words are too common to be looked for, in the languages of the site. */
"use strict";
const ILLUSTRATED = 10; // results with a passage; the theme shows as many at first
const SATURATION = 1.2; // k1 of BM25
const BOOST = FIELDS.title.boost;

async function divided({ words, often, spelt, texts }, docs, entries, setUp, ask) {
  const numbers = new Map(docs.map(({ location }, number) => [location, number]));
  const listed = new Map(); // word → where its posting is (the part, the place in it), and about how often it occurs
  words.forEach((part, number) => part.split(" ").forEach((word, place) =>
    listed.set(word, { part: number, place, count: 2 ** (parseInt(often[number][place], 36) - 1) })));
  const common = [...listed.keys()].filter(word => listed.get(word).count > docs.length / 100 && !isUnspaced(word));
  const spellings = new Map(Object.entries(spelt)); // an object would have a “constructor”, too
  const stopping = stopWords(common.map(word => [word, spellings.get(word) ?? word]), setUp, ask);
  const titles = titlesOf(docs, entries);
  const vocabulary = new Map();
  for (const word of new Set([...listed.keys(), ...titles.keys()])) {
    if (isUnspaced(word)) continue;
    const named = [...(titles.get(word)?.keys() ?? [])], { count = 0 } = listed.get(word) ?? {};
    const isNamed = named.some(number => isName(entries.get(docs[number].location)));
    vocabulary.set(word, { spelt: [word], count: count + named.length, isName: isNamed });
  }
  const stopped = await stopping;
  const spaced = [...vocabulary.keys()].filter(word => !stopped.has(word));
  const read = reader();
  return { entries, vocabulary, find };

  /* Find the documents with any of the terms, in groups as the theme shows them: sections of one page together. */
  async function find(terms, { typed, mended, day }) {
    const passages = new Map(); // document → where the rarest word, or a phrase, is in its text
    const phrases = new Map(); // phrase → documents with it in their texts
    const note = (number, place, rarity) => {
      if (!(passages.get(number)?.rarity <= rarity)) passages.set(number, { place, rarity });
    };
    const sought = terms.map(term => ({ ...term, words: wordsOf(term) })).filter(isTelling);
    const found = new Map();
    for (const term of sought)
      for (const [number, score] of await (term.run ? runsOf : scoresOf)(term, note)) {
        const { score: before = 0, terms = new Set() } = found.get(number) ?? {};
        found.set(number, { score: before + score, terms: terms.add(term) });
      }
    for (const phrase of new Set([typed, mended, day]))
      if (phrase.includes(" ")) phrases.set(phrase, await documentsWith(phrase.split(" "), note));
    return {
      items: groupsOf(found, sought),
      suggest: suggestion(sought.at(-1)),
      holds: ({ location }, phrase) => phrases.get(phrase)?.has(numbers.get(location)),
      mark: groups => mark(groups, terms, passages),
    };
  }

  /* Return the words to look for: those that begin with a term, but of a short one only itself, as with lunr. Of words
     that begin with one or two letters, there would be too many in texts. */
  function wordsOf({ word, whole, run }) {
    if (run) return [];
    if (whole && isExact(whole)) return stopped.has(whole) ? [] : [whole];
    const begun = spaced.filter(other => other.startsWith(whole ?? word));
    return !whole && word.length < 3 && isExact(word) ? begun.filter(other => titles.has(other)) : begun;
  }

  /* A word that is too common is looked for only as the beginning of others. */
  function isTelling({ run, words, whole }) {
    return run || words.length > 0 || !stopped.has(whole);
  }

  async function scoresOf(term, note) {
    const scores = new Map();
    const isBrief = !term.whole && term.word.length < 3 && isExact(term.word);
    for (const word of term.words) {
      const named = titles.get(word) ?? new Map(), posting = isBrief ? new Map() : await postingOf(word);
      const rarity = rarityOf(named.size + posting.size);
      const add = (number, score) => scores.set(number, (scores.get(number) ?? 0) + rarity * score);
      for (const [number, times] of named) add(number, BOOST * saturated(times));
      for (const [number, places] of posting) add(number, saturated(places.length));
      for (const [number, [place]] of posting) note(number, place, posting.size);
    }
    return scores;
  }

  async function runsOf({ word }, note) {
    const scores = new Map(), posting = await placesOf(word.split(" "));
    docs.forEach(({ location }, number) => {
      const times = entries.get(location).names.filter(({ words }) => ` ${words} `.includes(` ${word} `)).length;
      if (times) scores.set(number, BOOST * saturated(times));
    });
    const rarity = rarityOf(scores.size + posting.size);
    for (const [number, places] of posting) {
      scores.set(number, (scores.get(number) ?? 0) + saturated(places.length));
      note(number, places[0], posting.size);
    }
    return [...scores].map(([number, score]) => [number, rarity * score]);
  }

  function rarityOf(count) {
    return Math.log(1 + Math.abs((docs.length - count + 0.5) / (count + 0.5)));
  }

  /* Return the documents whose texts have these words one after another. Words that are too common may be any. */
  async function documentsWith(phrase, note) {
    const found = await placesOf(phrase, word => stopped.has(word) || /^[a-z]$/.test(word));
    for (const [number, [place]] of found) note(number, place, 0);
    return found;
  }

  /* Return where words stand one after another, as places of the first, by document. The last may be a beginning. */
  async function placesOf(phrase, isAny = () => false) {
    let found;
    for (const [at, word] of phrase.entries()) {
      if (isAny(word)) continue;
      const isLast = at === phrase.length - 1 && word.length > 2 && !isUnspaced(word);
      const words = isLast ? spaced.filter(other => other.startsWith(word)) : [word];
      const places = new Map();
      for (const posting of await Promise.all(words.map(postingOf)))
        for (const [number, its] of posting)
          if (!found || found.has(number)) {
            const before = its.map(place => place - at).filter(place => !found || found.get(number).includes(place));
            if (before.length) places.set(number, [...(places.get(number) ?? []), ...before]);
          }
      found = places;
      if (!found.size) break;
    }
    return found ?? new Map();
  }

  /* Return the places of a word in texts, by document. */
  async function postingOf(word) {
    const posting = new Map();
    if (!listed.has(word)) return posting;
    const { part, place } = listed.get(word), numbers = (await read(`words-${part}`))[place];
    for (let at = 0, number = 0; at < numbers.length; ) {
      number += numbers[at++];
      const places = [];
      for (let left = numbers[at++], last = 0; left; left--) places.push((last += numbers[at++]));
      posting.set(number, places);
    }
    return posting;
  }

  function groupsOf(found, sought) {
    const groups = new Map();
    docs.forEach(({ location, title }, number) => {
      const [path] = location.split("#"), isPage = !groups.has(path);
      if (isPage) groups.set(path, []);
      const { score = 0, terms } = found.get(number) ?? {};
      const expected = sought.filter(term => terms?.has(term) || !stopped.has(term.whole));
      const has = terms && Object.fromEntries(expected.map(term => [term.run ?? term.word, terms.has(term)]));
      const boost = isPage + (terms ? terms.size / expected.length : 0);
      if (terms || isPage) groups.get(path).push({ location, title, text: "", score: score * (1 + boost ** 2), terms: has ?? {} });
    });
    return [...groups.values()].filter(group => group.some(({ score }) => score));
  }

  function suggestion(term) {
    if (!term || term.run) return [];
    const sizeOf = word => titles.get(word)?.size ?? 0;
    const [best] = term.words.filter(sizeOf).sort((one, other) => sizeOf(other) - sizeOf(one));
    return best ? [best] : [];
  }

  // --- what is shown of a result ---

  /* Mark the words in titles, and add passages to the first results. */
  async function mark(groups, terms, passages) {
    const marked = markerFor(terms);
    const illustrated = async item => {
      const seen = new Set(), title = marked(item.title, seen);
      const text = item.score ? marked(await passageOf(numbers.get(item.location), passages), seen) : "";
      const missing = Object.entries(item.terms).filter(([, has]) => !has);
      return { ...item, title, text, terms: Object.fromEntries([...missing, ...[...seen].map(word => [word, true])]) };
    };
    const withTitle = item => ({ ...item, title: marked(item.title, new Set()) });
    return Promise.all(groups.map((group, at) => Promise.all(group.map(at < ILLUSTRATED ? illustrated : withTitle))));
  }

  /* Return a function that marks what was looked for in a text, and adds it to a set. */
  function markerFor(terms) {
    const alternatives = patterns => new RegExp(patterns.filter(Boolean).join("|") || "(?!)", "giu");
    const runs = alternatives(terms.map(({ run }) => run));
    const numbers = alternatives(terms.map(({ run, word, whole }) => !run && numberPattern(whole ?? word)));
    const isSought = word => !stopped.has(word) && terms.some(({ run, word: typed, whole }) => {
      if (run) return false;
      return whole && isExact(whole) ? word === whole : word.startsWith(whole ?? typed);
    });
    const parts = new RegExp(`(<[^>]*>|&#?\\w+;)|(${numbers.source})|(?:${TERMS.source})`, "gu");
    return (text, seen) => {
      const noted = part => `<mark>${seen.add(part.toLowerCase()) && part}</mark>`;
      return text.replace(parts, (part, markup, number) => {
        if (markup) return part;
        if (isUnspaced(part)) return part.replace(runs, noted);
        return number || isSought(folded(part)) ? noted(part) : part;
      });
    };
  }

  /* Return a passage of a text, around what was found, or its beginning. */
  async function passageOf(number, passages) {
    const { place } = passages.get(number) ?? { place: 0 };
    const isBefore = ([doc, first]) => doc < number || (doc === number && first <= place);
    const pieces = await read(`texts-${texts.findLastIndex(isBefore)}`);
    const [, first, html] = pieces.findLast(piece => piece[0] === number && piece[1] <= place);
    const plain = seen(html).replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
    let left = place - first, start = 0;
    for (const { 0: part, index } of plain.matchAll(new RegExp(`(&#?\\w+;)|(?:${TERMS.source})`, "gu"))) {
      if (part[0] === "&") continue;
      const size = isUnspaced(part) ? [...folded(part)].length : 1;
      start = index + (left < size && size > 1 ? left : 0);
      if ((left -= size) < 0) break;
    }
    return around(plain, start, first > 0);
  }
}

/* Return a passage of a text, from the beginning of a sentence if one is near. */
function around(text, start, isInside) {
  const before = text.slice(Math.max(0, start - 100), start), isFirst = start <= 100 && !isInside;
  const [lead] = before.match(isFirst ? /(?<=^|[.!?…]["”’]? )[^.!?…]*$/ : /(?<=[.!?…]["”’]? )[^.!?…]*$/) ?? [];
  const opening = lead ?? `… ${before.slice(-30).replace(/^\S*\s|^\w*;/, "")}`;
  const after = text.slice(start, start + 200), isLast = text.length <= start + 200;
  return opening + (isLast ? after : `${after.replace(/\s+\S*$|&#?\w*$/, "")} …`);
}

const saturated = times => ((SATURATION + 1) * times) / (SATURATION + times);

/* Return a pattern for a number with or without separators between its groups. */
function numberPattern(word) {
  return /^\d{4,}$/.test(word) && `(?<!\\d)${word.replace(/\B(?=(?:\d{3})+$)/g, "[.,'’ \u00a0\u202f]?")}`;
}

/* Return how often each word is in the title and the names of a document, by its number. */
function titlesOf(docs, entries) {
  const titles = new Map();
  docs.forEach(({ location, tags }, number) => {
    for (const { words } of entries.get(location).names.slice(0, 1 + tags.length))
      for (const word of words.split(" ").filter(Boolean)) {
        const known = titles.get(word) ?? titles.set(word, new Map()).get(word);
        known.set(number, (known.get(number) ?? 0) + 1);
      }
  });
  return titles;
}

/* Return those of some words, with how each is spelt, that lunr does not look for. */
async function stopWords(words, setUp, ask) {
  const title = words.map(([, spelling]) => spelling).join(" ");
  await setUp([{ location: "", title, tags: [], text: "" }]);
  const { items } = await ask(QUERY, words.map(([, spelling]) => `${spelling}^1`).join(" "));
  const found = new Set(items[0]?.[0].title.match(/(?<=<mark>)[^<]*/g));
  return new Set(words.filter(([, spelling]) => !found.has(spelling)).map(([word]) => word));
}

/* Return a function that loads parts of the index, each once. */
function reader() {
  const kept = new Map();
  const load = async name => {
    const file = new URL(`../../../search/${name}`, here);
    if (here.protocol !== "file:") return (await fetch(`${file}.json`)).json();
    await importScripts(`${file}.js`);
    return self.explainerParts[name];
  };
  return name => kept.get(name) ?? kept.set(name, load(name)).get(name);
}
