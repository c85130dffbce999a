/** The questions of the desk: to which window, for what reason, and whether somebody is really missed. */
import { copy, only, sentences } from "/static/fill.js";

const at = (id) => document.getElementById(id);

/** Ask for the window to transfer or hand over to; a digit chooses as soon as no other window begins with it. */
export function makeTransferDialog(desk, acts) {
  const dialog = at("transfer");
  let typed = "";
  let act = "transfer";
  let ticket = "";

  const ask = () => open("transfer", desk.state().hand.id);
  const give = (held) => open("give", held);

  function open(what, which) {
    typed = "";
    act = what;
    ticket = which;
    only(dialog, act);
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
    acts.onTicket(act, ticket, { window: number });
  }

  function digit(next) {
    const numbers = desk.state().windows.map((one) => String(one.id));
    if (!numbers.some((one) => one.startsWith(typed + next))) typed = "";
    typed += next;
    const fit = numbers.filter((one) => one.startsWith(typed));
    if (fit.length === 1 && fit[0] === typed) send(Number(typed));
  }

  return { ask, give, digit, isOpen: () => dialog.open };
}

/** Ask once more before somebody is missed who was called just now, or who cannot have heard it. */
export function makeMissDialog() {
  const dialog = at("miss");
  let then = null;

  at("miss-form").addEventListener("submit", () => then());

  return (why, seconds, next) => {
    then = next;
    only(dialog, why);
    sentences(dialog, { seconds });
    dialog.showModal();
    at("miss-sure").focus();
  };
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
