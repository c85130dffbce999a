/** The dialog about one ticket: everything about it, and what may be done to it. */
import { sentences } from "/static/fill.js";
import { drawCard } from "./card.js";

const NEXT = 3;
const at = (id) => document.getElementById(id);
const { base, csrf, language } = document.body.dataset;

/** Show everything about one ticket, with what may be done to it. */
export function makeTicketDialog(desk, acts) {
  const dialog = at("ticket");
  let shown = null;
  let turn = 0; // which of the next ones is looked at; 0 is none of them

  const look = (id) => {
    turn = 0;
    return load(`tickets/${id}`);
  };
  const find = (number) => {
    turn = 0;
    return load(`find?number=${encodeURIComponent(number)}`);
  };

  const scan = (code) => {
    turn = 0;
    const { hand } = desk.state();
    const body = JSON.stringify({ code, hand: hand ? hand.id : "" });
    return load("scan", { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf }, body });
  };

  /** Look at the next one with his whole card and call nobody; once more, at the one after him. */
  function lookAhead() {
    const next = desk.state().waiting.lines.slice(0, NEXT);
    if (!next.length) return;
    turn = (turn % next.length) + 1;
    load(`tickets/${next[turn - 1].id}`);
  }

  async function load(path, how) {
    const headers = Object.assign({ Accept: "application/json" }, how && how.headers);
    try {
      const answer = await fetch(`${base}/${path}`, Object.assign({}, how, { headers }));
      const told = await answer.json();
      if (answer.ok && told.page) location.assign(told.page);
      else if (answer.ok) show(told);
      else acts.tell(language === "en" ? told.title : told.detail, true);
    } catch (error) {
      acts.say("unheard", {}, true);
    }
  }

  function withdraw(id) {
    dialog.close();
    acts.onTicket("withdraw", id);
  }

  function show(card) {
    shown = card;
    at("looked-at").textContent = "";
    at("looked-at").append(drawCard(card, desk.clock, withdraw));
    at("turn").hidden = turn === 0;
    sentences(at("turn"), { turn });
    const may = {
      look: turn > 0 && desk.state().waiting.lines.length > 1,
      give: card.state === "held" && card.window === desk.state().window.id,
      call: card.state === "waiting" && desk.state().window.state === "open",
      revive: card.revivable,
      close: card.closable && card.window === desk.state().window.id,
      cancel: card.state === "waiting" || card.state === "missed",
      "drop-priority": card.state === "waiting" && Boolean(card.priority),
      reprint: true,
    };
    dialog.querySelectorAll("[data-do]").forEach((button) => {
      button.hidden = !may[button.dataset.do];
    });
    if (!dialog.open) dialog.showModal();
  }

  dialog.addEventListener("close", () => {
    turn = 0;
  });
  dialog.querySelectorAll("[data-do]").forEach((button) => {
    button.addEventListener("click", () => press(button.dataset.do));
  });

  function press(act) {
    if (dialog.querySelector(`[data-do="${act}"]`).hidden) return;
    if (act === "look") {
      lookAhead();
      return;
    }
    dialog.close();
    if (act === "give") acts.give(shown.id);
    else if (act === "call") acts.callTicket(shown.id);
    else acts.onTicket(act, shown.id);
  }

  return { look, lookAhead, find, scan, press, isOpen: () => dialog.open };
}
