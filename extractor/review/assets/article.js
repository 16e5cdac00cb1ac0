// The article of a claim, its words marked, beside why the claim has its status.

const LEGEND = [
  ["evidence", "the claim"], ["amount", "amount"], ["term", "term"], ["party", "party"],
  ["source", "source"], ["cue", "status cue"], ["wording", "event, modality"],
];

function dateLine(article) {
  const parts = [
    article.publisher || "publisher not known",
    article.authors.join(", "),
    article.at ? `${article.dated} ${article.at.replace("T", " ").replace(/:\d\d(\.\d+)?(?=[+\-Z]|$)/, "")}` : "no date",
  ];
  return parts.filter(Boolean).join(" · ");
}

function originalLink(claim) {
  const { link, text, source } = claim.article;
  const target = link && linkToWords(link, text, firstQuote(claim));
  if (!target) return element("p", { class: "original" }, "Read from ", element("bdi", {}, visible(source)));
  return element(
    "p",
    { class: "original" },
    element(
      "a",
      { href: target, target: "_blank", rel: "noopener noreferrer", class: "button" },
      "Open the original at these words",
      element("span", { "aria-hidden": "true" }, " ↗"),
    ),
    element("bdi", { class: "host" }, new URL(target).host),
  );
}

function articleBody(claim) {
  const { text } = claim.article;
  const marks = marksOf(claim);
  return element(
    "div",
    { class: "text", lang: "en", tabindex: "0", role: "region", "aria-label": "Text of the article" },
    paragraphs(text).map((range, place) =>
      element(place ? "p" : "h3", { dir: "auto" }, markedNodes(text, range, marks)),
    ),
  );
}

function legend() {
  return element(
    "p",
    { class: "legend" },
    LEGEND.map(([kind, words]) => element("mark", { class: kind }, words)),
  );
}

function otherClaims(claim, on) {
  const others = claim.article.claims;
  return element(
    "section",
    { class: "others" },
    element("h3", {}, `${counted(others.length, "claim")} in this article`),
    element(
      "ol",
      {},
      others.map((other) =>
        element(
          "li",
          {},
          element(
            "button",
            {
              type: "button", class: "other", onclick: () => on.open(other.id),
              "aria-current": other === claim ? "true" : null,
            },
            statusBadge(other.status),
            element("span", {}, [...other.amountWords, ...other.termWords].slice(0, 2).join(", ") || other.event),
            element("span", { class: "faint" }, other.event),
          ),
        ),
      ),
    ),
  );
}

function verdict(claim) {
  const machine = claim.review?.machineStatus;
  return element(
    "div",
    { class: `verdict ${claim.status}` },
    element("p", { class: "status" }, machine ? struck(machine) : null, statusBadge(claim.status)),
    element("p", {}, `${capital(WORDS.status[claim.status])}.`),
    statusReview(claim),
    element("p", { class: "faint" }, `Status${machine ? ` ${machine}` : ""} ${percent(claim.sure)} sure, claim ${percent(claim.confidence)} sure`),
  );
}

function stepButton(id, sign, name, on) {
  return element(
    "button",
    { type: "button", class: "step", disabled: !id, "aria-label": `${name} claim`, title: `${name} claim`, onclick: () => on.open(id) },
    sign,
  );
}

function articleBar(claim, steps, on) {
  return element(
    "header",
    {},
    element(
      "div",
      {},
      element("p", { class: "faint" }, dateLine(claim.article)),
      element("h2", { id: "article-title", dir: "auto" }, claim.article.title || quoted(claim.article, paragraphs(claim.article.text)[0] ?? [0, 0]) || "Article"),
    ),
    element(
      "div",
      { class: "bar" },
      element("span", { class: "faint" }, steps.words),
      stepButton(steps.previous, "←", "Previous", on),
      stepButton(steps.next, "→", "Next", on),
      element("button", { type: "button", class: "step close", "aria-label": "Close", title: "Close (Esc)", onclick: on.close }, "✕"),
    ),
  );
}

// The marks of a span; one that is cut by another has several pieces.
function showSpan(dialog, [start, end]) {
  const pieces = dialog.querySelectorAll(`mark[data-at="${start}-${end}"]`);
  for (const lit of dialog.querySelectorAll("mark.lit")) lit.classList.remove("lit");
  for (const piece of pieces) piece.classList.add("lit");
  pieces[0]?.scrollIntoView({ block: "center", inline: "nearest" });
}

function showArticle(dialog, claim, steps, on) {
  const show = (span) => showSpan(dialog, span);
  const acts = { ...on, show };
  dialog.replaceChildren(
    articleBar(claim, steps, acts),
    element(
      "div",
      { class: "reading" },
      element("aside", {}, verdict(claim), originalLink(claim), claimFacts(claim, acts), reviewHistory(claim), whyStatus(claim, acts), otherClaims(claim, acts)),
      element("div", { class: "paper" }, legend(), articleBody(claim)),
    ),
  );
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".close").focus();
  dialog.querySelector("aside").scrollTop = 0;
  const first = dialog.querySelector(".text mark.evidence, .text mark");
  const pane = dialog.querySelector(".text");
  if (first && pane.scrollHeight > pane.clientHeight) {
    pane.scrollTop += first.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  }
}

// Tab stays within the dialog, also where the browser would let it go on to its own buttons.
function keepFocusWithin(dialog, event) {
  if (event.key !== "Tab") return;
  const stops = [...dialog.querySelectorAll("button:not(:disabled), a[href], [tabindex='0']")];
  const [first, last] = [stops[0], stops.at(-1)];
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
