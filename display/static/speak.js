/**
 * 语音播报: says what the hall decides, one call at a time. The hall gives the next call to the one screen that
 * speaks for a zone; this file rings, plays or reads it, and asks for the next. See docs/voice.md.
 */
import { after } from "./chime.js";

const ASK_MS = 4000;
const READ_AT_MOST_MS = 12000; // some browsers never say that they have finished
const LOAD_AT_MOST_MS = 5000;
const BETWEEN_MS = 400;

/**
 * Let this screen speak for a zone.
 * @param {Object} options
 * @param {string} options.zone
 * @param {{able: () => boolean, ring: () => Promise<void>, load: (url: string) => Promise<AudioBuffer>, play: (sound: AudioBuffer) => Promise<void>}} options.loudspeaker
 * @param {{ask: (message: string, body: Object<string, *>, then: (answer: Object<string, *> | null) => void) => void, tell: (message: string, body: *) => void}} options.line
 * @param {(role: string) => void} options.onRole "speaks", "stands by" or "mute"
 * @returns {{wake: () => void}} call `wake` when a new call is on the board
 */
export function speakFor({ zone, loudspeaker, line, onRole }) {
  const speaker = myName();
  let busy = false;
  let again = false;

  const ask = () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    const heard = Number(sessionStorage.getItem("heard")) || 0;
    const chinese = voiceFor("zh");
    const body = { zone, speaker, heard, able: loudspeaker.able(), voice: chinese ? chinese.name : "" };
    line.ask("speak", body, (answer) => take(answer, heard));
  };
  const take = (answer, heard) => {
    if (answer && heard && Number(sessionStorage.getItem("heard")) === heard) sessionStorage.removeItem("heard");
    if (answer) onRole(answer.role);
    if (!answer || !answer.announcement) {
      busy = false;
      if (again && answer) ask();
      return;
    }
    announce(answer.announcement).then(() => {
      busy = false;
      ask();
    });
  };
  const announce = (call) => {
    const sounds = call.sentences.map((one) => (one.sound ? inTime(loudspeaker.load(one.sound)) : null));
    sessionStorage.setItem("heard", String(call.id));
    line.tell("heard", call.id);
    document.body.dataset.saying = String(call.id);
    const say = (before, one, n) => before.then(() => sounds[n]).then((sound) => {
      if (sound) return loudspeaker.play(sound).then(() => after(BETWEEN_MS));
      return one.aloud ? read(one) : undefined;
    });
    return call.sentences.reduce(say, loudspeaker.ring()).then(() => {
      document.body.dataset.saying = "";
      document.body.dataset.said = String(call.id);
    });
  };

  setInterval(ask, ASK_MS);
  return { wake: ask };
}

/** A sound that does not come in time is left out: the next sentence, or the next call, must not wait for it. */
function inTime(coming) {
  return Promise.race([coming.catch(() => null), after(LOAD_AT_MOST_MS).then(() => null)]);
}

/** Let the browser read a sentence, if it has a voice of that language; it may need a moment to find its voices. */
function read({ language, text }) {
  const voice = voiceFor(language);
  if (!voice) return undefined;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  words.rate = 0.9;
  return new Promise((resolve) => {
    words.onend = () => resolve();
    words.onerror = () => resolve();
    setTimeout(() => {
      speechSynthesis.cancel();
      resolve();
    }, READ_AT_MOST_MS);
    speechSynthesis.speak(words);
  }).then(() => after(BETWEEN_MS));
}

/** Find a voice that people understand: the Mandarin of eSpeak reads Chinese characters as English (facts of 1.51). */
function voiceFor(language) {
  if (!window.speechSynthesis) return null;
  const wanted = language === "zh" ? /^(zh|cmn)\b(?!.*(HK|TW))/i : /^en\b/i;
  const found = speechSynthesis.getVoices().filter((voice) => wanted.test(voice.lang));
  const real = found.filter((voice) => language !== "zh" || !/espeak/i.test(voice.name + voice.voiceURI));
  return real.find((voice) => voice.localService) || real[0] || null;
}

/** The name this screen gave itself, the same over a reload. */
function myName() {
  const known = sessionStorage.getItem("speaker");
  if (known) return known;
  const name = Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("");
  sessionStorage.setItem("speaker", name);
  return name;
}
