/** Draws the whole desk from one state; what does not fit is counted, never scrolled. */
import { copy, only, rows, sentences } from "/static/fill.js";
import { drawCard, marks, showIf, tickCard, waited } from "./card.js";
import { drawCallBacks, drawNotices } from "./notices.js";

const ASIDE_SHOWN = [0, 4, 3, 2]; // lines of each list, by how many lists there are: the next three stay in sight
const NOTICES = ["help", "stuck", "alarms", "suspended", "forgotten", "cases_due", "inspections_late"];
const at = (id) => document.getElementById(id);

/**
 * Draw the sections that have changed; null is all of them.
 * @param {Object<string, *>} state @param {string[] | null} changed
 * @param {{since: (iso: string) => number}} clock
 * @param {{look: (id: string) => void, acts: Object<string, Function>}} does
 */
export function drawDesk(state, changed, clock, does) {
  const has = (...sections) => changed === null || sections.some((name) => changed.includes(name));
  only(at("state"), state.window.state);
  document.body.classList.toggle("is-shut", state.window.state !== "open");
  keepingFocus(() => {
    if (has(...NOTICES)) drawNotices(state, clock, does);
    drawCallBacks(state, clock);
    if (has("hand", "window", "call_backs", ...NOTICES)) drawHand(state, clock);
    if (has("held", "tasks", "missed")) drawAsides(state, does);
    if (has("printers")) rows(at("printers"), state.printers.map(printerSign));
    if (has("windows")) rows(at("windows"), state.windows.map((one) => windowLine(one, state.window.id)));
    at("windows").classList.toggle("many", state.windows.length > 8);
    drawWaiting(state, clock, does);
  });
}

/** Whoever goes through a list with the Tab key stays at his line when it is drawn again. */
function keepingFocus(draw) {
  const active = document.activeElement;
  const line = active && active.closest("[data-ticket]");
  draw();
  if (!line || document.contains(active)) return;
  const again = document.querySelector(`[data-ticket="${CSS.escape(line.dataset.ticket)}"] button`);
  if (again) again.focus();
}

/** Let the times go on. */
export function tick(state, clock) {
  drawCallBacks(state, clock);
  const card = at("hand").querySelector(".ticket-card");
  if (card && state.hand) tickCard(card, state.hand, clock);
  at("waiting").querySelectorAll(".line").forEach((line, n) => {
    const ticket = state.waiting.lines[n];
    if (ticket) tickLine(line, ticket, clock);
  });
}

function drawHand(state, clock) {
  const place = at("hand");
  place.textContent = "";
  if (state.hand) {
    place.append(drawCard(state.hand, clock));
    fitMaterials(place);
    return;
  }
  const empty = copy("nobody-in-hand");
  only(empty, state.window.state);
  place.append(empty);
}

/** Many papers stand in two columns, so that none is out of sight. */
function fitMaterials(place) {
  const list = place.querySelector(".materials");
  list.classList.remove("dense");
  if (list.scrollHeight > list.clientHeight) list.classList.add("dense");
}

function drawWaiting(state, clock, does) {
  const { count, lines } = state.waiting;
  const list = at("waiting");
  sentences(at("waiting-title"), { count });
  at("more").hidden = true;
  rows(list, lines.length ? lines.map((ticket) => waitingLine(ticket, clock, does)) : [copy("nobody-waits")]);
  drawNextUp(lines[0]);
  if (!lines.length) return;
  let shown = lines.length;
  if (count > shown) showMore(count - shown);
  while (shown > 1 && list.scrollHeight > list.clientHeight) {
    list.lastElementChild.remove();
    shown -= 1;
    showMore(count - shown);
  }
}

function showMore(more) {
  const line = at("more");
  line.hidden = false;
  sentences(line, { more });
}

function drawNextUp(ticket) {
  at("next-up").textContent = ticket ? `${ticket.number} ${ticket.services.join("、")}` : "";
}

