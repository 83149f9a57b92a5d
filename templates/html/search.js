// Search in an index that generator/publishing/search_index.py makes. `makeSearch` takes the index
// and returns a function that takes what a reader typed and returns what was found, best first.
const makeSearch = (index) => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const values = new Uint8Array(128);
  for (let at = 0; at < DIGITS.length; at += 1) values[DIGITS.charCodeAt(at)] = at;
  const numbers = (text) => {
    const read = [];
    for (let at = 0, number = 0, weight = 1; at < text.length; at += 1) {
      const digit = values[text.charCodeAt(at)];
      number += (digit % 32) * weight;
      weight *= 32;
      if (digit < 32) {
        read.push(number);
        number = 0;
        weight = 1;
      }
    }
    return read;
  };
  const whole = (texts) => {
    let text = "";
    return texts.map((rest) => {
      text = text.slice(0, values[rest.charCodeAt(0)]) + rest.slice(1);
      return text;
    });
  };
  const inRows = (list, width) =>
    Array.from({ length: list.length / width }, (_, at) =>
      list.slice(at * width, (at + 1) * width),
    );
  const fold = (text) => text.toLowerCase();
  // A text without what stands between its words, for readers who write FaceList as face list.
  const joined = (text) => fold(text).replace(/[\s!-/:-@[-^`{-~]+/g, "");
  // The words of a text, each behind a space.
  const spaced = (text) => ` ${fold(text).replace(/[\s!-/:-@[-^`{-~]+/g, " ")}`;

  const [pages, titles, lines, summaries] = [
    index.pages,
    index.titles,
    index.paths,
    index.summaries,
  ].map(whole);
  const operations = pages.map((id, at) => {
    const [group, text] = numbers(index.about[at]);
    const [, path, method] = /^(.*) (\S+)$/s.exec(lines[at]);
    const line = `${method} ${path}`;
    const all = `${line} ${titles[at]} ${id} ${index.groups[group]}`;
    return {
      page: `${id}.html`,
      title: titles[at],
      line,
      summary: summaries[at],
      text,
      names: [titles[at], path, line, id].map(fold),
      joined: [titles[at], id].map(joined),
      titleWords: spaced(titles[at]),
      pathWords: spaced(line),
      all: fold(all),
      words: spaced(all),
      parameters: numbers(index.given[at]),
      errors: numbers(index.failing[at]),
      contents: inRows(numbers(index.shown[at]), 3),
    };
  });
  const parameters = inRows(index.parameters, 3).map(([where, name, text]) => ({
    where,
    name: index.names[name],
    text,
  }));
  const errors = inRows(index.errors, 5).map(([status, phrase, code, message, text]) => ({
    status,
    phrase,
    code,
    message,
    text,
    name: `${status} ${code || phrase}`,
  }));
  // An object stands behind those in it.
  const objects = index.objects.map((fields) => inRows(numbers(fields), 4));
  const words = whole(index.words);
  const found = index.found.map((steps) => {
    let text = 0;
    return numbers(steps).map((step) => (text += step));
  });
  const common = new Set(index.common);
  const textsWith = (term) => {
    const texts = new Set();
    const isInside = /[^\0-\u02ff]/.test(term); // some scripts have no spaces between words
    words.forEach((word, at) => {
      if (isInside ? word.includes(term) : word.startsWith(term))
        for (const text of found[at]) texts.add(text);
    });
    return texts;
  };

  // The ids of the rows of errors on a page.
  const anchor = (kind, name) => {
    const word = name.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
    return word ? `${kind}-${word}` : kind;
  };
  const errorAnchor = (operation, wanted) => {
    const made = new Set();
    for (const number of operation.errors) {
      const { status, code } = errors[number];
      const first = anchor(`error-${status}`, code);
      let id = first;
      for (let at = 2; made.has(id) || (id === first && first === `error-${status}`); at += 1)
        id = `${first}-${at}`;
      made.add(id);
      if (number === wanted) return id;
    }
    return "";
  };

  const MOST = 50;
  const MOST_OF_ONE = 4; // of one parameter, field or error, of different operations

  const search = (phrase) => {
    // The words, and the names in a path of fields.
    const all = [...new Set(phrase.split(/ |(?<=[\p{L}_\]])\.(?=[\p{L}_])/u))];
    const terms = all.slice(0, 30).map((term) => ({
      term,
      start: ` ${term}`,
      texts: common.has(term) ? new Set() : textsWith(term),
    }));
    const asOne = joined(phrase);
    const isSplit = asOne.length > 1 && asOne !== phrase;
    const isShort = /^[\0-\u02ff]$/.test(phrase); // one letter is in almost every row
    // Each word is a bit.
    const every = 2 ** terms.length - 1;
    const bits = (test) => terms.reduce((sum, term, at) => (test(term) ? sum + 2 ** at : sum), 0);
    // Words that are in most texts: they count where another word was found.
    const anywhere = bits(({ term }) => common.has(term));
    const inText = (text) => bits(({ texts }) => texts.has(text));
    const hits = [];
    const counts = new Map();
    const isEnough = (key) => counts.get(key) >= MOST_OF_ONE;
    const add = (rank, kind, at, key, more) => {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      hits.push({ rank, kind, at, key, ...more });
    };
    // Errors and parameters are counted further, so that a reader learns of the other operations.
    const addFew = (rank, kind, at, key, more) => {
      if (isEnough(key)) counts.set(key, counts.get(key) + 1);
      else add(rank, kind, at, key, more);
    };
    const context = operations.map((operation) =>
      bits(({ term, start }) => operation.words.includes(start) || operation.all.includes(term)),
    );

    // Operations by what they are called, then by what is said of them.
    operations.forEach((operation, at) => {
      const isAllIn = (text) => terms.every(({ start }) => text.includes(start));
      let rank = 9;
      if (operation.names.includes(phrase)) rank = 0;
      else if (operation.names.some((name) => name.startsWith(phrase))) rank = 1;
      else if (isSplit && operation.joined.some((name) => name.startsWith(asOne))) rank = 1.5;
      else if (isAllIn(operation.titleWords)) rank = 2;
      else if (isSplit && operation.joined.some((name) => name.includes(asOne))) rank = 2.2;
      else if (isAllIn(operation.pathWords)) rank = 2.5;
      else if (operation.names.some((name) => name.includes(phrase))) rank = 2.6;
      else if (context[at] === every) rank = 3;
      else if (!isShort) {
        const found = inText(operation.text);
        if (context[at] & ~anywhere && (context[at] | anywhere) === every)
          rank = 3.9 - 0.8 * (bits(({ start }) => operation.words.includes(start)) / every);
        else if (found && (found | context[at] | anywhere) === every)
          rank = (found | anywhere) === every ? 6 : 6.5;
      }
      if (rank < 9) add(rank, "operation", at, `o${at}`, {});
    });

    // Rows by their names, and by what is said of them. What is left of the words may be in the
    // names of their operation.
    const rate = (name, text) => {
      const folded = fold(name);
      const named = bits(({ term }) => folded.includes(term));
      const told = inText(text);
      let rank = 0.8;
      if (folded === phrase) rank = 0;
      else if (folded.startsWith(phrase)) rank = 0.2;
      else if (named === every) rank = 0.4;
      else if (!named) rank = 2.2;
      return { mask: named || told ? named | told | anywhere : 0, rank };
    };
    const isWhole = ({ mask }, at) => mask !== 0 && (mask | context[at]) === every;
    // What has the very name is not behind errors that have it within a code.
    const from = ({ rank }, usual) => (rank === 0 ? usual - 1 : usual);
    const bonus = ({ mask, rank }) => (mask === every ? rank : rank + 0.5);

    const ofErrors = errors.map(({ status, phrase: words, code, message, text }) => {
      const name = rate(code || `${status} ${words}`, text);
      const more = rate(`${status} ${words} ${code}`, text);
      if (more.mask === every) return { mask: every, rank: Math.min(name.rank, more.rank + 0.3) };
      return { mask: rate(`${status} ${words} ${code} ${message}`, text).mask, rank: 2 };
    });
    const ofParameters = parameters.map(({ name, text }) => rate(name, text));
    (isShort ? [] : operations).forEach((operation, at) => {
      for (const number of operation.errors) {
        const [row, key] = [ofErrors[number], `e${number}`];
        if (isWhole(row, at)) addFew(4 + bonus(row), "error", at, key, { number });
      }
      for (const number of operation.parameters) {
        const [row, key] = [ofParameters[number], `p${number}`];
        if (isWhole(row, at)) addFew(from(row, 5) + bonus(row), "parameter", at, key, { number });
      }
    });

    // Fields: for each object, whether it or one in it has fields to find.
    const ofFields = new Map();
    const rows = objects.map((fields) =>
      fields.map(([name, text]) => {
        const key = `f${name} ${text}`;
        if (!ofFields.has(key)) ofFields.set(key, { key, ...rate(index.names[name], text) });
        return ofFields.get(key);
      }),
    );
    const isOpen = [];
    objects.forEach((fields, number) => {
      isOpen[number] = fields.some(
        ([, , , inner], place) => rows[number][place].mask !== 0 || isOpen[inner],
      );
    });
    (isShort ? [] : operations).forEach((operation, at) => {
      for (const [status, , root] of operation.contents) {
        const visit = (number, before, above) => {
          let isLeft = false;
          objects[number].forEach(([name, , , inner], place) => {
            const row = rows[number][place];
            const path = before + index.names[name];
            const within = { mask: row.mask === 0 ? 0 : row.mask | above, rank: row.rank };
            if (row.mask !== 0 && !isEnough(row.key)) {
              if (isWhole(within, at))
                add(from(within, 5.1) + bonus(within), "field", at, row.key, { status, path });
              isLeft ||= !isEnough(row.key);
            }
            if (isOpen[inner]) visit(inner, `${path}.`, above | row.mask);
            isLeft ||= isOpen[inner];
          });
          isOpen[number] = isLeft;
        };
        if (isOpen[root]) visit(root, "", 0);
      }
    });

    hits.sort((a, b) => a.rank - b.rank || a.at - b.at);
    const last = new Map(hits.map((hit) => [hit.key, hit]));
    return hits.slice(0, MOST).map((hit) => {
      const operation = operations[hit.at];
      const { page } = operation;
      const { rank, key } = hit;
      const others = last.get(key) === hit ? counts.get(key) - MOST_OF_ONE : 0;
      const more = `, and ${others} more operation${others === 1 ? "" : "s"}`;
      const title = operation.title + (others > 0 && !key.startsWith("f") ? more : "");
      if (hit.kind === "operation")
        return { rank, kind: "operation", label: title, detail: operation.line, page, anchor: "" };
      if (hit.kind === "error") {
        const error = errors[hit.number];
        const detail = error.message ? `${title}: ${error.message}` : title;
        const id = errorAnchor(operation, hit.number);
        return { rank, kind: "error", label: error.name, detail, page, anchor: id };
      }
      if (hit.kind === "parameter") {
        const { where, name } = parameters[hit.number];
        const id = anchor(/^(header|cookie) key$/.test(where) ? "header" : "parameter", name);
        return { rank, kind: where, label: name, detail: title, page, anchor: id };
      }
      const place = hit.status ? `response-${hit.status}` : "request-body";
      const kind = hit.status ? `field of ${hit.status}` : "field of the body";
      return { rank, kind, label: hit.path, detail: title, page, anchor: anchor(place, hit.path) };
    });
  };

  // A phrase without the words that say nothing, if any others are in it.
  const SMALL = new Set(
    "a an and are at be by can do does for from how i in is it my of on or the to what which with".split(
      " ",
    ),
  );
  const cleaned = (words) => {
    const kept = words.filter((word) => !SMALL.has(word));
    return (kept.length ? kept : words).join(" ");
  };
  // What has all words; else words in the singular, too; else all words but one; else any word.
  return (typed) => {
    const typedWords = fold(typed).trim().split(/\s+/).slice(0, 30);
    if (!typedWords[0]) return [];
    const whole = search(typedWords.join(" "));
    if (whole.length && whole[0].rank < 3) return whole;
    const phrase = cleaned(typedWords);
    const found = phrase === typedWords.join(" ") ? whole : search(phrase);
    if (found.length) return found;
    const parts = phrase.split(/ |(?<=[\p{L}\p{N}])[-/](?=[\p{L}\p{N}])/u);
    const stems = parts.map((word) => word.replace(/(?<=[a-z]{3})s$/, ""));
    const tries = [
      [stems],
      // Each search takes milliseconds in a large index.
      stems.length > 3
        ? []
        : stems.map((_, at) => [...stems.slice(0, at), ...stems.slice(at + 1)]),
      stems.map((word) => [word]),
    ];
    for (const phrases of phrase.includes(" ") ? tries : tries.slice(0, 1)) {
      const hits = new Map();
      for (const words of phrases.filter((one) => one.length))
        for (const hit of search(words.join(" "))) {
          const place = `${hit.page}#${hit.anchor}`;
          const { rank, times } = hits.get(place) ?? { rank: 9, times: 0 };
          const best = Math.min(rank, hit.rank);
          hits.set(place, { ...hit, rank: best, times: times + 1, isPart: true });
        }
      const best = (a, b) => b.times - a.times || a.rank - b.rank;
      if (hits.size) return [...hits.values()].sort(best).slice(0, MOST);
    }
    return [];
  };
};
