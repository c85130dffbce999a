/** Escape leads from a page behind one of the desk's doors back to where it was opened. */
document.addEventListener("keydown", (event) => {
  const back = document.querySelector("[data-back]");
  if (event.key !== "Escape" || event.isComposing || !back) return;
  event.preventDefault();
  location.assign(back.href);
});
