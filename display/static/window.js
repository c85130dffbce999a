/** A window's own screen: its number and name, whom it serves, what it does. */
import { hallClock } from "./clock.js";
import { drift } from "./drift.js";
import { name, only } from "./fill.js";
import { watchLink } from "./link.js";
import { follow } from "./live.js";
import { writingIn } from "./writing.js";

const FLIP_S = 8;
const LONG_NAME = 14; // characters: more of them stand in two lines

const at = (id) => document.getElementById(id);
const first = JSON.parse(at("first").textContent);
const mine = Number(document.body.dataset.window);
const clock = hallClock(document.body.dataset.now);
const write = writingIn(at("writing"));
let state = first;

function draw(next) {
  if (numberHere(next) !== numberHere(state)) write(""); // it was for the one before
  state = next;
  document.body.dataset.seq = String(state.seq);
  const line = state.windows.find((window) => window.id === mine);
  if (!line) return;
  const stage = at("at-window");
  document.body.className = "one-window is-" + line.state + (line.number === null ? " empty-handed" : "");
  at("letter").className = "letter queue-" + line.letter;
  name(at("name"), line.name);
  at("name").classList.toggle("long-name", line.name.zh.length > LONG_NAME);
  at("number").textContent = line.number || "";
  at("number").hidden = line.number === null;
  name(at("reason"), line.reason);
  only(at("state"), line.number !== null && !line.arrived ? "called" : line.state);
  stage.classList.toggle("long", (line.number || "").length > 4);
  markFresh();
}

function numberHere({ windows }) {
  const line = windows.find((window) => window.id === mine);
  return line ? line.number : null;
}

function markFresh() {
  const call = state.calls.find((one) => one.window === mine);
  const age = call ? clock.since(call.at) : Infinity;
  const stage = at("at-window");
  if (age < FLIP_S && !stage.classList.contains("flip")) stage.style.animationDelay = -Math.max(age, 0) + "s";
  stage.classList.toggle("flip", age < FLIP_S && call.number === at("number").textContent);
}

function eachSecond() {
  at("clock").textContent = clock.text();
  markFresh();
}

draw(first);
eachSecond();
setInterval(eachSecond, 1000);
drift();
follow({
  namespace: "/board",
  query: { window: mine },
  state: first,
  onState: draw,
  onLink: watchLink(at("link")),
  onBeat: (beat) => clock.set(beat.at),
  onWriting: write,
});
