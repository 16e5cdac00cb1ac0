// Elements are made, never parsed: no text of an article is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";
const STATUSES = ["unconfirmed", "denied", "stated", "confirmed"];

// Direction overrides and control characters could make a text read as another one.
const MISLEADING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

function visible(text) {
  return text.replace(MISLEADING, "\ufffd");
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function drawn(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function byId(id) {
  return document.getElementById(id);
}

function statusIcon(status) {
  return drawn(
    "svg",
    { class: `icon ${status}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    drawn("use", { href: `#icon-${status}` }),
  );
}

function statusBadge(status) {
  return element("span", { class: `badge ${status}` }, statusIcon(status), status);
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

// "100 %" is kept for what is certain.
function percent(share) {
  const rounded = Math.round(share * 100);
  return `${share < 1 ? Math.min(rounded, 99) : rounded} %`;
}

// A list of figures under a picture, for those who can't see it or want the numbers.
function numbersTable(caption, heads, rows) {
  return element(
    "details",
    { class: "numbers" },
    element("summary", {}, "Show as a table"),
    element(
      "table",
      {},
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, heads.map((head) => element("th", { scope: "col" }, head)))),
      element(
        "tbody",
        {},
        rows.map(([first, ...rest]) =>
          element("tr", {}, element("th", { scope: "row" }, first), rest.map((cell) => element("td", {}, String(cell)))),
        ),
      ),
    ),
  );
}
