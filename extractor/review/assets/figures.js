// What the charts draw: figures over the claims that pass the filters, and the shapes for them.

const DAY = 86400000;
const MOST_BARS = 10;
const MOST_BINS = 80;

function dayNumber(day) {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
}

function dayWords(number) {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

// Days, weeks (by their Monday), months or years: whatever leaves bars that can be told apart.
const STEPS = {
  day: { most: 45, of: (day) => day, after: (bin) => dayWords(dayNumber(bin) + 1) },
  week: {
    most: 320,
    of: (day) => dayWords(dayNumber(day) - ((((dayNumber(day) + 3) % 7) + 7) % 7)),
    after: (bin) => dayWords(dayNumber(bin) + 7),
  },
  month: {
    most: 1900,
    of: (day) => day.slice(0, 7),
    after: (bin) => dayWords(dayNumber(`${bin}-01`) + 31).slice(0, 7),
  },
  year: { most: Infinity, of: (day) => day.slice(0, 4), after: (bin) => String(Number(bin) + 1).padStart(4, "0") },
};

function stepFor(first, last) {
  const days = dayNumber(last) - dayNumber(first);
  return Object.keys(STEPS).find((name) => days <= STEPS[name].most);
}

function allBins(step, first, last) {
  const bins = [];
  for (let bin = first; bin <= last && bins.length <= MOST_BINS; bin = step.after(bin)) bins.push(bin);
  return bins.length > MOST_BINS ? null : bins;
}

// How many claims of each status there are in each stretch of time; dates far apart leave no gaps.
function overTime(claims) {
  const dated = claims.filter((claim) => claim.article.day);
  const days = dated.map((claim) => claim.article.day).sort();
  if (!days.length) return { step: "day", bins: [], undated: claims.length };
  const step = stepFor(days[0], days.at(-1));
  const { of } = STEPS[step];
  const counts = new Map();
  for (const claim of dated) {
    const bin = of(claim.article.day);
    if (!counts.has(bin)) counts.set(bin, Object.fromEntries(STATUSES.map((status) => [status, 0])));
    counts.get(bin)[claim.status] += 1;
  }
  const names = allBins(STEPS[step], of(days[0]), of(days.at(-1))) ?? [...counts.keys()].sort();
  const none = Object.fromEntries(STATUSES.map((status) => [status, 0]));
  return { step, bins: names.map((name) => ({ name, ...(counts.get(name) ?? none) })), undated: claims.length - dated.length };
}

// The largest amount of each claim in one currency; prices of a share or a barrel are no sums.
function largestAmounts(claims, currency) {
  return claims
    .map((claim) => {
      const sums = claim.amounts.filter((amount) => amount.currency === currency && !amount.per && reach(amount) !== null);
      const amount = sums.reduce((best, each) => (best && reach(best) >= reach(each) ? best : each), null);
      return { claim, amount };
    })
    .filter((row) => row.amount && reach(row.amount) > 0)
    .sort((one, other) => reach(other.amount) - reach(one.amount) || one.claim.place - other.claim.place)
    .slice(0, MOST_BARS);
}

function currenciesOf(claims) {
  return mostFirst(tally(claims.flatMap((claim) => [...new Set(claim.amounts.filter((amount) => !amount.per).map((amount) => amount.currency))])))
    .map(([currency]) => currency)
    .filter(Boolean);
}

// Named parties, whatever the case of their letters; a claim counts once for each of them.
function busiestParties(claims) {
  const named = new Map();
  for (const claim of claims) {
    const own = claim.parties.filter((party) => party.kind !== "generic").map((party) => party.name);
    for (const key of new Set(own.map((name) => name.toLowerCase()))) {
      const known = named.get(key) ?? { name: own.find((name) => name.toLowerCase() === key), count: 0 };
      named.set(key, { name: known.name, count: known.count + 1 });
    }
  }
  return [...named.values()].sort((one, other) => other.count - one.count || words(one.name, other.name)).slice(0, MOST_BARS);
}

// Where the lines of an axis go: a whole number of steps of 1, 2 or 5.
function ticks(most) {
  const rough = Math.max(most / 4, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, place) => place * step);
}
