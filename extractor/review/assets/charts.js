// Three charts of the claims that pass the filters. Each is a picture with a name, and a table that
// tells the same; statuses differ by pattern as well as by colour.

const BAR = 18;
const ROW = 44;
const SPACE = { left: 34, right: 6, top: 8, bottom: 34 };

function patterns() {
  const lines = (status, path) =>
    drawn(
      "pattern",
      { id: `fill-${status}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" },
      drawn("rect", { width: 6, height: 6, class: `pale ${status}` }),
      drawn("path", { d: path, class: `stroke ${status}` }),
    );
  return drawn(
    "defs",
    {},
    lines("unconfirmed", "M-1 1l2-2M0 6l6-6M5 7l2-2"),
    lines("denied", "M0 0l6 6M0 6l6-6"),
    lines("stated", "M0 3h6"),
    drawn("pattern", { id: "fill-confirmed", width: 6, height: 6, patternUnits: "userSpaceOnUse" }, drawn("rect", { width: 6, height: 6, class: "solid confirmed" })),
  );
}

function picture(width, height, label, ...children) {
  return drawn("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, children);
}

function chart(title, note, ...content) {
  return element("figure", { class: "chart" }, element("figcaption", {}, element("h2", {}, title), element("p", { class: "faint" }, note)), content);
}

function timeAxis(most, width, height) {
  const lines = ticks(most);
  const top = lines.at(-1);
  const up = (value) => height - SPACE.bottom - (value / top) * (height - SPACE.top - SPACE.bottom);
  const marks = lines.flatMap((value) => [
    drawn("line", { x1: SPACE.left, x2: width - SPACE.right, y1: up(value), y2: up(value), class: value ? "grid" : "axis" }),
    drawn("text", { x: SPACE.left - 6, y: up(value) + 4, "text-anchor": "end" }, String(value)),
  ]);
  return { up, marks };
}

function timeBar(bin, step, x, size, up) {
  let below = 0;
  return [...STATUSES].reverse().filter((status) => bin[status]).map((status) => {
    const [bottom, top] = [up(below), up(below + bin[status])];
    below += bin[status];
    return drawn(
      "rect",
      { x, y: top, width: size, height: bottom - top, fill: `url(#fill-${status})`, class: `edge ${status}` },
      drawn("title", {}, `${step === "week" ? "week of " : ""}${bin.name}: ${bin[status]} ${status}`),
    );
  });
}

function timePicture({ step, bins }, width) {
  const height = 260;
  const most = Math.max(...bins.map((bin) => STATUSES.reduce((sum, status) => sum + bin[status], 0)));
  const { up, marks } = timeAxis(most, width, height);
  const slot = (width - SPACE.left - SPACE.right) / bins.length;
  const size = Math.min(slot * 0.72, 46);
  const every = Math.ceil(bins.length / Math.max(1, Math.floor((width - SPACE.left) / 86)));
  const bars = bins.flatMap((bin, place) => {
    const middle = SPACE.left + slot * (place + 0.5);
    const name = place % every ? null : drawn("text", { x: middle, y: height - 14, "text-anchor": "middle" }, bin.name);
    return [...timeBar(bin, step, middle - size / 2, size, up), name];
  });
  return picture(width, height, `Claims by status, a bar for each ${step} from ${bins[0].name} to ${bins.at(-1).name}; the table below has the numbers`, patterns(), marks, bars);
}

