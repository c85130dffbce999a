/** 窗口: one window's desk: shows what the hall says, sends what the clerk presses, and waits for the answer. */
import { hallClock } from "/static/clock.js";
import { only, sentences } from "/static/fill.js";
import { follow } from "/static/live.js";
import { onScan } from "../scan.js";
import { makeActs } from "./acts.js";
import { drawDesk, tick } from "./draw.js";
import { listen } from "./keys.js";
import { makeMissDialog, makeReasonDialog, makeTransferDialog } from "./dialogs.js";
import { makeServicesDialog, makeWritingDialog, welcome } from "./panels.js";
import { makeReturnDialog, makeSplitDialog } from "./split.js";
import { makeTicketDialog } from "./ticket.js";

const LATE_S = 10;
const at = (id) => document.getElementById(id);
const { now, window: number, language } = document.body.dataset;
const clock = hallClock(now);
let state = JSON.parse(at("first").textContent);
let ahead = false; // the desk shows the answer to a key, and its stream has not come so far yet

const desk = { state: () => state, clock, take };
const acts = makeActs(desk);
const looking = makeTicketDialog(desk, acts);
const sending = makeTransferDialog(desk, acts);
const reasons = makeReasonDialog();
const services = makeServicesDialog(desk);
const returning = makeReturnDialog(desk, acts);
acts.transfer = sending.ask;
acts.askReason = reasons.ask;
acts.split = makeSplitDialog(desk, acts).ask;
acts.giveBack = returning.ask;
acts.give = sending.give;
acts.look = looking.lookAhead;
acts.askMiss = makeMissDialog();
acts.write = makeWritingDialog(acts);
listen(acts, [sending, reasons], looking, services.show);

function draw(next, changed) {
  const asked = asksForHelp(state);
  state = next;
  document.body.dataset.seq = String(state.seq);
  drawDesk(state, changed, clock, { look: looking.look, giveBack: returning.ask, acts });
  services.draw();
  acts.refresh();
  leadOn();
  if (asked && !asksForHelp(state)) acts.say("help-comes", {}, false);
}

/** The answer to a key says how the desk stands from then on; its stream may come later, and is then no news. */
function take(answered) {
  if (answered.seq < state.seq) return;
  ahead = true;
  draw(answered, null);
}

function follows(next, changed) {
  if (next.seq < state.seq) return;
  draw(next, ahead ? null : changed);
  ahead = false;
}

/** The pages behind the desk's doors begin with the ticket in hand. */
function leadOn() {
  document.querySelectorAll("#doors a").forEach((door) => {
    door.search = state.hand ? `?ticket=${state.hand.id}` : "";
  });
}

function asksForHelp({ help, window: here }) {
  return help.some((call) => call.window === here.id);
}

function showLink({ age }) {
  const late = age > LATE_S;
  document.documentElement.classList.toggle("stale", late);
  only(at("linked"), late ? "late" : "well");
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
document.querySelectorAll("[data-close]").forEach((button) => {
  button.addEventListener("click", () => button.closest("dialog").close());
});

at("by-service").addEventListener("click", services.show);
window.addEventListener("resize", () => draw(state, null));
draw(state, null);
eachSecond();
setInterval(eachSecond, 1000);
follow({
  namespace: "/desk",
  query: { window: number, language },
  state,
  onState: follows,
  onLink: showLink,
  onBeat: (beat) => clock.set(beat.at),
});
welcome();
