/** What the keys do: one request each, never two at once, and nothing is shown before the server has answered. */
import { copy, only, sentences } from "/static/fill.js";

const GUARD_MS = 800; // a second press of the same key within it is a slip of the finger
const UNDO_S = 10;
const PANELS = ["look", "write"]; // they only open a dialog, so pressing them twice does no harm
const ASKS = ["look", "write", "transfer", "split", "return"]; // they ask first, so they need no answer before it
const HANDLESS = ["next", "undo", "look", "free"]; // they need no ticket in hand

const at = (id) => document.getElementById(id);
const words = (told) => (language === "en" ? told.title : told.detail) || told.title;
const { base, csrf, language, signIn } = document.body.dataset;

/**
 * @param {{state: () => Object<string, *>, clock: {since: (iso: string) => number}, take: (state: Object<string, *>) => void}} desk
 */
export function makeActs(desk) {
  let busy = false;
  let settled = Promise.resolve();
  let after = ""; // another key, pressed while the last one is still on its way
  let last = { act: "", at: -GUARD_MS };
  let undoable = [];

  const hand = () => desk.state().hand;
  const shown = () => (hand() ? hand().id : "");
  const open = () => desk.state().window.state === "open";
  const called = () => hand() !== null && hand().state === "called";
  const serving = () => hand() !== null && hand().state === "serving";
  const left = (step) => Math.ceil(UNDO_S - (performance.now() - step.at) / 1000);
  const early = (from) => (called() && hand()[from] ? Math.max(0, Math.ceil(-desk.clock.since(hand()[from]))) : 0);
  const newest = () => undoable.filter((step) => left(step) > 0).pop();

  const may = {
    next: open,
    recall: () => called() && hand().recalls_left > 0,
    miss: called,
    start: called,
    finish: () => called() || serving(),
    hold: serving,
    transfer: () => called() || serving(),
    split: () => serving() && hand().part === null,
    return: () => (called() || serving()) && hand().part !== null,
    "drop-priority": () => (called() || serving()) && Boolean(hand().priority),
    pause: () => true,
    look: () => desk.state().waiting.lines.length > 0,
    help: () => true,
    write: () => true,
    free: () => desk.state().forgotten.length > 0,
    undo: () => newest() !== undefined,
  };

  const send = {
    next: () => post("next", { hand: shown() }),
    miss: () => {
      const { id, sign_first: signFirst } = hand();
      const why = signFirst ? "sign" : early("miss_from") ? "early" : "";
      if (why) acts.askMiss(why, early("miss_from"), () => acts.onTicket("miss", id, { signed: signFirst }));
      else acts.onTicket("miss", id);
    },
    look: () => acts.look(),
    help: () => post("help"),
    write: () => acts.write(),
    free: () => {
      const [oldest] = desk.state().forgotten;
      acts.onTicket(oldest.may_be_freed ? "free" : "take-over", oldest.id);
    },
    pause: () => {
      if (!open()) post("state", { state: "open" });
      else acts.askReason("pause", "", (reason) => post("state", { state: "paused", reason }));
    },
    transfer: () => acts.transfer(),
    split: () => acts.split(),
    return: () => acts.giveBack(),
    undo: () => {
      const step = newest();
      undoable = undoable.filter((one) => one !== step);
      return post(`tickets/${step.ticket}/undo`);
    },
  };

  /** Call one given ticket; when it is not its turn, ask why and call it then. */
  const callOne = (wanted) =>
    post("call", wanted, (told) => {
      if (told.type !== "urn:yichuang:reason-needed") return false;
      acts.askReason("jump", words(told), (reason) => post("call", Object.assign({ reason }, wanted)));
      return true;
    });

  async function post(path, body, answered) {
    while (busy) await settled; // what a dialog sends is not lost while the last key is still on its way
    busy = true;
    let settle = null;
    settled = new Promise((resolve) => { settle = resolve; });
    after = "";
    refresh();
    let done = null;
    try {
      const answer = await fetch(`${base}/${path}`, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf },
        body: JSON.stringify(body || {}),
      });
      done = await heard(answer, answered);
    } catch (error) {
      say("unheard", {}, true);
    }
    busy = false;
    settle();
    refresh();
    if (done && after) press(after);
    return done;
  }

  async function heard(answer, answered) {
    if (answer.status === 401) {
      location.assign(signIn);
      return null;
    }
    const told = await answer.json();
    if (!answer.ok) {
      if (answered && answered(told)) return null;
      tell(words(told), true);
      return null;
    }
    const now = performance.now();
    undoable = undoable.concat((told.undo || []).map((step) => Object.assign({ at: now }, step))).slice(-4);
    desk.take(told.desk);
    say(told.act, told, false);
    return told;
  }

  function press(act) {
    const now = performance.now();
    if (act === last.act && !PANELS.includes(act) && (busy || now - last.at < GUARD_MS)) return;
    if (busy && !(ASKS.includes(act) && may[act]())) {
      if (!ASKS.includes(after)) after = act; // what follows a question answers it, and must not call the next one
      return;
    }
    if (!may[act]()) {
      say(hand() === null && !HANDLESS.includes(act) ? "empty-hand" : "not-now", {}, true);
      return;
    }
    last = { act, at: now };
    if (send[act]) send[act]();
    else post(`tickets/${hand().id}/${act}`);
  }

  function refresh() {
    document.querySelectorAll("[data-act]").forEach((key) => {
      key.disabled = !may[key.dataset.act]();
      key.classList.toggle("waits", busy && key.dataset.act === last.act);
    });
    countdown("recall", early("recall_from"));
    countdown("miss", early("miss_from"));
    only(document.querySelector('[data-act="pause"]'), open() ? "open" : "shut");
    drawUndo(newest(), left);
  }

  // who has closed a question without an answer may ask it again at once
  document.querySelectorAll("dialog").forEach((dialog) => dialog.addEventListener("cancel", () => {
    last = { act: "", at: -GUARD_MS };
  }));

  const acts = {
    press,
    post,
    refresh,
    callNumber: (number) => callOne({ number }),
    callTicket: (ticket) => callOne({ ticket }),
    onTicket: (act, ticket, body) => post(`tickets/${ticket}/${act}`, body),
    transfer: () => undefined,
    split: () => undefined,
    giveBack: () => undefined,
    look: () => undefined,
    write: () => undefined,
    askMiss: () => undefined,
    askReason: () => undefined,
    say,
    tell,
  };
  return acts;
}

