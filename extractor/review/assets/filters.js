// Which claims are shown, and in which order. Conditions combine; several words of one kind are any
// of them. Everything that a view is made of is in one object, so that it can go into the address.

const LISTS = ["status", "event", "modality", "publisher", "review"];
const TEXTS = ["q", "party", "min", "max", "currency", "since", "until", "sure"];
const NO_PUBLISHER = "not known";

function emptyView() {
  return {
    status: [], event: [], modality: [], publisher: [], review: [],
    q: "", party: "", min: "", max: "", currency: "", since: "", until: "", sure: "",
    sort: "-date", page: 1, tab: "claims", claim: "",
  };
}

const SCALES = { k: 1e3, m: 1e6, mn: 1e6, bn: 1e9, b: 1e9, tn: 1e12, t: 1e12 };

// "1e9", "2,500,000", "2.5bn"; NaN for what is no number.
function readNumber(words) {
  const found = /^(-?[\d.]+(?:e\d+)?)(k|mn?|bn?|tn?)?$/i.exec(words.replace(/[\s,_]/g, ""));
  return found ? Number(found[1]) * (SCALES[(found[2] ?? "").toLowerCase()] ?? 1) : NaN;
}

function publisherOf(claim) {
  return claim.article.publisher || NO_PUBLISHER;
}

function amountFits(amount, { least, most, currency }) {
  const high = amount.high ?? amount.low;
  const low = amount.low ?? amount.high;
  if (currency && amount.currency !== currency) return false;
  if (least !== null && !(high !== null && high >= least)) return false;
  return most === null || (low !== null && low <= most);
}

function limit(words) {
  const number = readNumber(words);
  return words === "" || Number.isNaN(number) ? null : number;
}

function amountTest(view) {
  const wanted = { least: limit(view.min), most: limit(view.max), currency: view.currency };
  if (wanted.least === null && wanted.most === null && !wanted.currency) return null;
  return (claim) => claim.amounts.some((amount) => amountFits(amount, wanted));
}

function oneOf(chosen, word) {
  if (!chosen.length) return null;
  const wanted = new Set(chosen);
  return (claim) => wanted.has(word(claim));
}

// Every word must be there, in any order; words in quotation marks belong together.
function allOf(search) {
  const found = search.toLowerCase().matchAll(/"([^"]+)"|(\S+)/g);
  const terms = [...found].map(([, phrase, word]) => (phrase ?? word).trim()).filter(Boolean);
  return terms.length ? (claim) => terms.every((term) => haystack(claim).includes(term)) : null;
}

function partyTest(part) {
  const wanted = part.trim().toLowerCase();
  return wanted ? (claim) => claim.parties.some((party) => party.name.toLowerCase().includes(wanted)) : null;
}

function dayTest(since, until) {
  if (!since && !until) return null;
  return ({ article }) => article.day !== "" && (!since || article.day >= since) && (!until || article.day <= until);
}

function sureTest(words) {
  const least = limit(words);
  return least === null ? null : (claim) => claim.confidence * 100 >= least;
}

// The conditions of a view; ``but`` leaves one kind out, to count what its other words would give.
function conditions(view, but = "") {
  return [
    but === "status" ? null : oneOf(view.status, (claim) => claim.status),
    oneOf(view.event, (claim) => claim.event),
    oneOf(view.modality, (claim) => claim.modality),
    oneOf(view.publisher, publisherOf),
    oneOf(view.review, reviewOf),
    partyTest(view.party),
    amountTest(view),
    dayTest(view.since, view.until),
    sureTest(view.sure),
    allOf(view.q),
  ].filter(Boolean);
}

function matching(view, but = "") {
  const tests = conditions(view, but);
  return CLAIMS.filter((claim) => tests.every((test) => test(claim)));
}

function isFiltered(view) {
  return LISTS.some((name) => view[name].length) || TEXTS.some((name) => view[name] !== "");
}

function words(first, second) {
  return first < second ? -1 : first > second ? 1 : 0;
}

// Amounts of different currencies can't be compared: the usual currency comes first, then the next.
function byAmount(one, other) {
  const [first, second] = [leadingAmount(one), leadingAmount(other)];
  const place = (amount) => (amount === null ? Infinity : (CURRENCIES.indexOf(amount.currency) + 1 || 1e6));
  const size = (amount) => (amount === null ? 0 : (reach(amount) ?? 0));
  return place(first) - place(second) || size(second) - size(first);
}

function firstParty(claim) {
  return claim.parties[0]?.name.toLowerCase() ?? "\uffff";
}

const ORDERS = {
  status: (one, other) => STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status),
  event: (one, other) => words(one.event, other.event),
  modality: (one, other) => words(one.modality, other.modality),
  amount: (one, other) => -byAmount(one, other),
  party: (one, other) => words(firstParty(one), firstParty(other)),
  publisher: (one, other) => words(publisherOf(one).toLowerCase(), publisherOf(other).toLowerCase()),
  date: (one, other) => (one.article.order ?? -Infinity) - (other.article.order ?? -Infinity) || 0,
  confidence: (one, other) => one.confidence - other.confidence,
};

// "date" ascends, "-date" descends; claims that are alike stay in the order of their articles.
function sorted(claims, sort) {
  const order = ORDERS[sort.replace(/^-/, "")];
  const sign = sort.startsWith("-") ? -1 : 1;
  return [...claims].sort((one, other) => sign * order(one, other) || one.place - other.place);
}
