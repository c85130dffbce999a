/** How the screen stands, known before anything is drawn: `standing`, and `turned` when only the picture is upright. */
(function () {
  var page = document.documentElement;
  var upright = window.matchMedia("(orientation: portrait)");
  function lay() {
    var turned = page.dataset.layout === "portrait" && !upright.matches;
    page.classList.toggle("standing", upright.matches || turned);
    page.classList.toggle("turned", turned);
    page.classList.toggle("turned-left", turned && page.dataset.turn === "left");
  }
  lay();
  upright.addListener(lay);
})();