/** Write on a key in how many seconds it makes sense. */
function countdown(act, seconds) {
  const place = document.querySelector(`[data-act="${act}"] .in-time`);
  if (place.dataset.shown === String(seconds)) return;
  place.dataset.shown = String(seconds);
  place.hidden = seconds === 0;
  place.previousElementSibling.hidden = seconds !== 0; // there is room for the caps or the seconds
  sentences(place, { seconds });
}

function drawUndo(step, left) {
  const what = at("undo-what");
  const shown = what.dataset.shown || "";
  const wanted = step ? `${step.act} ${step.number} ${left(step)}` : "";
  if (shown === wanted) return;
  what.dataset.shown = wanted;
  what.textContent = "";
  if (!step) return;
  const words = copy("undo-words");
  sentences(words, { number: step.number, left: left(step) });
  only(words, step.act);
  what.append(words);
}

/** Say in the status line what was done. */
function say(act, values, refused) {
  const words = copy("did");
  sentences(words, values);
  only(words, act);
  show(words, refused);
}

/** Say in the status line what the server said. */
function tell(text, refused) {
  const words = document.createElement("p");
  words.textContent = text;
  show(words, refused);
}

function show(words, refused) {
  const line = at("said");
  line.classList.toggle("refused", refused);
  words.querySelectorAll("[hidden]").forEach((other) => other.remove());
  line.textContent = "";
  line.append(...words.childNodes);
}
