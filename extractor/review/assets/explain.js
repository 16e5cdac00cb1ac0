// Why a claim has its status, in words: what decided, what else was read, who is named as source.

// The status that the machine gave: what was read in the text speaks for that one.
function machineStatus(claim) {
  return claim.review?.machineStatus ?? claim.status;
}

function leadIn(claim) {
  if (claim.cues.length && claim.scope !== "none") return `Decided by words ${WORDS.scope[claim.scope]}:`;
  if (machineStatus(claim) === "stated" && !claim.cues.length) {
    return "No source, hedge or denial was found around it, so that the outlet says it in its own voice.";
  }
  const judge = claim.article.model ? "The trained weights decided, from all that stands around it" : "No words decided";
  return claim.cues.length ? `${judge}; these cues were read:` : `${judge}; no words bear on it.`;
}

function quoteButton(claim, span, on) {
  return element(
    "button",
    { type: "button", class: "goto", title: "Show in the text", onclick: () => on.show(span) },
    `“${quoted(claim.article, span).replace(/\s+/g, " ").trim()}”`,
  );
}

function cueItem(claim, cue, on) {
  return element(
    "li",
    {},
    quoteButton(claim, cue.at, on),
    element("span", { class: "says" }, ruleWords(cue.rule)),
    element("code", {}, cue.rule),
  );
}

function sourceItem(claim, source, on) {
  const named = [source.name, WORDS.source[source.kind]].filter(Boolean).join(", ");
  return element(
    "li",
    {},
    quoteButton(claim, source.at, on),
    element("span", { class: "says" }, `${capital(named)}: ${ruleWords(source.rule)}`),
    element("code", {}, source.rule),
  );
}

function whyStatus(claim, on) {
  const decided = claim.scope === "none" ? 0 : 1;
  const [deciding, others] = [claim.cues.slice(0, decided), claim.cues.slice(decided)];
  const items = (cues) => element("ul", { class: "cues" }, cues.map((cue) => cueItem(claim, cue, on)));
  return element(
    "section",
    { class: "why" },
    element("h3", {}, claim.review?.machineStatus ? `Why newsclaims says ${machineStatus(claim)}` : `Why ${claim.status}`),
    element("p", {}, leadIn(claim)),
    deciding.length ? items(deciding) : null,
    deciding.length && others.length ? element("p", {}, "Read as well, for or against it:") : null,
    others.length ? items(others) : null,
    element("h3", {}, "Sources"),
    claim.sources.length
      ? element("ul", { class: "cues" }, claim.sources.map((source) => sourceItem(claim, source, on)))
      : element("p", {}, "The article names no source for it."),
  );
}

// A row of the claim's facts: a name and what stands there, each with its quote in the text.
function fact(name, items) {
  return items.length ? [element("dt", {}, name), items.map((item) => element("dd", {}, item))] : [];
}

function figureFact(claim, figure, on) {
  return [element("strong", {}, figure.words), " ", quoteButton(claim, figure.at, on), " ", element("code", {}, figure.rule)];
}

function partyFact(claim, party, on) {
  return [
    element("strong", {}, party.name),
    ` ${WORDS.role[party.role]} · ${WORDS.party[party.kind]} `,
    party.at.length ? quoteButton(claim, party.at[0], on) : null,
  ];
}

// Those in force, by whom they were set, and those of the machine, struck through.
function partyFacts(claim, on) {
  const facts = claim.parties.map((party) => partyFact(claim, party, on));
  const machine = claim.review?.machineParties;
  if (!machine) return facts;
  const none = facts.length ? [] : [["none"]];
  const signed = [element("span", { class: "reviewed" }, signedBy(settingEntries(claim, "parties")[0]))];
  const before = machine.map((party) => struck([element("bdi", {}, party.name), ` ${WORDS.role[party.role]}`]));
  return [...facts, ...none, signed, ...before];
}

// Mentions of the same figure are told once, at the first of them.
function distinct(figures) {
  return [...new Map([...figures].reverse().map((figure) => [figure.words, figure])).values()].reverse();
}

function wordingFact(claim, word, meaning, cue, on) {
  const read = cue ? [" ", quoteButton(claim, cue.at, on), " ", element("code", {}, cue.rule)] : [];
  return [[element("strong", {}, word), ` ${meaning}`, ...read]];
}

function claimFacts(claim, on) {
  return element(
    "dl",
    { class: "facts" },
    fact("Amount", distinct(claim.amounts).map((amount) => figureFact(claim, amount, on))),
    fact("Term", distinct(claim.terms).map((term) => figureFact(claim, term, on))),
    fact("Parties", partyFacts(claim, on)),
    fact("Event", wordingFact(claim, claim.event, WORDS.event[claim.event], claim.eventCue, on)),
    fact("Modality", wordingFact(claim, claim.modality, WORDS.modality[claim.modality], claim.modalityCue, on)),
  );
}
