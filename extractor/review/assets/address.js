// The view in the address, after "#", so that it can be sent on and found again.

const TABS = ["claims", "charts", "failures"];
const VOCABULARIES = {
  status: STATUSES,
  event: Object.keys(WORDS.event),
  modality: Object.keys(WORDS.modality),
  review: REVIEWS,
};

function toHash(view) {
  const usual = emptyView();
  const parameters = new URLSearchParams();
  for (const name of LISTS) for (const word of view[name]) parameters.append(name, word);
  for (const name of [...TEXTS, "sort", "page", "tab", "claim"]) {
    if (String(view[name]) !== String(usual[name])) parameters.set(name, view[name]);
  }
  return parameters.toString();
}

// Whatever an address holds that is no view is left out: it may have been typed, or sent by anyone.
function fromHash(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const view = emptyView();
  for (const name of LISTS) {
    const known = VOCABULARIES[name];
    view[name] = [...new Set(parameters.getAll(name))].filter((word) => !known || known.includes(word));
  }
  for (const name of TEXTS) view[name] = parameters.get(name) ?? "";
  for (const name of ["since", "until"]) if (!/^\d{4}-\d\d-\d\d$/.test(view[name])) view[name] = "";
  const sort = parameters.get("sort") ?? "";
  if (Object.hasOwn(ORDERS, sort.replace(/^-/, ""))) view.sort = sort;
  if (TABS.includes(parameters.get("tab"))) view.tab = parameters.get("tab");
  view.page = Math.max(1, Number.parseInt(parameters.get("page") ?? "1", 10) || 1);
  if (CLAIM_BY_ID.has(parameters.get("claim"))) view.claim = parameters.get("claim");
  return view;
}
