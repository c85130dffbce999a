/** 手机页: one ticket, drawn from what the hall says about it and kept fresh. */
import { copy, only, rows, sentences } from "/static/fill.js";
import { follow } from "/static/live.js";
import { writingIn } from "/static/writing.js";
import { alarm, arm, calm, can, ring } from "./alert.js";

const LATE_S = 10;
const TRY_MS = 2500;
const at = (id) => document.getElementById(id);
const html = document.documentElement;
const { token, language } = document.body.dataset;
const ticks = at("ticks");
const write = writingIn(at("writing"));
const title = document.title;
let seen = JSON.parse(at("first").textContent);
/** His last ticks that the hall has answered: a word of the hall from before them undoes none. */
let noted = seen;
let posting = false;
let unsaid = false;

const show = (id, shown) => {
  at(id).hidden = !shown;
};

function put(name, value) {
  document.querySelector(`[data-put="${name}"]`).textContent = value;
}

function draw() {
  const range = seen.expected_wait;
  const missed = seen.state === "missed";
  at("card").className = `card queue-${seen.letter} is-${seen.state}`;
  at("number").textContent = seen.number;
  put("queue", seen.queue);
  only(at("now"), seen.state);
  document.querySelectorAll("[data-has]").forEach((one) => {
    one.hidden = !seen[one.dataset.has];
  });
  show("wait", seen.state === "waiting" && !seen.suspended && !seen.later_day);
  only(at("range"), range === null ? "nobody" : range.high <= 1 ? "soon" : "range");
  drawWindow(seen.window);
  show("too-late", missed && !seen.may_revive);
  show("keep", seen.open && seen.state !== "called");
  sentences(at("main"), Object.assign({ low: "", high: "", id: "" }, seen, range, seen.window));
  show("parts", seen.parts.length > 0);
  rows(at("stages"), seen.parts.map(stage));
  drawTicks();
  document.body.dataset.seq = String(seen.seq);
}

function drawWindow(place) {
  show("window", place !== null);
  put("window-name", place ? place.name : "");
  put("window-place", place ? place.place : "");
}

function stage(part) {
  const line = copy("stage");
  line.className = `queue-${part.letter} at-${part.state}`;
  [[".letter", "letter"], ["b", "name"], ["small", "what"], ["i", "said"]].forEach(([place, key]) => {
    line.querySelector(place).textContent = part[key];
  });
  return line;
}

function drawTicks() {
  if (!ticks || posting) return;
  const { ticked } = noted.seq > seen.seq ? noted : seen;
  ticks.querySelectorAll("[type=checkbox]").forEach((box) => {
    box.checked = ticked.includes(box.value);
    box.disabled = !seen.open;
  });
}

function redden(red) {
  html.classList.toggle("called", red);
  document.title = red && seen.window ? called() : title;
}

function called() {
  const words = at("titles").content.firstElementChild.getAttribute("data-words");
  return `${seen.number} ${words.replace("{id}", seen.window.id)}`;
}

const elsewhere = (before) => seen.state === "called" && seen.window.id !== before.window.id;

function learn(now) {
  const before = seen;
  seen = now;
  if (seen.window === null) write("");
  draw();
  redden(seen.state === "called");
  if (seen.state !== before.state || seen.recalls > before.recalls || elsewhere(before)) {
    const isCalled = seen.state === "called";
    show("quiet", isCalled);
    if (isCalled) alarm();
    else calm();
  } else if (seen.near && !before.near) ring();
}

function post(form, action) {
  return fetch(action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  }).then((answer) => answer.json().then((said) => {
    const no = language === "en" ? said.title : said.detail;
    at("refusal").textContent = no || "";
    show("refusal", Boolean(no));
    if (no) window.scrollTo(0, 0);
    return said;
  }));
}

function act(event) {
  const button = event.currentTarget;
  event.preventDefault();
  button.disabled = true;
  post(button.form, button.formAction).then((said) => {
    if (said.press) button.form.elements.press.value = said.press;
    if (button.parentElement.open) button.parentElement.open = false;
  }, () => location.reload()).then(() => {
    button.disabled = false;
  });
}

/** One post after the other: the last one says it all. What is refused is drawn as the hall has it. */
function tick() {
  unsaid = posting;
  if (posting) return;
  posting = true;
  const ticked = new FormData(ticks).getAll("ticked");
  post(ticks, ticks.action).then(({ seq }) => (noted = { seq, ticked }), () => 0).then(() => {
    posting = false;
    if (unsaid) tick();
    else drawTicks();
  });
}

function tryOut() {
  arm().then(() => {
    const { sound, shake, awake } = can();
    const answers = { sound, mute: !sound, shake, still: !shake, awake, sleepy: !awake };
    at("tried").querySelectorAll("[data-if]").forEach((line) => {
      line.hidden = !answers[line.getAttribute("data-if")];
    });
    show("tried", true);
    html.classList.add("called");
    ring();
    setTimeout(() => redden(seen.state === "called"), TRY_MS);
  });
}

function showLink({ age }) {
  const late = age > LATE_S;
  html.classList.toggle("stale", late);
  if (late) sentences(at("link"), { age });
  show("link", late);
}

draw();
redden(seen.state === "called");
show("try", true);
if (ticks) {
  at("save").hidden = true;
  ticks.addEventListener("change", tick);
}
document.querySelectorAll("[formaction]").forEach((button) => button.addEventListener("click", act));
document.addEventListener("click", arm);
at("try").addEventListener("click", tryOut);
at("quiet").addEventListener("click", () => {
  calm();
  show("quiet", false);
});
follow({ namespace: "/phone", query: { token, language }, state: seen, onState: learn, onLink: showLink, onWriting: write });
