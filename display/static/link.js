/** What a screen on the wall does when the server is not heard: say so, keep the last state, start afresh at last. */
import { sentences } from "./fill.js";

const LATE_S = 10;
const AFRESH_S = 60;
const AFRESH_AT_MOST_S = 600;

/**
 * Make the `onLink` of a wall screen.
 * @param {HTMLElement} banner shown with the age of what is seen
 * @returns {(link: import("./live.js").Link) => void}
 */
export function watchLink(banner) {
  let patience = Number(sessionStorage.getItem("patience")) || AFRESH_S;
  let due = patience;
  return ({ age, connected }) => {
    const late = age > LATE_S;
    document.documentElement.classList.toggle("stale", late);
    if (late) sentences(banner, { age });
    banner.hidden = !late;
    if (!late) due = patience;
    if (connected && !late && patience !== AFRESH_S) {
      patience = AFRESH_S;
      sessionStorage.removeItem("patience");
    }
    if (age >= due) {
      due = age + patience;
      patience = Math.min(patience * 2, AFRESH_AT_MOST_S);
      startAfresh(patience);
    }
  };
}

/** Load the page anew only when the server answers: a browser's error page is a blank board. */
function startAfresh(patience) {
  fetch(location.href, { cache: "no-store" }).then((answer) => {
    if (!answer.ok) return;
    sessionStorage.setItem("patience", String(patience));
    location.reload();
  }, () => undefined);
}
