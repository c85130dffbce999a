import { onScan } from "../scan.js";

/** 代取号: whatever changes the questions or the way draws the form anew; the address always holds the whole form. */
const form = document.getElementById("visit");
const PRIVATE = ["csrf_token", "press"]; // they belong to one press, not to an address

form.addEventListener("change", (event) => {
  if (!("asks" in event.target.dataset)) return;
  const filled = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (value && !PRIVATE.includes(name)) filled.append(name, value);
  });
  sessionStorage.setItem("take-focus", `${event.target.name}=${event.target.value}`);
  location.replace(`${form.dataset.form}?${filled}`);
});

/** Whoever fills the form with the keyboard goes on where he was. */
const [name, value] = (sessionStorage.getItem("take-focus") || "").split("=");
sessionStorage.removeItem("take-focus");
const again = name && form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
if (again) again.focus({ preventScroll: true });

/** A ticket that is scanned is looked up; what is not one of ours is answered as an unknown one. */
onScan((token) => {
  const scanned = document.getElementById("scanned");
  scanned.elements.code.value = token;
  scanned.submit();
});
