/** Fill the page's own words: every word is in the template, in two languages, and none is here. */

/** @typedef {{zh: string, en: string}} Label */

/** Copy a `<template>`'s only element. @param {string} id @returns {HTMLElement} */
export function copy(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
}

/**
 * Put values into every sentence (`data-words="约 {low} 分钟"`) of an element; each value stands in a `<b>`.
 * @param {Element} element @param {Object<string, string | number>} values
 */
export function sentences(element, values) {
  element.querySelectorAll("[data-words]").forEach((place) => {
    place.textContent = "";
    place.getAttribute("data-words").split(/\{(\w+)\}/).forEach((piece, n) => {
      place.append(n % 2 ? bold(values[piece]) : piece);
    });
  });
}

/**
 * Put a name of the hall into an element: the page's first language, the second small beside it.
 * @param {Element} element @param {Label | null} label
 */
export function name(element, label) {
  const { first, second } = document.body.dataset;
  const words = label || { zh: "", en: "" };
  const main = words[first] || words.zh;
  element.textContent = "";
  element.append(part("word", first, main));
  if (words[second] && words[second] !== main) element.append(part("aside", second, words[second]));
}

/** Show one of an element's children named by `data-when`, and hide the others. @param {Element} element @param {string} which */
export function only(element, which) {
  element.querySelectorAll("[data-when]").forEach((child) => {
    /** @type {HTMLElement} */ (child).hidden = child.getAttribute("data-when") !== which;
  });
}

/** Replace what a list shows. @param {Element} list @param {Element[]} rows */
export function rows(list, rows) {
  list.textContent = "";
  rows.forEach((row) => list.append(row));
}

function bold(value) {
  const element = document.createElement("b");
  element.textContent = String(value);
  return element;
}

function part(className, language, text) {
  const element = document.createElement("span");
  element.className = className;
  element.lang = language === "zh" ? "zh-CN" : language;
  element.textContent = text;
  return element;
}
