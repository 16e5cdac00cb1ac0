// The controls: status buttons, tabs, and the form of filters. They are made once and then follow
// the view.

const WAIT_FOR_TYPING = 150;
const MOST_SUGGESTED = 300;

function statusButtons(on) {
  return STATUSES.map((status) =>
    element(
      "button",
      { type: "button", class: `tile ${status}`, "data-status": status, title: capital(WORDS.status[status]), onclick: () => on.toggle("status", status) },
      statusIcon(status),
      element("span", { class: "number" }),
      element("span", { class: "word" }, status),
    ),
  );
}

function tabButton(name, words, on) {
  return element(
    "button",
    { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => on.change({ tab: name }) },
    words,
  );
}

function tabButtons(on) {
  const names = { claims: "Claims", charts: "Charts", failures: `Not read (${FAILURES.length.toLocaleString("en")})` };
  return TABS.map((name) => tabButton(name, names[name], on));
}

// The arrow keys go from tab to tab, as in every set of tabs.
function tabKeys(event, on) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const place = TABS.findIndex((name) => `tab-${name}` === event.target.id);
  const next = TABS[(place + step + TABS.length) % TABS.length];
  on.change({ tab: next });
  byId(`tab-${next}`).focus();
}

function field(name, label, attributes) {
  return element("label", { class: `field f-${name}` }, element("span", {}, label), element("input", { name, ...attributes }));
}

// A list of words of which several may be chosen.
function choice(name, label, words, on) {
  const boxes = words.map(([word, count]) =>
    element(
      "label",
      {},
      element("input", { type: "checkbox", name, value: word, onchange: () => on.toggle(name, word) }),
      element("bdi", {}, word),
      element("span", { class: "faint" }, count.toLocaleString("en")),
    ),
  );
  return element(
    "details",
    { class: "choice", "data-list": name },
    element("summary", {}, element("span", { class: "label" }, label), element("span", { class: "chosen" }, "any")),
    element("div", { class: "menu", role: "group", "aria-label": label }, boxes),
  );
}

function currencyChoice() {
  const options = CURRENCIES.map((currency) => element("option", { value: currency }, currency));
  return element(
    "label",
    { class: "field f-currency" },
    element("span", {}, "Currency"),
    element("select", { name: "currency" }, element("option", { value: "" }, "any"), options),
  );
}

function suggestions() {
  const names = mostFirst(tally(CLAIMS.flatMap((claim) => claim.parties.map((party) => party.name))));
  return element("datalist", { id: "parties" }, names.slice(0, MOST_SUGGESTED).map(([value]) => element("option", { value })));
}

function filterControls(on) {
  const words = (make) => mostFirst(tally(CLAIMS.map(make)));
  return [
    field("q", "Search", { type: "search", placeholder: "quote, headline, party, source …" }),
    element("button", { type: "button", class: "button more", "aria-expanded": "false", onclick: toggleRest }, "Filters"),
    element(
      "div",
      { class: "rest" },
      choice("event", "Event", words((claim) => claim.event), on),
      choice("modality", "Modality", words((claim) => claim.modality), on),
      choice("publisher", "Publisher", words(publisherOf), on),
      CLAIMS.some((claim) => claim.review) ? choice("review", "Review", words(reviewOf), on) : null,
      field("party", "Party", { type: "text", list: "parties" }),
      suggestions(),
      element("span", { class: "break" }),
      field("min", "Amount from", { type: "text", placeholder: "1bn", size: "7" }),
      field("max", "to", { type: "text", placeholder: "2.5bn", size: "7" }),
      currencyChoice(),
      field("since", "From day", { type: "date" }),
      field("until", "to day", { type: "date" }),
      field("sure", "Sure, at least %", { type: "number", min: "0", max: "100", step: "5" }),
      element("button", { type: "button", class: "button clear", onclick: on.clear }, "Clear filters"),
    ),
  ];
}

function toggleRest(event) {
  const open = byId("filters").classList.toggle("open");
  event.currentTarget.setAttribute("aria-expanded", String(open));
}

function makeControls(on) {
  byId("statuses").append(...statusButtons(on));
  byId("tabs").append(...tabButtons(on));
  byId("tabs").addEventListener("keydown", (event) => tabKeys(event, on));
  const form = byId("filters");
  form.append(...filterControls(on));
  let waiting = 0;
  form.addEventListener("input", ({ target }) => {
    if (!TEXTS.includes(target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => on.change({ [target.name]: target.value }), WAIT_FOR_TYPING);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(null));
}

function closeMenus(within) {
  for (const menu of document.querySelectorAll("details.choice[open]")) {
    if (menu.contains(within)) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}

function followView(view) {
  const counts = tally(matching(view, "status").map((claim) => claim.status));
  for (const tile of byId("statuses").children) {
    tile.setAttribute("aria-pressed", String(view.status.includes(tile.dataset.status)));
    tile.querySelector(".number").textContent = (counts.get(tile.dataset.status) ?? 0).toLocaleString("en");
  }
  for (const name of TABS) {
    const tab = byId(`tab-${name}`);
    tab.setAttribute("aria-selected", String(view.tab === name));
    tab.tabIndex = view.tab === name ? 0 : -1;
    byId(`panel-${name}`).hidden = view.tab !== name;
  }
  byId("filters").hidden = byId("statuses").hidden = view.tab === "failures";
  followForm(byId("filters"), view);
}

function followForm(form, view) {
  for (const menu of form.querySelectorAll("details.choice")) {
    const chosen = view[menu.dataset.list];
    menu.querySelector(".chosen").textContent = chosen.join(", ") || "any";
    menu.classList.toggle("set", chosen.length > 0);
    for (const box of menu.querySelectorAll("input")) box.checked = chosen.includes(box.value);
  }
  for (const name of TEXTS) {
    const control = form.elements.namedItem(name);
    if (control !== document.activeElement && control.value !== view[name]) control.value = view[name];
    const unread = ["min", "max"].includes(name) && view[name] !== "" && limit(view[name]) === null;
    control.setAttribute("aria-invalid", String(unread));
    control.title = unread ? "Not a number like 1e9 or 2.5bn: left out" : "";
  }
  form.querySelector(".clear").disabled = !isFiltered(view);
}
