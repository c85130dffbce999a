/** 显示大屏: draws what the feed says, rings for calls it never heard before, and admits when it is out of touch. */
import { makeLoudspeaker } from "./chime.js";
import { hallClock } from "./clock.js";
import { drift } from "./drift.js";
import { copy, name, only, rows, sentences } from "./fill.js";
import { watchLink } from "./link.js";
import { follow } from "./live.js";
import { noticeIn } from "./notice.js";
import { speakFor } from "./speak.js";

export const FLIP_S = 8;
const FRESH_S = 30;
const PAGE_S = 8;
const ELDER = document.documentElement.classList.contains("elder");
const CALLS = ELDER ? 4 : 6;
const LONG_NAME = 9; // characters: more of them are set smaller, for half a name says nothing
const LONG_IN_CALL = 12; // the same beside a number, which nothing may push away
const A_PAGE = ELDER ? { windows: 4, queues: 3, missed: 5 } : { windows: 6, queues: 6, missed: 8 };

const at = (id) => document.getElementById(id);
const first = JSON.parse(at("first").textContent);
const clock = hallClock(document.body.dataset.now);
const zone = document.body.dataset.zone;
const notice = noticeIn(at("notice"));
let state = first;
let newest = 0;
let voice = null;
let turn = 0;

function draw(next, changed) {
  state = next;
  document.body.dataset.seq = String(state.seq);
  const has = (section) => changed === null || changed.indexOf(section) >= 0;
  if (has("hall") || has("zones")) drawPlace();
  if (has("calls") || has("open") || has("hours") || has("windows")) drawCalls();
  if (has("windows")) drawWindows();
  if (has("waiting")) drawQueues();
  if (has("missed")) drawMissed();
  if (has("notice")) notice.show(state.notice);
  if (has("hours")) name(at("hours"), state.hours);
  wakeVoice();
}

function drawPlace() {
  name(at("hall"), state.hall);
  const here = state.zones.find((one) => one.code === zone);
  if (here) name(at("zone"), here.name);
}

/** A zone's board shows its own windows; the hall's shows all. */
function ours(line) {
  return !zone || line.zone === zone;
}

/** The part of a list that has its turn; `2/3` stands at its head. */
function paged(list, which) {
  const size = A_PAGE[which];
  const pages = Math.max(1, Math.ceil(list.length / size));
  const here = turn % pages;
  at(which + "-page").textContent = pages > 1 ? here + 1 + "/" + pages : "";
  return list.slice(here * size, here * size + size);
}

function drawCalls() {
  const busy = state.windows.some((line) => line.number !== null);
  const shown = state.open || busy ? withRoom(state.calls.filter(ours)) : [];
  at("newest").textContent = "";
  at("newest").append(shown.length ? inside(callLine(shown[0])) : quiet());
  rows(at("earlier"), shown.slice(1).map(callLine));
  document.body.classList.toggle("no-calls", shown.length === 0);
  document.body.classList.toggle("shut", !state.open && !busy);
}

/** As many calls as there is room for; a lit one, for somebody who cannot hear it, gives way to nobody. */
function withRoom(calls) {
  let room = Math.max(0, CALLS - calls.filter((call) => call.lit).length);
  return calls.filter((call) => call.lit || room-- > 0).slice(0, CALLS);
}

/** A `<li>` outside a list is read as nothing: the newest call stands alone, so it is a `<div>`. */
function inside(line) {
  const alone = document.createElement("div");
  alone.className = line.className;
  alone.style.animationDelay = line.style.animationDelay;
  Object.assign(alone.dataset, line.dataset);
  while (line.firstChild) alone.append(line.firstChild);
  return alone;
}