function waitingLine(ticket, clock, does) {
  const line = copy("line");
  line.dataset.ticket = ticket.id;
  line.classList.add("queue-" + ticket.letter);
  line.querySelector(".line-number").textContent = ticket.number;
  line.querySelector(".line-services").textContent = ticket.services.join("、");
  line.querySelector(".mark-priority").textContent = ticket.priority;
  line.querySelector(".mark-needs .visually-hidden").textContent = ticket.needs.join("、");
  line.querySelector(".mark-needs").title = ticket.needs.join("、");
  marks(line, ticket);
  tickLine(line, ticket, clock);
  showIf(line, ".line-ticks", ticket.to_bring > 0);
  line.querySelector("button").addEventListener("click", () => does.look(ticket.id));
  return line;
}

function tickLine(line, ticket, clock) {
  const minutes = waited(ticket, clock);
  if (line.dataset.minutes === String(minutes)) return;
  line.dataset.minutes = String(minutes);
  sentences(line, { minutes, ticked: ticket.ticked, to_bring: ticket.to_bring });
}

function drawAsides({ held, tasks, missed }, does) {
  const shown = ASIDE_SHOWN[[held, tasks, missed].filter((list) => list.length).length];
  drawAside("held", held, shown, (ticket) => asideLine(ticket, does));
  drawAside("tasks", tasks, shown, (task) => taskLine(task, does));
  drawAside("missed", missed, shown, (ticket) => asideLine(ticket, does));
}

function drawAside(name, tickets, shown, draw) {
  at(name + "-part").hidden = tickets.length === 0;
  rows(at(name), tickets.slice(0, shown).map(draw));
  at(name + "-count").textContent = tickets.length > shown ? String(tickets.length) : "";
}

function asideLine(ticket, does) {
  const line = copy("aside");
  line.dataset.ticket = ticket.id;
  line.classList.add("queue-" + ticket.letter);
  line.querySelector(".line-number").textContent = ticket.number;
  line.querySelector(".line-services").textContent = ticket.services.join("、");
  only(line, which(ticket));
  rows(line.querySelector(".part-marks"), ticket.parts.map(partMark));
  line.querySelector(".line-button").addEventListener("click", () => does.look(ticket.id));
  line.querySelectorAll("[data-do]").forEach((button) => {
    button.addEventListener("click", (event) => {
      if (event.detail > 0) button.blur();
      does.acts.onTicket(button.dataset.do, ticket.id);
    });
  });
  return line;
}

/** A held visit whose parts are out can neither be taken up nor closed yet. */
function which(ticket) {
  if (ticket.state === "missed" && !ticket.revivable) return "late";
  if (ticket.closable) return "closable";
  return ticket.state === "held" && ticket.parts.length ? "out" : ticket.state;
}

function partMark(part) {
  const mark = document.createElement("span");
  mark.className = `part-mark queue-${part.letter} is-${part.state}`;
  mark.textContent = part.letter;
  return mark;
}

function taskLine(task, does) {
  const line = copy("task");
  line.dataset.ticket = task.id;
  line.classList.add("queue-" + task.letter);
  line.classList.toggle("overdue", task.overdue);
  line.querySelector(".line-number").textContent = task.number;
  line.querySelector(".line-services").textContent = task.services.join("、") || task.note;
  line.title = task.note;
  sentences(line, { due: task.due_at ? task.due_at.slice(5, 16).replace("T", " ") : "" });
  line.querySelector("button").addEventListener("click", () => does.giveBack(task.id));
  return line;
}

function printerSign({ name, state, is_well }) {
  const sign = copy("printer");
  sign.classList.toggle("is-unwell", !is_well && state !== "silent");
  sign.querySelector(".printer-name").textContent = name;
  only(sign, state);
  return sign;
}

function windowLine(one, here) {
  const line = copy("window");
  line.classList.add("queue-" + one.letter, "is-" + one.state);
  line.classList.toggle("is-here", one.id === here);
  line.querySelector(".letter").textContent = String(one.id);
  line.querySelector(".window-name").textContent = one.name;
  line.querySelector(".window-state .number").textContent = one.number;
  only(line.querySelector(".window-state"), one.number ? "number" : one.state);
  sentences(line, { waiting: one.waiting });
  line.title = one.reason ? `${one.name} · ${one.reason}` : one.name;
  return line;
}
