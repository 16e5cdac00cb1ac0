// Marks in a text. Marks may lie in each other and may overlap; where they do, the inner one is cut
// and taken up again, so that elements are always properly nested and no character is lost.

// Outermost first where marks are equally long.
const KINDS = ["evidence", "source", "cue", "wording", "party", "term", "amount"];

// Where an editor set the parties, those that newsclaims reads stay marked: they are words of the
// article still. A place that both name is the editor's.
function partyMarks(claim) {
  const marks = (parties, words) =>
    parties.flatMap((party) =>
      party.at.map((at) => ({ at, kind: "party", label: `${words}: ${party.name} ${WORDS.role[party.role]}` })),
    );
  const named = marks(claim.parties, "party");
  const taken = new Set(named.map((mark) => String(mark.at)));
  const read = marks(claim.review?.machineParties ?? [], "party as newsclaims reads it");
  return [...named, ...read.filter((mark) => !taken.has(String(mark.at)))];
}

function marksOf(claim) {
  const single = (kind, quote, label) => (quote ? [{ at: quote.at, kind, label }] : []);
  return [
    ...claim.quotes.map((at) => ({ at, kind: "evidence", label: "asserts the claim" })),
    ...claim.sources.map((source) => ({ at: source.at, kind: "source", label: `source: ${WORDS.source[source.kind]}` })),
    ...claim.cues.map((cue) => ({ at: cue.at, kind: "cue", label: `status cue: ${ruleWords(cue.rule)}` })),
    ...single("wording", claim.eventCue, `${claim.event}: ${claim.eventCue && ruleWords(claim.eventCue.rule)}`),
    ...single("wording", claim.modalityCue, `${claim.modality}: ${claim.modalityCue && ruleWords(claim.modalityCue.rule)}`),
    ...partyMarks(claim),
    ...claim.terms.map((term) => ({ at: term.at, kind: "term", label: `term: ${term.words}` })),
    ...claim.amounts.map((amount) => ({ at: amount.at, kind: "amount", label: `amount: ${amount.words}` })),
  ];
}

function outermostFirst(one, other) {
  return one.at[0] - other.at[0] || other.at[1] - one.at[1] || KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind);
}

// Calls back in text order: open(mark), close(mark), text(string). A mark that is cut is closed and
// opened again.
function walkMarks(text, range, marks, on) {
  const waiting = marks
    .map((mark) => ({ ...mark, start: Math.max(mark.at[0], range[0]), end: Math.min(mark.at[1], range[1]) }))
    .filter((mark) => mark.start < mark.end)
    .sort(outermostFirst);
  const edges = new Set([...waiting.flatMap((mark) => [mark.start, mark.end]), range[1]]);
  const open = [];
  let place = range[0];
  for (const edge of [...edges].sort((one, other) => one - other)) {
    if (place < edge) on.text(text.slice(place, edge));
    place = edge;
    closeEnded(open, edge, on);
    while (waiting.length && waiting[0].start === edge) {
      const mark = waiting.shift();
      open.push(mark);
      on.open(mark);
    }
  }
}

function closeEnded(open, place, on) {
  const first = open.findIndex((mark) => mark.end <= place);
  if (first < 0) return;
  const cut = open.splice(first);
  for (const mark of [...cut].reverse()) on.close(mark);
  for (const mark of cut.filter((each) => each.end > place)) {
    open.push(mark);
    on.open(mark);
  }
}

// The stretch of a text as nodes, its marks as <mark> elements in each other.
function markedNodes(text, range, marks) {
  const root = document.createDocumentFragment();
  const path = [root];
  walkMarks(text, range, marks, {
    open: (mark) => {
      const node = element("mark", { class: mark.kind, title: mark.label, "data-at": mark.at.join("-") });
      path.at(-1).append(node);
      path.push(node);
    },
    close: () => path.pop(),
    text: (piece) => path.at(-1).append(visible(piece)),
  });
  return root;
}

// The paragraphs of a text, each a range; the first line is the headline.
function paragraphs(text) {
  const ranges = [];
  let start = 0;
  for (const line of text.split("\n")) {
    if (line.trim()) ranges.push([start, start + line.length]);
    start += line.length + 1;
  }
  return ranges;
}
