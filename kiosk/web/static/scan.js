/** 扫码: a scanner that types like a keyboard is told from people by its speed, wherever the focus is. */
const FEWEST = 6;
const APART_MS = 35; // between two keys of a scanner; nobody types so fast
const DIGITS = /^\d$/;
const HELD_MS = 60; // so long a key waits to see whether more follow; nobody feels it
const OURS = /^(?:yc:|\S*\/t\/)?([\w-]{22}(?:-\d{1,2})?)(?:[?#]\S*)?$/i;
const SIGNS = { Minus: "-_", Slash: "/?", Period: ".>", Semicolon: ";:", Equal: "=+", NumpadDivide: "//", NumpadSubtract: "--", NumpadDecimal: ".." };
const FIELD = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

/**
 * Tell what is scanned. A burst of keys that ends with Enter reaches nobody else; keys of people arrive a moment later.
 * In a field only a ticket's own code counts as scanned: everything else may belong there.
 * @param {(token: string) => void} tell given the ticket's token, or "" for a code that is not one of ours
 */
export function onScan(tell) {
  const again = new WeakSet();
  let burst = [];
  let waiting = 0;

  document.addEventListener("keydown", (event) => {
    if (again.has(event) || event.key === "Shift" || event.key === "CapsLock") return;
    const last = burst[burst.length - 1];
    const wasHeld = burst.some((one) => one.held);
    if (last && event.timeStamp - last.event.timeStamp >= APART_MS) end();
    const sign = event.repeat ? "" : signOf(event);
    if (sign) hold(event, sign);
    else if (isEnter(event) && burst.length >= FEWEST) scanned(event);
    else if (isEnter(event) && wasHeld) enterAfterAll(event);
    else end();
  }, true);

  /** Enter came so soon that the key before it was still held: it belongs to whatever that key has opened. */
  function enterAfterAll(event) {
    stop(event);
    end();
    const target = document.activeElement || document.body;
    if (target.dispatchEvent(copyOf(event))) {
      if (target.matches("button, a, summary")) target.click();
      else if (target.form) target.form.requestSubmit();
    }
  }

  function copyOf({ key, code, shiftKey }) {
    const copy = new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true });
    again.add(copy);
    return copy;
  }

  function hold(event, sign) {
    const field = fieldOf(document.activeElement); // a key let go just now may have opened a field since
    // a number that a person types must not wait: digits do nothing but stand in a field
    const held = !field && !(DIGITS.test(sign) && burst.every((one) => !one.held));
    burst.push({ event, sign, field, before: field ? field.value : "", held });
    if (held) stop(event);
    clearTimeout(waiting);
    waiting = setTimeout(letGo, HELD_MS);
  }

  function scanned(event) {
    const first = burst[0];
    const token = tokenOf(burst.map((one) => one.sign).join(""));
    if (first.field && !token) {
      end();
      return;
    }
    clearTimeout(waiting);
    stop(event);
    const typedInto = burst.map((one) => one.field).find(Boolean);
    if (typedInto) typedInto.value = first.field ? first.before : "";
    burst = [];
    tell(token);
  }

  /** They are a person's keys, as it seems: whoever listens gets them now. */
  function letGo() {
    const kept = burst.filter((one) => one.held);
    kept.forEach((one) => { one.held = false; });
    kept.forEach(({ event }) => {
      (event.target.isConnected ? event.target : document.body).dispatchEvent(copyOf(event));
    });
  }

  function end() {
    clearTimeout(waiting);
    letGo();
    burst = [];
  }
}

/** @param {string} text @returns {string} the token in what was scanned, or nothing: a foreign code is not kept */
export function tokenOf(text) {
  const found = OURS.exec(text);
  return found ? found[1] : "";
}

function isEnter(event) {
  return /Enter$/.test(event.code || event.key);
}

function signOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return "";
  if (/^[!-~]$/.test(event.key)) return event.getModifierState("CapsLock") ? turned(event.key) : event.key;
  // an input method swallows the sign, but not the place of the key
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (letter) return event.shiftKey ? letter[1] : letter[1].toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit) return event.shiftKey ? "" : digit[1];
  const pair = SIGNS[event.code];
  return pair ? pair[event.shiftKey ? 1 : 0] : "";
}

function turned(letter) {
  const small = letter.toLowerCase();
  return letter === small ? letter.toUpperCase() : small;
}

function fieldOf(target) {
  return target instanceof Element ? target.closest(FIELD) : null;
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
