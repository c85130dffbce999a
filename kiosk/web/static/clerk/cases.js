/** 办件: a digit gives an outcome, Escape leads back to the window, and only what lacks is asked about. */
const marks = document.querySelectorAll("[data-mark]");
const LACKING = ["missing", "wrong"];

function ask(mark) {
  mark.closest("tr").querySelector(".why").classList.toggle("is-asked", LACKING.includes(mark.value));
}

marks.forEach((mark) => {
  ask(mark);
  mark.addEventListener("change", () => ask(mark));
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    event.preventDefault();
    document.querySelector("[data-leave]").click();
    return;
  }
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  const button = !typing && document.querySelector(`[data-key="${event.key}"]`);
  if (!button || event.repeat) return;
  event.preventDefault();
  button.click();
});