function timeChart(claims, width) {
  const data = overTime(claims);
  const undated = data.undated ? `, ${counted(data.undated, "claim")} without a date left out` : "";
  const title = "Claims by status over time";
  if (!data.bins.length) return chart(title, "No claim with a date passes the filters.");
  const key = element("p", { class: "legend" }, [...STATUSES].reverse().map((status) => element("span", { class: "key" }, drawn("svg", { viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" }, drawn("rect", { x: 0.5, y: 0.5, width: 13, height: 13, fill: `url(#fill-${status})`, class: `edge ${status}` })), status)));
  return chart(
    title,
    `By ${data.step}${undated}.`,
    key,
    timePicture(data, width),
    numbersTable(title, [capital(data.step), ...STATUSES], data.bins.map((bin) => [bin.name, ...STATUSES.map((status) => bin[status])])),
  );
}

function cut(words, width) {
  const most = Math.floor(width / 6.6);
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}

// Bars lie, so that names have room: the name above, what it is worth behind the bar.
function barPicture(rows, label, width) {
  const most = Math.max(...rows.map((row) => row.value));
  const room = width - 96;
  const bars = rows.flatMap((row, place) => {
    const length = Math.max(2, (row.value / most) * room);
    const start = row.from ? (row.from / most) * room : 0;
    return drawn(
      "g",
      { class: "row", onclick: row.act },
      drawn("title", {}, `${row.label}: ${row.words}`),
      drawn("rect", { x: 0, y: place * ROW, width, height: ROW, class: "hit" }),
      drawn("text", { x: 0, y: place * ROW + 13, class: "name" }, cut(row.label, width)),
      drawn("rect", { x: start, y: place * ROW + 19, width: Math.max(2, length - start), height: BAR, fill: "url(#fill-unconfirmed)", class: "edge unconfirmed" }),
      drawn("text", { x: length + 6, y: place * ROW + 33, class: "value" }, row.words),
    );
  });
  return picture(width, rows.length * ROW, label, patterns(), bars);
}

function barTable(title, heads, rows) {
  return numbersTable(title, heads, rows.map((row) => [element("button", { type: "button", class: "goto", onclick: row.act }, row.label), row.words]));
}

function partiesOf(claim) {
  return claim.parties.map((party) => party.name).join(", ") || quoted(claim.article, firstQuote(claim));
}

function amountRows(claims, currency, on) {
  return largestAmounts(claims, currency).map(({ claim, amount }) => ({
    label: partiesOf(claim),
    value: reach(amount),
    from: amount.low !== null && amount.high !== null && amount.low < amount.high ? amount.low : 0,
    words: amount.words.replace(`${currency} `, ""),
    act: () => on.open(claim.id),
  }));
}

function amountChart(claims, width, on, wanted) {
  const title = "Largest unconfirmed amounts";
  const known = currenciesOf(claims);
  if (!known.length) return chart(title, "No unconfirmed amount in a known currency passes the filters.");
  const currency = known.includes(wanted) ? wanted : known[0];
  const rows = amountRows(claims, currency, on);
  const options = known.map((code) => element("option", { value: code, selected: code === currency }, code));
  const chosen = element("label", { class: "sorted" }, "Currency ", element("select", { id: "chart-currency", onchange: (event) => on.currency(event.target.value) }, options));
  if (!rows.length) return chart(title, `No sum in ${currency}.`, chosen);
  return chart(
    title,
    "Sums in one currency, a bar for each claim; prices per share or unit are left out, a range begins at its lower end.",
    chosen,
    barPicture(rows, `${title} in ${currency}: ${rows[0].words} is the largest; the table below has all`, width),
    barTable(`${title}, ${currency}`, ["Parties", currency], rows),
  );
}

function partyChart(claims, width, on) {
  const title = "Parties most often in unconfirmed claims";
  const rows = busiestParties(claims).map(({ name, count }) => ({
    label: name, value: count, words: String(count), act: () => on.change({ tab: "claims", party: name, status: ["unconfirmed"] }),
  }));
  if (!rows.length) return chart(title, "No unconfirmed claim with a named party passes the filters.");
  return chart(
    title,
    "Claims that name them; choose one to see these.",
    barPicture(rows, `${title}: ${rows[0].label} with ${rows[0].words}; the table below has all`, width),
    barTable(title, ["Party", "Claims"], rows),
  );
}

function showCharts(panel, view, on, currency) {
  const unconfirmed = matching(view, "status").filter((claim) => claim.status === "unconfirmed");
  const wide = Math.max(280, Math.min(panel.clientWidth, 1180) - 34);
  const half = panel.clientWidth > 900 ? Math.floor((Math.min(panel.clientWidth, 1180) - 84) / 2) : wide;
  panel.replaceChildren(
    timeChart(matching(view), wide),
    amountChart(unconfirmed, half, on, currency || view.currency),
    partyChart(unconfirmed, half, on),
  );
}
