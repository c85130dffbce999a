/** 省市县: each is chosen among those of the one before it, or typed; a name that nobody lists is pointed at. */
import { areaList } from "/static/vendor/places.js";

const LISTS = [areaList.province_list, areaList.city_list, areaList.county_list];
const fields = ["province", "city", "county"].map((name) => document.querySelector(`[data-place="${name}"]`));
const doubt = document.querySelector("[data-place-doubt]");

/** The places of a level, by their codes of six digits: two for the province, two for the city, two for the county. */
function offered(level) {
  const every = Object.entries(LISTS[level]);
  if (level === 0) return every;
  const above = offered(level - 1).find(([, name]) => name === fields[level - 1].value.trim());
  return above ? every.filter(([code]) => code.startsWith(above[0].slice(0, 2 * level))) : [];
}

/** The hall's own place is there too, in a county that no list knows yet. */
function isOwn(level) {
  return fields.slice(0, level + 1).every((field) => field.value.trim() === field.dataset.here);
}

function isKnown(level) {
  const name = fields[level].value.trim();
  return !name || isOwn(level) || offered(level).some(([, listed]) => listed === name);
}

function draw() {
  fields.forEach((field, level) => {
    const names = offered(level).map(([, name]) => name);
    const mayBeOwn = field.dataset.here && (level === 0 || isOwn(level - 1));
    const options = [...new Set(mayBeOwn ? [field.dataset.here, ...names] : names)];
    field.list.replaceChildren(...options.map((name) => new Option(name, name)));
  });
  doubt.hidden = fields.every((_, level) => isKnown(level));
}

fields.forEach((field, level) => {
  field.addEventListener("change", () => {
    for (const below of [level + 1, level + 2]) {
      if (below < fields.length && !isKnown(below)) fields[below].value = "";
    }
    draw();
  });
});
draw();
