/** The notice line: whole sentences one after the other, for a text that runs cannot be read. */
import { name } from "./fill.js";

const SENTENCE_S = 6;
const FADE_MS = 300;
const LINE = 30; // characters that fit beside the hours

/** @param {HTMLElement} place @returns {{show: (notice: import("./fill.js").Label) => void}} */
export function noticeIn(place) {
  let pairs = [];
  let turn = 0;

  const write = () => {
    const said = pairs[turn % pairs.length];
    name(place, said);
    place.classList.toggle("long", said.zh.length > LINE);
    place.classList.remove("fading");
  };

  setInterval(() => {
    if (pairs.length < 2) return;
    turn += 1;
    place.classList.add("fading");
    setTimeout(write, FADE_MS);
  }, SENTENCE_S * 1000);

  return {
    show(notice) {
      pairs = inPairs(sentencesOf(notice.zh), sentencesOf(notice.en));
      turn = 0;
      write();
    },
  };
}

function inPairs(zh, en) {
  return (zh.length > en.length ? zh : en).map((_, n) => ({ zh: zh[n % zh.length], en: en[n % en.length] }));
}

function sentencesOf(text) {
  return text.split(/(?<=[\u3002\uff01\uff1f])|(?<=[.!?])\s+/).filter((one, n) => one.trim() || n === 0);
}
