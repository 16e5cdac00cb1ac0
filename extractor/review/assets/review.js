// What editors say of claims. The status and the parties of a claim are those in force; what the
// machine said stands beside them, struck through.

const REVIEWS = ["corrected", "accepted", "not reviewed"];

function reviewOf(claim) {
  return claim.review?.state ?? "not reviewed";
}

// The entries that set something and were not taken back, the last one first.
function settingEntries(claim, what) {
  return claim.review.entries.filter((entry) => entry[what] !== null && !entry.gone && !entry.back).reverse();
}

function struck(content) {
  return element("del", { title: "What newsclaims says" }, content);
}

// What the table says of it, under the status.
function reviewLines(claim) {
  const review = claim.review;
  if (!review || review.state === "not reviewed") return [];
  if (review.state === "accepted") return [element("span", { class: "line reviewed" }, "accepted")];
  const before = review.machineStatus ? element("span", { class: "line faint" }, struck(review.machineStatus)) : null;
  const what = review.machineStatus ? "corrected" : "parties corrected";
  return [before, element("span", { class: "line reviewed" }, what)].filter(Boolean);
}

function signedBy(entry) {
  return ["Set by ", element("bdi", {}, entry.by), `, ${entry.at}`, entry.note ? [": ", element("q", { dir: "auto" }, entry.note)] : null];
}

// What the opened claim says of it, under the status.
function statusReview(claim) {
  if (!claim.review?.machineStatus) return [];
  return [element("p", { class: "reviewed" }, signedBy(settingEntries(claim, "status")[0]))];
}

function entryWords(entry) {
  if (entry.back) return "took a correction back";
  const parts = [
    entry.status ? `status ${entry.statusBefore} → ${entry.status}` : null,
    entry.parties !== null ? `parties: ${entry.parties}` : null,
    entry.accepted ? "checked and right" : null,
  ];
  return parts.filter(Boolean).join("; ");
}

function historyItem(entry) {
  const told = [element("strong", {}, element("bdi", {}, entry.by)), ` ${entry.at} `, element("bdi", {}, entryWords(entry))];
  const note = entry.note ? element("p", {}, element("q", { dir: "auto" }, entry.note)) : null;
  return element("li", {}, entry.gone ? [element("del", {}, told), " taken back"] : told, note);
}

function reviewHistory(claim) {
  if (!claim.review) return null;
  return element(
    "section",
    { class: "history" },
    element("h3", {}, "What editors say"),
    element("ol", {}, claim.review.entries.map(historyItem)),
  );
}
