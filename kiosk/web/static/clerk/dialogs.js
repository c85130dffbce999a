/** The questions of the desk: to which window, for what reason, and what about this ticket. */
import { copy, only } from "/static/fill.js";
import { drawCard } from "./card.js";

const at = (id) => document.getElementById(id);
const { base, csrf, language } = document.body.dataset;

/** Ask for the window to transfer to; a digit chooses as soon as no other window begins with it. */
export function makeTransferDialog(desk, acts) {
  const dialog = at("transfer");
  let typed = "";

  function ask() {
    typed = "";
    const here = desk.state().window.id;
    at("targets").textContent = "";
    desk.state().windows.filter((one) => one.id !== here).forEach((one) => at("targets").append(target(one)));
    dialog.showModal();
  }

  function target(one) {
    const button = copy("target");
    button.classList.add("queue-" + one.letter);
    button.querySelector(".letter").textContent = String(one.id);
    button.querySelector(".target-name").textContent = one.name;
    button.disabled = one.state !== "open";
    button.addEventListener("click", () => send(one.id));
    return button;
  }

  function send(number) {
    dialog.close();
    const hand = desk.state().hand;
    if (hand) acts.onTicket("transfer", hand.id, { window: number });
  }

  function digit(next) {
    const numbers = desk.state().windows.map((one) => String(one.id));
    if (!numbers.some((one) => one.startsWith(typed + next))) typed = "";
    typed += next;
    const fit = numbers.filter((one) => one.startsWith(typed));
    if (fit.length === 1 && fit[0] === typed) send(Number(typed));
  }

  return { ask, digit, isOpen: () => dialog.open };
}

/** Ask for a reason: one of the hall's, by its place in the list or a tap, or in one's own words. */
export function makeReasonDialog() {
  const dialog = at("reason");
  const text = at("reason-text");
  const last = {}; // what was chosen last, by what it was asked for
  let asked = "";
  let then = null;

  const choices = () => Array.from(dialog.querySelectorAll(`[data-when="${asked}"] [data-reason]`));

  function ask(when, why, next) {
    asked = when;
    then = next;
    text.value = "";
    only(dialog, when);
    at("not-its-turn").textContent = why;
    dialog.showModal();
    const again = choices().find((one) => one.dataset.reason === last[when]) || choices()[0];
    (again || text).focus();
  }

  function give(reason) {
    last[asked] = reason;
    dialog.close();
    then(reason);
  }

  function digit(typed) {
    const chosen = choices()[Number(typed) - 1];
    if (chosen) give(chosen.dataset.reason);
  }

  dialog.addEventListener("click", (event) => {
    const chosen = event.target instanceof Element && event.target.closest("[data-reason]");
    if (chosen) give(chosen.dataset.reason);
  });
  at("own-reason").addEventListener("submit", (event) => {
    event.preventDefault();
    if (text.value.trim()) give(text.value.trim());
  });

  return { ask, digit, isOpen: () => dialog.open };
}

/** Show everything about one ticket, with what may be done to it. */
export function makeTicketDialog(desk, acts) {
  const dialog = at("ticket");
  let shown = null;

  const look = (id) => load(`tickets/${id}`);
  const find = (number) => load(`find?number=${encodeURIComponent(number)}`);
  const scan = (code) => load("scan", { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf }, body: JSON.stringify({ code }) });

  async function load(path, how) {
    try {
      const answer = await fetch(`${base}/${path}`, Object.assign({}, how, { headers: Object.assign({ Accept: "application/json" }, how && how.headers) }));
      const told = await answer.json();
      if (answer.ok) show(told);
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
    const may = {
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

  dialog.querySelectorAll("[data-do]").forEach((button) => {
    button.addEventListener("click", () => press(button.dataset.do));
  });

  function press(act) {
    if (dialog.querySelector(`[data-do="${act}"]`).hidden) return;
    dialog.close();
    if (act === "call") acts.callTicket(shown.id);
    else acts.onTicket(act, shown.id);
  }

  return { look, find, scan, press, isOpen: () => dialog.open };
}
