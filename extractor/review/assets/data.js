// The records, read once: every claim knows its article and where it stands among all claims.

function block(name) {
  return JSON.parse(byId(`data-${name}`).textContent);
}

const WORDS = block("words");
const ARTICLES = block("articles");
const FAILURES = block("failures");
const CLAIMS = ARTICLES.flatMap((article) =>
  article.claims.map((claim) => Object.assign(claim, { article })),
);
CLAIMS.forEach((claim, place) => {
  claim.place = place;
});
const CLAIM_BY_ID = new Map(CLAIMS.map((claim) => [claim.id, claim]));

function quoted(article, [start, end]) {
  return visible(article.text.slice(start, end));
}

function firstQuote(claim) {
  const span = claim.quotes[0] ?? claim.amounts[0]?.at ?? claim.terms[0]?.at;
  return span ?? [0, claim.article.text.length];
}

// What a claim is searched by. Made when it is first needed: opening the page must not wait for it.
function haystack(claim) {
  claim.haystack ??= [
    ...claim.quotes.map((span) => quoted(claim.article, span)),
    claim.article.title,
    claim.article.publisher,
    claim.article.source,
    ...claim.article.authors,
    ...claim.parties.map((party) => party.name),
    ...claim.sources.map((source) => source.name),
    ...claim.amountWords,
    ...claim.termWords,
    ...(claim.review?.entries ?? []).flatMap((entry) => [entry.by, entry.note]),
  ]
    .join("\n")
    .toLowerCase();
  return claim.haystack;
}

function ruleWords(rule) {
  return WORDS.rule[rule] ?? WORDS.rule[rule.split(".", 1)[0]] ?? "read by this rule";
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function mostFirst(counts) {
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}

// How often each currency is told: the usual one comes first where currencies can't be compared.
const CURRENCIES = mostFirst(
  tally(CLAIMS.flatMap((claim) => claim.amounts.map((amount) => amount.currency)).filter(Boolean)),
).map(([currency]) => currency);

function reach(amount) {
  return amount.high ?? amount.low;
}

function leadingAmount(claim) {
  claim.leading ??= claim.amounts.reduce(
    (best, amount) => (best === null || (reach(amount) ?? -Infinity) > (reach(best) ?? -Infinity) ? amount : best),
    null,
  );
  return claim.leading;
}