function callLine(call) {
  const line = copy("call");
  const age = clock.since(call.at);
  line.querySelector(".number").textContent = call.number;
  sentences(line, { window: call.window });
  name(line.querySelector(".name"), call.window_name);
  line.classList.toggle("long-name", call.window_name.zh.length > LONG_IN_CALL);
  line.querySelector(".again").hidden = call.kind === "call";
  line.dataset.at = call.at;
  line.dataset.lit = call.lit ? "yes" : "";
  line.classList.toggle("long", call.number.length > 4);
  line.style.animationDelay = -Math.max(age, 0) + "s"; // a line that moves down does not start flipping again
  markFresh(line);
  return line;
}

function markFresh(line) {
  const age = clock.since(line.dataset.at);
  line.classList.toggle("fresh", age < FRESH_S || line.dataset.lit === "yes");
  line.classList.toggle("flip", age < FLIP_S);
}

function quiet() {
  const element = copy(state.open ? "quiet" : "shut");
  const when = element.querySelector(".when");
  if (when) name(when, state.hours);
  return element;
}

function drawWindows() {
  rows(at("windows"), paged(state.windows.filter(ours), "windows").map(windowLine));
}

function drawQueues() {
  const here = state.waiting.filter((queue) => !zone || queue.zones.indexOf(zone) >= 0);
  rows(at("queues"), paged(here, "queues").map(queueLine));
}

function windowLine(window) {
  const line = copy("window");
  line.classList.add("queue-" + window.letter, "is-" + window.state);
  line.querySelector(".letter").textContent = String(window.id);
  named(line, window.name);
  line.querySelector(".state .number").textContent = window.number || "";
  name(line.querySelector(".why"), window.reason);
  only(line, window.number === null ? window.state : "number");
  return line;
}

function queueLine(queue) {
  const line = copy("queue");
  const wait = queue.expected_wait;
  const low = wait ? Math.floor(wait.low / 60) : 0;
  const high = wait ? Math.max(1, Math.ceil(wait.high / 60)) : 0;
  line.classList.add("queue-" + queue.letter);
  line.querySelector(".letter").textContent = queue.letter;
  named(line, queue.name);
  sentences(line, { waiting: queue.waiting, low, high });
  name(line.querySelector(".why"), queue.suspended);
  line.classList.toggle("is-suspended", queue.suspended !== null);
  if (queue.suspended) only(line, "suspended");
  else if (wait) only(line, low ? "range" : "short");
  else only(line, "none");
  return line;
}

function named(line, label) {
  name(line.querySelector(".name"), label);
  line.classList.toggle("long-name", label.zh.length > LONG_NAME);
}

function drawMissed() {
  at("missed-numbers").textContent = paged(state.missed, "missed").join("  ");
  at("missed").hidden = state.missed.length === 0;
}

/** A new call on the board: the hall is asked at once whether it is ours to say. */
function wakeVoice() {
  const seen = state.calls.reduce((highest, call) => Math.max(highest, call.id), 0);
  if (voice && seen > newest) voice.wake();
  newest = Math.max(newest, seen);
}

/** Only one screen of a zone speaks; one that nobody enrolled says why it is silent. */
function sound(line) {
  const loudspeaker = makeLoudspeaker(at("sound"), () => voice && voice.wake());
  voice = speakFor({
    zone,
    loudspeaker,
    line,
    onRole: (role) => {
      document.body.dataset.voice = role;
      at("unknown").hidden = role !== "mute";
      if (role === "mute") at("sound").hidden = true;
    },
  });
}

function eachSecond() {
  at("clock").textContent = clock.text();
  document.querySelectorAll(".call").forEach(markFresh);
}

function turnPage() {
  turn += 1;
  drawWindows();
  drawQueues();
  drawMissed();
}

draw(first, null);
eachSecond();
setInterval(eachSecond, 1000);
drift();
setInterval(turnPage, PAGE_S * 1000);
const line = follow({
  namespace: "/board",
  state: first,
  onState: draw,
  onLink: watchLink(at("link")),
  onBeat: (beat) => clock.set(beat.at),
});
if (document.body.dataset.audio === "on") sound(line);
