// The claims as a table, a page of rows at a time: what is not shown costs nothing.

const PAGE_ROWS = 50;
const MOST_PRINTED = 1000;
const MOST_NAMES = 3;

function few(names, make) {
  const shown = names.slice(0, MOST_NAMES).map(make);
  const left = names.length - MOST_NAMES;
  return left > 0 ? [...shown, element("span", { class: "line faint" }, `and ${left} more`)] : shown;
}

function line(words, extra = "") {
  return element("span", { class: `line ${extra}` }, words);
}

function claimQuote(claim) {
  const { text } = claim.article;
  const span = firstQuote(claim);
  const figures = [...claim.amounts, ...claim.terms].map((figure) => ({ at: figure.at, kind: "amount", label: figure.words }));
  const range = paragraphs(text).find((each) => each[0] <= span[0] && span[0] < each[1]) ?? span;
  return markedNodes(text, [span[0], Math.min(span[1], Math.max(range[1], span[0] + 1))], claim.quotes.length ? figures : []);
}

function quoteCell(claim, on) {
  return element(
    "button",
    { type: "button", class: "quote", tabindex: "-1", dir: "auto", onclick: (event) => { event.stopPropagation(); on.open(claim.id); } },
    claimQuote(claim),
  );
}

// What is not known is a dash under its head; a card has no heads and leaves it out.
function unknown() {
  return [line("–", "unknown")];
}

function partyLine(party) {
  return element("span", { class: "line" }, element("span", { class: "faint" }, `${party.role} `), element("bdi", {}, party.name));
}

function figureLines(claim) {
  if (!claim.amountWords.length && !claim.termWords.length) return unknown();
  return [...few(claim.amountWords, (words) => line(words)), ...few(claim.termWords, (words) => line(words, "faint"))];
}

function dateCell(claim) {
  const { day, dated } = claim.article;
  return day ? [element("span", { class: "day", title: dated }, day)] : unknown();
}

function confidenceCell(claim) {
  const share = percent(claim.confidence);
  return [element("span", { class: "share", title: `claim ${share} sure, status ${percent(claim.sure)} sure` }, share)];
}

const COLUMNS = [
  { sort: "status", head: "Status", cell: (claim) => [statusBadge(claim.status), ...reviewLines(claim)] },
  { sort: "event", head: "Event", cell: (claim) => [claim.event] },
  { sort: "modality", head: "Modality", cell: (claim) => [claim.modality] },
  { sort: null, head: "Claim", cell: (claim, on) => [quoteCell(claim, on)] },
  { sort: "amount", head: "Amount, term", down: true, hint: "by currency, then size", cell: figureLines },
  { sort: "party", head: "Parties", cell: (claim) => (claim.parties.length ? few(claim.parties, partyLine) : unknown()) },
  { sort: "publisher", head: "Publisher", cell: (claim) => (claim.article.publisher ? [element("bdi", {}, claim.article.publisher)] : unknown()) },
  { sort: "date", head: "Date", down: true, cell: dateCell },
  { sort: "confidence", head: "Sure", down: true, hint: "confidence in the claim as a whole", cell: confidenceCell },
];

function sortDirection(column, sort) {
  if (column.sort === null || sort.replace(/^-/, "") !== column.sort) return null;
  return sort.startsWith("-") ? "descending" : "ascending";
}

function nextSort(column, sort) {
  const [up, down] = [column.sort, `-${column.sort}`];
  if (sort === up) return down;
  if (sort === down) return up;
  return column.down ? down : up;
}

function headCell(column, view, on) {
  const direction = sortDirection(column, view.sort);
  const arrow = { ascending: " ↑", descending: " ↓" }[direction] ?? "";
  const content = column.sort === null
    ? column.head
    : element(
        "button",
        { type: "button", "data-sort": column.sort, title: column.hint ? `Sort ${column.hint}` : "Sort", onclick: () => on.change({ sort: nextSort(column, view.sort) }) },
        column.head,
        element("span", { "aria-hidden": "true" }, arrow),
      );
  return element("th", { role: "columnheader", scope: "col", class: `at-${column.sort ?? "quote"}`, "aria-sort": direction }, content);
}

