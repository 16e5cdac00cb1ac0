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

function lastWords(words, count) {
  return count ? words.slice(-count).join(" ") : "";
}

// How many words before and behind the quote make it the only one; as many as allowed if none do.
function context(text, range, quote) {
  const before = flat(text.slice(0, range[0])).split(" ").filter(Boolean);
  const behind = flat(text.slice(range[1])).split(" ").filter(Boolean);
  const whole = flat(text);
  for (let count = 0; count <= MOST_CONTEXT; count += 1) {
    const prefix = lastWords(before, count);
    const suffix = behind.slice(0, count).join(" ");
    const sought = [prefix, quote, suffix].filter(Boolean).join(" ");
    if (occurrences(whole, sought) <= 1 || count === MOST_CONTEXT) return { prefix, suffix };
  }
  return { prefix: "", suffix: "" };
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
