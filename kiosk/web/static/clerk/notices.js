/** The bands over the desk: what everybody in the hall should know, and who needs help. */
import { copy, only, rows, sentences } from "/static/fill.js";

const NUMBERS_SHOWN = 8;
const CASES_SHOWN = 2;
const at = (id) => document.getElementById(id);

/** Draw all notices. @param {Object<string, *>} state @param {{since: (iso: string) => number}} clock @param {{acts: Object<string, Function>}} does */
export function drawNotices(state, clock, does) {
  rows(at("alarms"), state.alarms.map((one) => alarm(one, clock)));
  rows(at("suspended"), state.suspended.map(suspendedQueue));
  rows(at("help"), state.help.map((call) => helpCall(call, state.window.id, clock, does)));
  rows(at("forgotten-here"), state.forgotten.slice(0, 1).map((one) => forgotten(one, state.forgotten.length - 1, clock, does)));
  rows(at("cases-due"), state.cases_due.length ? [casesDue(state.cases_due)] : []);
  rows(at("inspections-late"), state.inspections_late.slice(0, 1).map((id) => due("inspection-late", id, state.inspections_late.length)));
  at("stuck").textContent = "";
  if (!state.stuck.length) return;
  const notice = copy("stuck-papers");
  const every = state.stuck.map((paper) => paper.number).filter((number, n, all) => number && all.indexOf(number) === n);
  const numbers = every.length > NUMBERS_SHOWN ? [...every.slice(0, NUMBERS_SHOWN), "…"] : every;
  const printers = state.stuck.map((paper) => paper.printer).filter((name, n, all) => all.indexOf(name) === n);
  sentences(notice, { numbers: numbers.join("、"), printers: printers.join("、") });
  at("stuck").append(notice);
}

/** How many citizens should have been called back by now; it grows with the clock alone. */
export function drawCallBacks(state, clock) {
  const late = state.call_backs.filter((one) => clock.since(one.due_at) > 0);
  const shown = late.length ? `${late.length}` : "";
  const place = at("call-backs");
  if (place.dataset.count === shown) return;
  place.dataset.count = shown;
  const notice = late.length ? copy("call-back") : null;
  if (notice) sentences(notice, { count: late.length, time: late[0].due_at.slice(11, 16) });
  rows(place, notice ? [notice] : []);
}

function alarm(one, clock) {
  const notice = copy("alarm");
  const { letter, name, count } = one;
  sentences(notice, { letter, name, count, minutes: minutesSince(one.since, clock) });
  return notice;
}

/** Which clocks of cases end today or have ended, all in one band. */
function casesDue(clocks) {
  const notice = copy("case-due");
  rows(notice.querySelector(".clocks"), clocks.map(({ what, late, ids }) => {
    const said = copy("case-clock");
    only(said, late ? "late" : "today");
    const shown = ids.length > CASES_SHOWN ? [...ids.slice(0, CASES_SHOWN), "…"] : ids;
    sentences(said, { what, ids: shown.join("、"), count: ids.length });
    return said;
  }));
  return notice;
}

function due(kind, id, count) {
  const notice = copy(kind);
  sentences(notice, { id, count });
  return notice;
}

function suspendedQueue({ letter, name, reason, waiting }) {
  const notice = copy("suspended-queue");
  sentences(notice, { letter, name, reason, waiting });
  return notice;
}

function helpCall(call, here, clock, does) {
  const notice = copy("help-call");
  const { place, window } = call;
  const mine = window === here;
  only(notice, mine ? "mine" : window === null ? "kiosk" : "window");
  notice.querySelector("[data-if=mine]").hidden = !mine;
  notice.querySelector("[data-if=others]").hidden = mine;
  sentences(notice, { place, window, minutes: minutesSince(call.at, clock) });
  notice.querySelector("button").addEventListener("click", () => does.acts.post(`help/${call.id}`));
  return notice;
}

/** The oldest ticket that somebody left at another window, with what may become of it. */
function forgotten(one, others, clock, does) {
  const notice = copy("forgotten");
  const { number, window } = one;
  sentences(notice, { number, window, others, minutes: minutesSince(one.since, clock) });
  notice.querySelector(".others").hidden = others === 0;
  const may = { free: one.may_be_freed, "take-over": one.may_be_taken };
  notice.querySelectorAll("[data-do]").forEach((button) => {
    button.hidden = !may[button.dataset.do];
    button.addEventListener("click", () => does.acts.onTicket(button.dataset.do, one.id));
  });
  return notice;
}

const minutesSince = (iso, clock) => Math.max(0, Math.floor(clock.since(iso) / 60));