function tableRow(claim, on) {
  return element(
    "tr",
    { role: "row", "data-id": claim.id, class: claim.status },
    COLUMNS.map((column) =>
      element("td", { role: "cell", class: `at-${column.sort ?? "quote"}`, "data-head": column.head }, column.cell(claim, on)),
    ),
  );
}

function pages(count) {
  return Math.max(1, Math.ceil(count / PAGE_ROWS));
}

function pager(view, count, on) {
  const last = pages(count);
  if (last === 1) return null;
  const turn = (name, page, off) =>
    element("button", { type: "button", class: "button", disabled: off, onclick: () => on.change({ page }) }, name);
  return element(
    "nav",
    { class: "pager", "aria-label": "Pages" },
    turn("First", 1, view.page === 1),
    turn("Previous", view.page - 1, view.page === 1),
    element("span", {}, `Page ${view.page.toLocaleString("en")} of ${last.toLocaleString("en")}`),
    turn("Next", view.page + 1, view.page === last),
    turn("Last", last, view.page === last),
  );
}

function rangeWords(from, to, count) {
  if (!CLAIMS.length) return "There are no claims in this database. “newsclaims run SOURCE” puts some in.";
  if (!count) return "No claim passes these filters.";
  return to - from === count ? counted(count, "claim") : `${(from + 1).toLocaleString("en")}–${to.toLocaleString("en")} of ${counted(count, "claim")}`;
}

// On paper nothing can be paged through: it says what is missing and how to get it.
function printedWords(printed, count) {
  if (printed >= count) return rangeWords(0, printed, count);
  return `The first ${printed.toLocaleString("en")} of ${counted(count, "claim")}: more are not printed. Filter, or sort another way, to print others.`;
}

// A stop for Tab at one row only; the arrow keys go from row to row.
function rowKeys(event, body, view, count, on) {
  const rows = [...body.querySelectorAll(".quote")];
  const place = rows.indexOf(event.target);
  const goal = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (place < 0 || goal === undefined) return;
  event.preventDefault();
  if (goal >= rows.length && view.page < pages(count)) on.change({ page: view.page + 1 }, "first");
  else if (goal < 0 && view.page > 1) on.change({ page: view.page - 1 }, "last");
  else rows[Math.min(Math.max(goal, 0), rows.length - 1)].focus();
}

function oneTabStop(body, target) {
  for (const row of body.querySelectorAll(".quote[tabindex='0']")) row.tabIndex = -1;
  if (target) target.tabIndex = 0;
}

function tableBody(claims, view, count, on) {
  const body = element("tbody", { role: "rowgroup" }, claims.map((claim) => tableRow(claim, on)));
  oneTabStop(body, body.querySelector(".quote"));
  body.addEventListener("keydown", (event) => rowKeys(event, body, view, count, on));
  body.addEventListener("focusin", (event) => event.target.matches(".quote") && oneTabStop(body, event.target));
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (row && !String(getSelection())) on.open(row.dataset.id);
  });
  return body;
}

// Narrow screens show rows as cards, which hides the heads: sorting is a choice there.
function sortChoice(view, on) {
  const options = COLUMNS.filter((column) => column.sort).flatMap((column) =>
    ["", "-"].map((sign) => {
      const value = `${sign}${column.sort}`;
      return element("option", { value, selected: view.sort === value }, `${column.head} ${sign ? "↓" : "↑"}`);
    }),
  );
  return element("label", { class: "sorting" }, "Sort by ", element("select", { id: "sort", onchange: (event) => on.change({ sort: event.target.value }) }, options));
}

function showTable(panel, claims, view, on, printing = false) {
  const first = printing ? 0 : (view.page - 1) * PAGE_ROWS;
  const last = printing ? Math.min(claims.length, MOST_PRINTED) : Math.min(claims.length, first + PAGE_ROWS);
  panel.replaceChildren(
    element("div", { class: "above" }, element("p", { id: "count", role: "status" }, printing ? printedWords(last, claims.length) : rangeWords(first, last, claims.length)), sortChoice(view, on)),
  );
  if (!claims.length) return;
  panel.append(
    element(
      "table",
      { class: "claims", role: "table", "aria-label": "Claims" },
      element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, COLUMNS.map((column) => headCell(column, view, on)))),
      tableBody(claims.slice(first, last), view, claims.length, on),
    ),
    pager(view, claims.length, on) ?? "",
  );
}
