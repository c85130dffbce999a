/** 手机页: one ticket, drawn from what the hall says about it and kept fresh. */
import { only, sentences } from "/static/fill.js";
import { follow } from "/static/live.js";

const LATE_S = 10;
const at = (id) => document.getElementById(id);
const { token, language } = document.body.dataset;
const first = JSON.parse(at("first").textContent);

function put(name, value) {
  document.querySelector(`[data-put="${name}"]`).textContent = value;
}

function draw(seen) {
  const card = at("card");
  card.className = `card queue-${seen.letter} is-${seen.state}`;
  at("number").textContent = seen.number;
  put("queue", seen.queue);
  only(at("now"), seen.state);
  drawWait(seen);
  drawWindow(seen);
  at("back").hidden = !seen.back_until;
  at("why").hidden = !seen.why;
  at("suspended").hidden = !seen.suspended;
  at("later").hidden = !seen.later_day;
  sentences(at("card"), Object.assign({ low: "", high: "", id: "" }, seen, seen.expected_wait, seen.window));
  at("leave").hidden = !seen.may_cancel;
  document.body.dataset.seq = String(seen.seq);
}

function drawWait(seen) {
  const range = seen.expected_wait;
  at("wait").hidden = seen.state !== "waiting" || Boolean(seen.suspended || seen.later_day);
  only(at("range"), range === null ? "nobody" : range.high <= 1 ? "soon" : "range");
}

function drawWindow({ window: place }) {
  at("window").hidden = place === null;
  put("window-name", place ? place.name : "");
  put("window-place", place ? place.place : "");
}

function buzz(seen, changed) {
  if (changed && changed.includes("state") && seen.state === "called" && navigator.vibrate) navigator.vibrate([300, 150, 300]);
}

function showLink({ age }) {
  const late = age > LATE_S;
  document.documentElement.classList.toggle("stale", late);
  if (late) sentences(at("link"), { age });
  at("link").hidden = !late;
}

draw(first);
follow({
  namespace: "/phone",
  query: { token, language },
  state: first,
  onState: (seen, changed) => {
    draw(seen);
    buzz(seen, changed);
  },
  onLink: showLink,
});
