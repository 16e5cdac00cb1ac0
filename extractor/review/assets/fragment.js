// Addresses that open a page at quoted words (URL fragment text directives). The words around the
// quote go along when the article has the quote more than once; a long quote is given by its ends.

const LONGEST_QUOTE = 240;
const MOST_CONTEXT = 12;

function flat(text) {
  return text.replace(/\s+/gu, " ").trim();
}

// The dash is what tells prefix and suffix from the quote, so that it must not stand for itself.
function encodePart(text) {
  return encodeURIComponent(text).replace(/[-!'()*~_.]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function occurrences(text, part) {
  const [where, what] = [text.toLowerCase(), part.toLowerCase()];
  let count = 0;
  for (let at = where.indexOf(what); at >= 0 && what; at = where.indexOf(what, at + 1)) count += 1;
  return count;
}

// Words before and behind a quote, from the nearest on.
function wordsAround(text, [start, end], [first, last]) {
  const words = (from, to) => flat(text.slice(from, to)).split(" ").filter(Boolean);
  return { before: words(first, start).reverse(), behind: words(end, last) };
}

function contexts({ before, behind }) {
  const found = [{ prefix: "", suffix: "" }];
  for (let count = 1; count <= MOST_CONTEXT; count += 1) {
    const prefix = before.slice(0, count).reverse().join(" ");
    const suffix = behind.slice(0, count).join(" ");
    found.push({ prefix, suffix: "" }, { prefix: "", suffix }, { prefix, suffix });
  }
  return found;
}

// The fewest words around the quote that make it the only one. Words of its own paragraph will do, or
// else of those next to it, between which a page may hold other things; the first of several quotes
// needs none, because browsers go to the first.
function context(text, range, quote) {
  const whole = flat(text);
  const isOnly = ({ prefix, suffix }) => occurrences(whole, [prefix, quote, suffix].filter(Boolean).join(" ")) <= 1;
  const line = [text.lastIndexOf("\n", range[0] - 1) + 1, (text.indexOf("\n", range[1]) + 1 || text.length + 1) - 1];
  const within = contexts(wordsAround(text, range, line)).find(isOnly);
  if (within) return within;
  const isFirst = occurrences(flat(text.slice(0, range[0])), quote) === 0;
  const beyond = isFirst ? null : contexts(wordsAround(text, range, [0, text.length])).find(isOnly);
  return beyond ?? { prefix: "", suffix: "" };
}

// A range must begin and end where words do, or the browser doesn't find it.
function wholeWords(text, [start, end]) {
  const isWord = (at) => /[\p{L}\p{N}_]/u.test(text.charAt(at));
  let [first, last] = [start, end];
  while (first > 0 && isWord(first) && isWord(first - 1)) first -= 1;
  while (last < text.length && isWord(last - 1) && isWord(last)) last += 1;
  return [first, last];
}

// The ends of a quote: the first few words, as many as make them the only ones, and the last few.
function endsOf(text, quote) {
  const words = quote.split(" ");
  let count = 4;
  while (count < words.length / 2 && occurrences(flat(text), words.slice(0, count).join(" ")) > 1) count += 1;
  return [words.slice(0, count).join(" "), words.slice(-4).join(" ")];
}

function textDirective(text, span) {
  const range = wholeWords(text, span);
  const quote = flat(text.slice(...range));
  if (!quote) return "";
  const { prefix, suffix } = context(text, range, quote);
  const long = quote.length > LONGEST_QUOTE && quote.split(" ").length > 10;
  const parts = (long ? endsOf(text, quote) : [quote]).map(encodePart);
  if (prefix) parts.unshift(`${encodePart(prefix)}-`);
  if (suffix) parts.push(`-${encodePart(suffix)}`);
  return `text=${parts.join(",")}`;
}

// Only addresses of the web: the check of the page's maker is repeated here, where it counts.
function linkToWords(address, text, span) {
  let parsed;
  try {
    parsed = new URL(address);
  } catch {
    return null;
  }
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return null;
  const [place, named = ""] = [parsed.href.split("#", 1)[0], parsed.hash.slice(1).split(":~:", 1)[0]];
  const directive = textDirective(text, span);
  return directive ? `${place}#${named}:~:${directive}` : parsed.href;
}
