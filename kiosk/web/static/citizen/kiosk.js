/* The kiosk's own small script: clock, idle reset, one press, keys, scans, paper and help state. No word is in it. */
import { onScan } from "../scan.js";

const body = document.body;

/** @param {string} selector */
const all = (selector) => Array.from(document.querySelectorAll(selector));

function tick() {
  const now = new Date();
  for (const clock of all("[data-clock]")) {
    const time = now.toLocaleTimeString("zh-CN", { timeZone: clock.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    if (clock.textContent !== time) clock.textContent = time;
  }
  for (const date of all("[data-date]")) {
    date.textContent = now.toLocaleDateString(date.dataset.language, { timeZone: date.dataset.zone, weekday: "long", month: "long", day: "numeric" });
  }
}

/* Going back after a number was taken must not lead into the finished visit. */
const entry = performance.getEntriesByType("navigation")[0];
if (entry && entry.type === "back_forward") location.replace(body.dataset.again);
window.addEventListener("pageshow", (event) => { if (event.persisted) location.replace(body.dataset.again); });

const WARN_S = 20;
const patience = () => Number(body.dataset.idle);
let touchedAt = Date.now();
let overlay = null;

function touched() {
  touchedAt = Date.now();
  if (overlay) { overlay.remove(); overlay = null; }
}

function warn(left) {
  if (!overlay) {
    overlay = document.getElementById("still-there").content.firstElementChild.cloneNode(true);
    body.append(overlay);
    overlay.querySelector("button").focus();
  }
  overlay.querySelector("[data-left]").textContent = String(left);
}

/* A page of a hall that does not answer would be the browser's own error page: wait instead. */
let leaving = false;
async function goTo(address) {
  if (leaving) return;
  leaving = true;
  try {
    if ((await fetch(body.dataset.home, { method: "HEAD" })).ok) { location.replace(address); return; }
  } catch (lost) { /* the next look tells */ }
  leaving = false;
}
const leave = () => goTo(body.dataset.again);

/* While the hall does not answer the screen says so, and what is touched leads nowhere. */
const lost = document.querySelector("[data-lost]");
let listening = false;
async function listen() {
  if (listening) return;
  listening = true;
  let answers = false;
  try { answers = (await fetch(lost.dataset.lost, { cache: "no-store", signal: AbortSignal.timeout(4000) })).ok; } catch (silent) { /* it is shown below */ }
  listening = false;
  lost.hidden = answers;
  body.classList.toggle("lost-hall", !answers);
}
document.addEventListener("click", (event) => {
  if (!lost.hidden && event.target.closest("a, form button")) { event.preventDefault(); event.stopPropagation(); }
}, true);
window.addEventListener("offline", listen);

/* Whatever screen is shown: a ticket that is scanned shows where it stands. */
const scan = document.querySelector("[data-scan]").dataset.scan;
onScan((token) => { touched(); goTo(token ? `${scan}/${token}` : `${scan}?foreign=1`); });

function idle() {
  if (!patience()) return;
  const left = patience() - Math.floor((Date.now() - touchedAt) / 1000);
  const atHome = location.pathname === body.dataset.home && !location.search && !document.documentElement.className.trim().includes(" ");
  for (const shown of all("[data-countdown]")) shown.textContent = String(Math.max(0, left));
  if (left <= 0 && !(atHome && document.documentElement.lang === "zh-CN")) leave();
  else if (left <= WARN_S && left > 0 && !("done" in body.dataset) && !atHome) warn(left);
}

/* While the paper is on its way nobody is sent home; without a paper the number stays longer. */
async function paper() {
  if (!body.dataset.paper) return;
  try {
    const { state } = await (await fetch(body.dataset.paper, { headers: { Accept: "application/json" } })).json();
    for (const element of all("[data-when]")) element.hidden = !element.dataset.when.split(" ").includes(state);
    if (state === "coming") touched();
    const keeps = state === "stuck" || state === "shown";
    if (keeps && patience() < Number(body.dataset.stuckIdle)) { body.dataset.idle = body.dataset.stuckIdle; touched(); }
  } catch (lost) { touched(); }
}

async function help() {
  const word = document.querySelector("[data-help]");
  if (!word || word.dataset.help !== "called") return;
  try {
    const { state } = await (await fetch(word.dataset.helpUrl, { headers: { Accept: "application/json" } })).json();
    if (state === "coming") { word.dataset.help = state; word.textContent = word.dataset.wordComing; }
  } catch (lost) { /* the next look tells */ }
}

for (const form of all("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
}

document.addEventListener("keydown", (event) => {
  touched();
  const target = /^\d$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
  if (target) target.click();
});
for (const kind of ["pointerdown", "touchstart", "scroll"]) document.addEventListener(kind, touched, { passive: true, capture: true });
for (const kind of ["contextmenu", "dragstart"]) document.addEventListener(kind, (event) => event.preventDefault());

const list = document.querySelector(".scroll");
if (list && list.scrollHeight > list.clientHeight + 4) {
  for (const line of all(".scrolling")) line.hidden = false;
  for (const button of all("[data-scroll]")) {
    button.addEventListener("click", () => { list.scrollTop += Number(button.dataset.scroll) * list.clientHeight * 0.8; });
  }
}

/* Staff hold the hall's name for three seconds; nobody else comes upon their page by chance. */
for (const name of all("[data-staff]")) {
  let held = 0;
  const letGo = () => { clearTimeout(held); };
  name.addEventListener("pointerdown", () => { held = setTimeout(() => { location.assign(name.dataset.staff); }, 3000); });
  for (const kind of ["pointerup", "pointercancel", "pointerleave"]) name.addEventListener(kind, letGo);
}

for (const pad of all("[data-pin-pad]")) {
  const typed = pad.querySelector("input[name=pin]");
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("[data-digit]");
    if (key) typed.value = key.dataset.digit ? typed.value + key.dataset.digit : "";
  });
}

tick();
idle();
paper();
setInterval(tick, 1000);
setInterval(idle, 500);
setInterval(paper, 1000);
setInterval(help, 1500);
setInterval(listen, 2000);
