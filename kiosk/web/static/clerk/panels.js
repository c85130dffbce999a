/** What the desk shows on demand: who waits for what, what the clerk before left, and a sentence for the citizen. */
import { copy, rows, sentences } from "/static/fill.js";

const at = (id) => document.getElementById(id);

/** Show how many wait for each service, and how long the first of them has waited. */
export function makeServicesDialog(desk) {
  const dialog = at("services");

  function draw() {
    if (!dialog.open) return;
    const { services } = desk.state().waiting;
    rows(at("services-rows"), services.map(row));
    at("services-none").hidden = services.length > 0;
  }

  function row({ name, letter, count, since }) {
    const line = copy("service-row");
    line.classList.add("queue-" + letter);
    line.querySelector(".letter").textContent = letter;
    line.querySelector(".service-name").textContent = name;
    line.querySelector(".no-name").hidden = name !== "";
    sentences(line, { count, minutes: Math.max(0, Math.floor(desk.clock.since(since) / 60)) });
    return line;
  }

  function show() {
    dialog.showModal();
    draw();
  }

  return { draw, show };
}

/** Ask for a sentence, and where it is to be read; an empty one takes the last away. */
export function makeWritingDialog(acts) {
  const dialog = at("writing");
  const text = at("writing-text");

  at("writing-form").addEventListener("submit", (event) => {
    const to = event.submitter ? event.submitter.value : "window";
    const written = to === "away" ? "" : text.value.trim();
    acts.post("writing", { text: written, to: to === "phone" ? "phone" : "window" });
  });

  return () => {
    text.value = "";
    dialog.showModal();
    text.focus();
  };
}

/** Tell who has come to a window what the clerk before left there, once. */
export function welcome() {
  const dialog = at("left");
  if (!dialog) return;
  dialog.showModal();
  history.replaceState(null, "", location.pathname);
}
