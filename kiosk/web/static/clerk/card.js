/** One ticket with everything a clerk should know before a word is spoken. */
import { copy, only, sentences } from "/static/fill.js";
import { partRows } from "./split.js";

/**
 * Draw a ticket's card.
 * @param {Object<string, *>} ticket @param {{since: (iso: string) => number}} clock
 * @param {(part: string) => void} [withdraw] takes back a part that nobody has begun
 */
export function drawCard(ticket, clock, withdraw) {
  const card = copy("card");
  card.classList.add("queue-" + ticket.letter, "is-" + ticket.state);
  only(card.querySelector(".head-state"), ticket.state);
  ["number", "priority", "why", "reason"].forEach((name) => put(card, name, ticket[name]));
  sentences(card, {
    usual: Math.round(ticket.usual_s / 60),
    waited: waited(ticket, clock),
    ticked: ticket.ticked,
    to_bring: ticket.to_bring,
    principals: ticket.principals,
    window: ticket.part ? ticket.part.from_window : "",
  });
  drawParts(card, ticket, withdraw);
  list(card, "services", ticket.services.map((name) => text("li", name)));
  list(card, "needs", ticket.needs.map((need) => text("span", need, "badge")));
  list(card, "situations", ticket.situations.map(situation));
  list(card, "materials", ticket.materials.map(material));
  marks(card, ticket);
  showIf(card, ".mark-principals", ticket.principals > 0);
  showIf(card, ".no-service", ticket.services.length === 0);
  showIf(card, ".fact-why", Boolean(ticket.why));
  showIf(card, ".step-out", Boolean(ticket.step_out));
  showIf(card, ".sign-first", ticket.state === "called" && Boolean(ticket.sign_first));
  showIf(card, ".materials-title", ticket.materials.length > 0);
  tickCard(card, ticket, clock);
  return card;
}

function drawParts(card, ticket, withdraw) {
  const { part } = ticket;
  card.classList.toggle("is-part", part !== null);
  showIf(card, ".came-from", part !== null);
  showIf(card, ".from-window", part !== null && part.from_window !== null); // none parts a visit at the kiosk
  put(card, "kind", part ? part.kind_name : "");
  put(card, "note", part ? part.note : "");
  list(card, "parts", partRows(ticket.parts, withdraw));
}

/** Show how long the ticket has been called or served, against what is usual. */
export function tickCard(card, ticket, clock) {
  const since = ticket.state === "serving" || ticket.state === "held" ? ticket.started_at : ticket.called_at;
  const running = since && (ticket.state === "called" || ticket.state === "serving" || ticket.state === "held");
  showIf(card, ".elapsed", Boolean(running));
  showIf(card, ".meter", ticket.state === "serving");
  if (!running) return;
  const seconds = Math.max(0, Math.floor(clock.since(since)));
  const share = Math.min(1, seconds / ticket.usual_s);
  put(card, "elapsed", `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`);
  card.querySelector(".meter-fill").style.width = `${Math.round(share * 100)}%`;
  card.classList.toggle("long", ticket.state === "serving" && seconds > ticket.usual_s);
}

/** Show the small marks of a ticket: priority, needs, missing papers, language. */
export function marks(element, ticket) {
  showIf(element, ".mark-priority", Boolean(ticket.priority));
  showIf(element, ".mark-custody", ticket.custody);
  showIf(element, ".mark-prepared", ticket.prepared);
  showIf(element, ".mark-needs", ticket.needs.length > 0);
  showIf(element, ".mark-missing", ticket.papers_missing);
  showIf(element, ".mark-english", ticket.language === "en");
}

/** Whole minutes that a ticket has waited, or had waited when it was called. */
export function waited(ticket, clock) {
  const until = ticket.called_at ? clock.since(ticket.called_at) : 0;
  return Math.max(0, Math.floor((clock.since(ticket.taken_at) - until) / 60));
}

export function showIf(element, selector, shown) {
  element.querySelectorAll(selector).forEach((part) => {
    part.hidden = !shown;
  });
}

function material(one) {
  const row = copy("material");
  row.classList.toggle("is-ticked", one.ticked);
  row.classList.toggle("is-exempt", one.exempt);
  row.querySelector(".material-name").textContent = one.name;
  row.title = one.group ? `${one.name} · ${one.group}` : one.name;
  const said = { ticked: one.ticked, exempt: one.exempt, group: Boolean(one.group), conditional: !one.required };
  Object.keys(said).forEach((name) => showIf(row, `[data-if="${name}"]`, said[name]));
  return row;
}

function situation(one) {
  const row = document.createElement("div");
  row.append(text("dt", one.question), text("dd", one.answer));
  return row;
}

function put(card, name, value) {
  card.querySelectorAll(`[data-put="${name}"]`).forEach((place) => {
    place.textContent = value;
  });
}

function list(card, name, rows) {
  const place = card.querySelector(`[data-list="${name}"]`);
  place.textContent = "";
  place.append(...rows);
  place.hidden = rows.length === 0;
}

function text(tag, words, className) {
  const element = document.createElement(tag);
  element.textContent = words;
  if (className) element.className = className;
  return element;
}

const two = (number) => String(number).padStart(2, "0");
