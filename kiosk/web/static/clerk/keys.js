/** The keyboard and the number pad: matched by the place of the key, so NumLock and input methods do not matter. */
const KEYS = {
  Enter: "next", NumpadEnter: "next", NumpadAdd: "next",
  NumpadDecimal: "recall", Period: "recall", F2: "recall", F3: "drop-priority",
  NumpadSubtract: "miss", Minus: "miss", F4: "miss",
  NumpadDivide: "transfer", Slash: "transfer", F6: "transfer",
  NumpadMultiply: "pause", F8: "pause",
  F7: "start", F9: "finish", F10: "hold",
  KeyS: "split", KeyR: "return", KeyL: "look", KeyH: "help", KeyT: "write", KeyF: "free",
  Backspace: "undo",
};
const DIGIT = /^(?:Numpad|Digit)(\d)$/;

/**
 * @param {{press: (act: string) => void}} acts
 * @param {{isOpen: () => boolean, digit: (digit: string) => void}[]} asking the dialogs that are answered with digits
 * @param {{isOpen: () => boolean, press: (act: string) => void}} looking the dialog about one ticket
 * @param {() => void} showServices shows who waits for what
 */
export function listen(acts, asking, looking, showServices) {
  const number = document.getElementById("number");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const digit = digitOf(event);
    const asks = asking.find((dialog) => dialog.isOpen());
    if (asks) {
      if (digit && !(event.target instanceof HTMLInputElement)) swallow(event, () => asks.digit(digit));
      return;
    }
    if (looking.isOpen()) {
      const act = KEYS[event.code];
      if (act === "drop-priority" || act === "look") swallow(event, () => looking.press(act));
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (event.target === number) typing(event, digit);
    else if (digit) swallow(event, () => type(digit));
    else if (event.code === "KeyQ") swallow(event, showServices);
    else if (!meantForPage(event)) act(event);
  });

  /** While a number is typed its own keys edit it; the others act as always once it is empty. */
  function typing(event, digit) {
    if (digit && /^Numpad/.test(event.code)) swallow(event, () => type(digit));
    else if (event.code === "Escape") swallow(event, () => leave());
    else if (number.value === "" && /^(Numpad(?!Enter)|F\d|Backspace)/.test(event.code)) {
      leave();
      act(event);
    } else if (KEYS[event.code] && /^(Numpad(?!Enter)|F\d)/.test(event.code)) event.preventDefault();
  }

  function act(event) {
    const name = event.code === "Digit8" && event.shiftKey ? "pause" : KEYS[event.code];
    const door = document.querySelector(`#doors [data-key="${event.code.slice(3)}"]`);
    if (name) swallow(event, () => acts.press(name));
    else if (door && /^Key.$/.test(event.code)) swallow(event, () => door.click());
  }

  function type(digit) {
    number.focus();
    number.value += digit;
  }

  function leave() {
    number.value = "";
    number.blur();
  }
}

function digitOf(event) {
  const found = DIGIT.exec(event.code);
  const isDigit = found && !event.shiftKey;
  return isDigit ? found[1] : "";
}

/** Enter on a button or link that somebody has tabbed to presses that one. */
function meantForPage(event) {
  return /Enter$/.test(event.code) && event.target instanceof Element && event.target.closest("button, a, summary") !== null;
}

function swallow(event, then) {
  event.preventDefault();
  if (!event.repeat) then();
}
