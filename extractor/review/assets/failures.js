// What could not be read, so that nobody takes silence for "nothing there".

const FAILURES_AT_ONCE = 200;

function failureRow(failure) {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, element("bdi", {}, failure.source)),
    element("td", {}, element("span", { title: WORDS.stage[failure.stage] }, failure.stage)),
    element("td", {}, failure.message, " ", element("code", {}, failure.error)),
  );
}

function showFailures(panel, shown = FAILURES_AT_ONCE) {
  if (!FAILURES.length) {
    panel.replaceChildren(element("p", { class: "notice" }, "Every source could be read."));
    return;
  }
  const heads = ["Source", "Stage", "What happened"].map((head) => element("th", { scope: "col" }, head));
  const left = FAILURES.length - shown;
  panel.replaceChildren(
    element("p", { class: "above" }, `${counted(FAILURES.length, "source")} could not be read. Claims that they hold are missing here.`),
    element("table", { class: "failures" }, element("thead", {}, element("tr", {}, heads)), element("tbody", {}, FAILURES.slice(0, shown).map(failureRow))),
    left > 0
      ? element("button", { type: "button", class: "button", onclick: () => showFailures(panel, shown + FAILURES_AT_ONCE) }, `Show more (${left.toLocaleString("en")} left)`)
      : "",
  );
}
