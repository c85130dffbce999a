/** 窗口: one window's desk: shows what the hall says, sends what the clerk presses, and waits for the answer. */
import { hallClock } from "/static/clock.js";
import { sentences } from "/static/fill.js";
import { follow } from "/static/live.js";
import { onScan } from "../scan.js";
import { makeActs } from "./acts.js";
import { drawDesk, tick } from "./draw.js";
import { listen } from "./keys.js";
import { makeReasonDialog, makeTicketDialog, makeTransferDialog } from "./dialogs.js";
import { makeReturnDialog, makeSplitDialog } from "./split.js";

const LATE_S = 10;
const at = (id) => document.getElementById(id);
const { now, window: number, language } = document.body.dataset;
const clock = hallClock(now);
let state = JSON.parse(at("first").textContent);

const desk = { state: () => state, clock };
const acts = makeActs(desk);
const looking = makeTicketDialog(desk, acts);
const sending = makeTransferDialog(desk, acts);
const reasons = makeReasonDialog();
const returning = makeReturnDialog(desk, acts);
acts.transfer = sending.ask;
acts.askReason = reasons.ask;
acts.split = makeSplitDialog(desk, acts).ask;
acts.giveBack = returning.ask;
listen(acts, [sending, reasons], looking);

function draw(next, changed) {
  state = next;
  document.body.dataset.seq = String(state.seq);
  drawDesk(state, changed, clock, { look: looking.look, giveBack: returning.ask, acts });
  acts.refresh();
}

function showLink({ age }) {
  const late = age > LATE_S;
  document.documentElement.classList.toggle("stale", late);
  if (late) sentences(at("link"), { age });
  at("link").hidden = !late;
}

function eachSecond() {
  at("clock").textContent = clock.text();
  tick(state, clock);
  acts.refresh();
}

document.querySelectorAll("[data-act]").forEach((button) => {
  button.addEventListener("click", (event) => {
    if (event.detail > 0) button.blur(); // after a tap, Enter calls the next one again and does not press this
    acts.press(button.dataset.act);
  });
});

at("by-number").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = at("number").value.trim();
  const wanted = event.submitter ? event.submitter.value : "call";
  at("number").value = "";
  at("number").blur();
  if (!typed) return;
  if (wanted === "find") looking.find(typed);
  else acts.callNumber(typed);
});

onScan((token) => {
  if (token) looking.scan(token);
  else acts.say("foreign", {}, true);
});
window.addEventListener("resize", () => draw(state, null));
draw(state, null);
eachSecond();
setInterval(eachSecond, 1000);
follow({
  namespace: "/desk",
  query: { window: number, language },
  state,
  onState: draw,
  onLink: showLink,
  onBeat: (beat) => clock.set(beat.at),
});
