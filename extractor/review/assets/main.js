// What is shown follows from the view, and the view from the address: one way round.

const dialog = byId("article");
const state = { view: emptyView(), shown: [], currency: "", hash: null, back: "" };

function summaryWords() {
  const days = ARTICLES.map((article) => article.day).filter(Boolean).sort();
  const span = days.length ? ` from ${days[0]} to ${days.at(-1)}` : "";
  const missed = FAILURES.length ? `, ${counted(FAILURES.length, "source")} not read` : "";
  const dated = WORDS.dated ? ` As of ${WORDS.dated}.` : "";
  return `${counted(CLAIMS.length, "claim")} in ${counted(ARTICLES.length, "article")}${span}${missed}.${dated}`;
}

function refresh() {
  const { view } = state;
  state.shown = sorted(matching(view), view.sort);
  view.page = Math.min(view.page, pages(state.shown.length));
  followView(view);
  if (view.tab === "claims") showTable(byId("panel-claims"), state.shown, view, acts);
  if (view.tab === "charts") showCharts(byId("panel-charts"), view, acts, state.currency);
}

// Puts the view into the address: as a step that "back" undoes, or in place of the last.
function remember(step = false) {
  const hash = toHash(state.view);
  const place = hash ? `#${hash}` : `${location.pathname}${location.search}`;
  if (step) history.pushState({ opened: true }, "", place);
  else history.replaceState(history.state, "", place);
  state.hash = location.hash;
}

function change(part, focus = null) {
  const stays = "page" in part || "claim" in part;
  Object.assign(state.view, stays ? {} : { page: 1 }, part);
  const sortedBy = document.activeElement?.dataset?.sort;
  refresh();
  remember();
  if (focus) focusRow(focus);
  else if (sortedBy) document.querySelector(`[data-sort="${sortedBy}"]`)?.focus();
  if ("page" in part && !focus) byId("panel-claims").scrollIntoView({ block: "start" });
}

function focusRow(which) {
  const rows = [...document.querySelectorAll(".quote")];
  (which === "last" ? rows.at(-1) : rows[0])?.focus();
}

function toggle(name, word) {
  const chosen = state.view[name];
  change({ [name]: chosen.includes(word) ? chosen.filter((each) => each !== word) : [...chosen, word] });
}

function clearFilters() {
  const { tab, sort } = state.view;
  change({ ...emptyView(), tab, sort });
}

// Previous and next go through what the filters leave; the article's own claims may lie outside.
function stepsAround(claim) {
  const place = state.shown.indexOf(claim);
  const id = (at) => (place < 0 ? undefined : state.shown[at]?.id);
  const words = place < 0 ? "" : `${(place + 1).toLocaleString("en")} of ${state.shown.length.toLocaleString("en")}`;
  return { previous: id(place - 1), next: id(place + 1), words };
}

// The browser's own "back" closes a claim: the first that is opened is a step in its history.
function openClaim(id) {
  if (!CLAIM_BY_ID.has(id)) return;
  state.view.claim = id;
  remember(!dialog.open);
  showClaim();
}

function showClaim() {
  const claim = CLAIM_BY_ID.get(state.view.claim);
  showArticle(dialog, claim, stepsAround(claim), { open: openClaim, close: () => dialog.close() });
  document.documentElement.classList.add("reading-claim");
}

function turnToRowOf(id) {
  const place = state.shown.findIndex((claim) => claim.id === id);
  if (place < 0 || state.view.tab !== "claims") return;
  const page = Math.floor(place / PAGE_ROWS) + 1;
  if (page !== state.view.page) change({ page }, "first");
  [...document.querySelectorAll("tr[data-id]")].find((row) => row.dataset.id === id)?.querySelector(".quote").focus();
}

function claimClosed() {
  const last = state.view.claim;
  document.documentElement.classList.remove("reading-claim");
  if (!last) return;
  state.view.claim = "";
  if (history.state?.opened) {
    state.back = last;
    history.back();
    return;
  }
  remember();
  turnToRowOf(last);
}

// Called twice for one step, as popstate and as hashchange: the second finds nothing new.
function followAddress() {
  if (location.hash === state.hash) return;
  state.hash = location.hash;
  state.view = fromHash(location.hash);
  refresh();
  if (state.view.claim) showClaim();
  else if (dialog.open) dialog.close();
  if (state.back) turnToRowOf(state.back);
  state.back = "";
}

function pageKeys(event) {
  const typing = event.target.closest?.("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (dialog.open) dialogKeys(event);
  else if (event.key === "/" && !typing) {
    event.preventDefault();
    document.querySelector("input[name=q]").focus();
  }
}

function dialogKeys(event) {
  keepFocusWithin(dialog, event);
  const { previous, next } = stepsAround(CLAIM_BY_ID.get(state.view.claim));
  const goal = { ArrowLeft: previous, ArrowRight: next }[event.key];
  if (goal) openClaim(goal);
}

const acts = { change, toggle, clear: clearFilters, open: openClaim, currency: (code) => { state.currency = code; refresh(); } };

function start() {
  byId("summary").textContent = summaryWords();
  makeControls(acts);
  showFailures(byId("panel-failures"));
  dialog.addEventListener("close", claimClosed);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("keydown", pageKeys);
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    (document.querySelector(".quote[tabindex='0']") ?? byId("panel-claims")).focus();
  });
  addEventListener("hashchange", followAddress);
  addEventListener("popstate", followAddress);
  addEventListener("resize", () => state.view.tab === "charts" && refresh());
  addEventListener("beforeprint", () => state.view.tab === "claims" && !dialog.open && showTable(byId("panel-claims"), state.shown, state.view, acts, true));
  addEventListener("afterprint", () => refresh());
  followAddress();
}

start();
