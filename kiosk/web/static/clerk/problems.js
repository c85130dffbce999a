/** 办不成事: a digit says which kind, Enter goes on, Escape goes back to the desk. */
const form = document.getElementById("problem");
const words = document.getElementById("words");
const phone = form.elements.phone;

function isWriting(target) {
  return target instanceof Element && target.closest("textarea, select, input:not([type=radio])") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    event.preventDefault();
    document.getElementById("back").click();
    return;
  }
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  const chosen = digit && !isWriting(event.target) && form.querySelector(`[data-key="${digit[1]}"]`);
  if (!chosen) return;
  event.preventDefault();
  chosen.checked = true;
  words.focus();
});

/** Enter leads from the words to the phone, so that nobody sends it without having been asked for one. */
words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  phone.focus();
});
