/** 办件: a key gives an outcome or a place to type, Escape leads back, and only what lacks is asked about. */
const marks = document.querySelectorAll("[data-mark]");
const LACKING = ["missing", "wrong"];

function ask(mark) {
  mark.closest("tr").querySelector(".why").classList.toggle("is-asked", LACKING.includes(mark.value));
}

marks.forEach((mark) => {
  ask(mark);
  mark.addEventListener("change", () => ask(mark));
});

document.querySelector("[data-all-there]")?.addEventListener("click", () => {
  marks.forEach((mark) => {
    if (LACKING.includes(mark.value)) mark.value = "received";
    ask(mark);
  });
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    event.preventDefault();
    document.querySelector("[data-leave]").click();
    return;
  }
  const fills = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  const typing = fills && event.key.length === 1; // F2 is heard there too
  const button = !typing && document.querySelector(`[data-key="${event.key}"]`);
  if (!button || event.repeat) return;
  event.preventDefault();
  if (button instanceof HTMLInputElement) button.focus();
  else button.click();
});
