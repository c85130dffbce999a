/** A sentence that a clerk types for the one before him: large for two minutes, and then nowhere. */
const SHOWN_MS = 120000;

/** Show what is written in an element. @param {HTMLElement} element @returns {(text: string) => void} */
export function writingIn(element) {
  let timer = 0;
  return function show(text) {
    clearTimeout(timer);
    element.textContent = text;
    element.hidden = text === "";
    if (text) timer = window.setTimeout(() => show(""), SHOWN_MS);
  };
}
