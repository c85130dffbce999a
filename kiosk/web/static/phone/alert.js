/** 提醒: what a phone can do so that nobody misses his call: sound, shake, and keep its screen on. */

const SHAKE = [400, 200, 400, 200, 800];
const TONES = [880, 660, 880]; // what small loudspeakers are good at
const TONE_S = 0.28;
const AGAIN_MS = 4000;
const TIMES = 10;

const Context = window.AudioContext || window["webkitAudioContext"];
let context = null;
let awake = null;
let again = 0;

/** Make ready, inside a tap: browsers let a page sound and keep the screen on only after one. @returns {Promise<*>} */
export function arm() {
  if (Context && !context) context = new Context();
  return Promise.all([context ? context.resume().catch(() => undefined) : undefined, stayAwake()]);
}

/** What this phone can do, as far as it says. */
export function can() {
  return { sound: Boolean(context && context.state === "running"), shake: Boolean(navigator.vibrate), awake: Boolean(awake) };
}

/** Alert once. */
export function ring() {
  if (navigator.vibrate) navigator.vibrate(SHAKE);
  if (can().sound) TONES.forEach((tone, n) => strike(tone, context.currentTime + n * TONE_S));
}

/** Alert again and again, until `calm()`. */
export function alarm() {
  calm();
  let left = TIMES;
  again = setInterval(() => {
    left -= 1;
    if (left > 0) ring();
    else clearInterval(again);
  }, AGAIN_MS);
  ring();
}

/** Be quiet. */
export function calm() {
  clearInterval(again);
  if (navigator.vibrate) navigator.vibrate(0);
}

// wake locks are there on secure pages only, and a hidden page loses its own
function stayAwake() {
  if (!navigator.wakeLock || document.hidden || awake) return undefined;
  return navigator.wakeLock.request("screen").then((lock) => {
    awake = lock;
    lock.addEventListener("release", () => {
      awake = null;
    });
  }, () => undefined);
}

document.addEventListener("visibilitychange", () => {
  if (context) stayAwake();
});

function strike(tone, at) {
  const source = context.createOscillator();
  const loudness = context.createGain();
  source.frequency.value = tone;
  loudness.gain.setValueAtTime(0.5, at);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + TONE_S * 1.5);
  source.connect(loudness).connect(context.destination);
  source.start(at);
  source.stop(at + TONE_S * 1.5);
}
