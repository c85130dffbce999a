/** Handing parts of a visit over to other windows, and giving one back. */
import { copy } from "/static/fill.js";

const at = (id) => document.getElementById(id);
const offered = JSON.parse(at("offered").textContent);
const named = (code) => offered.find((one) => one.code === code);
const NO_ONE_WAITS = "back_office";

/** Ask what goes where; what other windows handle is proposed, so that Enter is enough. */
export function makeSplitDialog(desk, acts) {
  const dialog = at("split");
  let ticket = "";
  let pieces = [];

  function ask() {
    const { hand, windows, window: here } = desk.state();
    if (!hand) return;
    ticket = hand.id;
    pieces = [];
    const own = windows.filter((one) => one.id === here.id).map((one) => one.letter);
    hand.service_codes.map(named).filter((one) => one && !own.includes(one.queue)).forEach(addService);
    fillChoices(windows, own);
    at("in-order").checked = false;
    draw();
    dialog.showModal();
    at("split-send").focus();
  }

  function fillChoices(windows, own) {
    const others = windows.filter((one) => !own.includes(one.letter));
    refill(at("add-service"), offered.filter((one) => !own.includes(one.queue)).map((one) => [one.code, `${one.queue} ${one.name}`]));
    refill(at("add-question"), others.map((one) => [one.letter, `${one.letter} ${one.name}`]));
  }

  function addService(service) {
    const piece = pieces.find((one) => one.queue === service.queue && one.services.length);
    if (piece && !piece.services.includes(service)) piece.services.push(service);
    if (!piece) pieces.push({ queue: service.queue, services: [service], kind: "walk", note: "", due: 1 });
  }

  function draw() {
    const list = at("pieces");
    list.textContent = "";
    pieces.forEach((piece) => list.append(row(piece)));
    at("no-pieces").hidden = pieces.length > 0;
    at("split-send").disabled = pieces.length === 0;
  }

  function row(piece) {
    const line = copy("piece");
    line.classList.add("queue-" + piece.queue);
    line.querySelector(".letter").textContent = piece.queue;
    line.querySelector(".piece-services").textContent = piece.services.map((one) => one.name).join("、");
    const kind = line.querySelector(".piece-kind");
    kind.value = piece.kind;
    keep(kind, (value) => {
      piece.kind = value;
      line.querySelector(".piece-due").hidden = value !== NO_ONE_WAITS;
    });
    const note = line.querySelector(".piece-note");
    note.value = piece.note;
    note.required = piece.services.length === 0;
    keep(note, (value) => { piece.note = value; });
    const due = line.querySelector(".piece-due input");
    due.value = String(piece.due);
    keep(due, (value) => { piece.due = Number(value); });
    line.querySelector(".piece-due").hidden = piece.kind !== NO_ONE_WAITS;
    line.querySelector(".piece-away").addEventListener("click", () => {
      pieces = pieces.filter((one) => one !== piece);
      draw();
    });
    return line;
  }

  at("add-service").addEventListener("change", (event) => {
    const service = named(event.target.value);
    event.target.value = "";
    if (service) addService(service);
    draw();
  });
  at("add-question").addEventListener("change", (event) => {
    if (event.target.value) pieces.push({ queue: event.target.value, services: [], kind: "consult", note: "", due: 0 });
    event.target.value = "";
    draw();
    const notes = at("pieces").querySelectorAll(".piece-note");
    if (notes.length) notes[notes.length - 1].focus();
  });
  at("split-form").addEventListener("submit", () => {
    const inOrder = at("in-order").checked;
    const parts = pieces.map((piece, n) => ({
      queue: piece.queue,
      services: piece.services.map((one) => one.code),
      kind: piece.kind,
      step: inOrder ? n + 1 : 1,
      due_days: piece.kind === NO_ONE_WAITS ? piece.due : 0,
      note: piece.note.trim(),
    }));
    acts.onTicket("split", ticket, { parts });
  });
  return { ask };
}

/** Ask with what a part goes back; a digit chooses the outcome. */
export function makeReturnDialog(desk, acts) {
  const dialog = at("return");
  let ticket = "";

  function ask(id) {
    const { hand } = desk.state();
    ticket = id || (hand ? hand.id : "");
    at("return-words").value = "";
    at("return-form").outcome.value = "done";
    dialog.showModal();
  }

  dialog.addEventListener("keydown", (event) => {
    const found = /^(?:Numpad|Digit)([1-5])$/.exec(event.code);
    if (!found || event.target === at("return-words")) return;
    event.preventDefault();
    at("return-form").outcome[Number(found[1]) - 1].checked = true;
    if (found[1] !== "1") at("return-words").focus();
  });
  at("return-form").addEventListener("submit", () => {
    const body = { outcome: at("return-form").outcome.value, words: at("return-words").value.trim() };
    acts.onTicket("return", ticket, body);
  });
  return { ask };
}

/** Draw the parts of a visit, live; `away` takes one back that nobody has begun. */
export function partRows(parts, away) {
  return parts.map((part) => {
    const line = copy("part");
    line.classList.add("queue-" + part.letter, "is-" + part.state);
    line.querySelector(".letter").textContent = part.window ? String(part.window) : part.letter;
    line.querySelector(".part-number").textContent = part.number.slice(part.number.indexOf("-"));
    line.querySelector(".part-services").textContent = part.services.join("、") || part.kind_name;
    line.querySelector(".part-words").textContent = [part.outcome, part.words].filter(Boolean).join("：") || part.note;
    line.querySelectorAll("[data-when]").forEach((word) => { word.hidden = word.dataset.when !== part.state; });
    const back = line.querySelector(".part-back");
    back.hidden = !part.withdrawable || !away;
    back.addEventListener("click", () => away(part.id));
    return line;
  });
}

function refill(select, choices) {
  select.querySelectorAll("option:not(:first-child)").forEach((old) => old.remove());
  choices.forEach(([value, words]) => select.append(new Option(words, value)));
}

function keep(field, then) {
  field.addEventListener("change", () => then(field.value));
}
