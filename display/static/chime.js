/** Two tones before a call, recorded sentences after it, and the notice when the browser refuses to sound. */

const TONES = [659.25, 523.25]; // E5, C5: heard over talk, sharp to nobody
const TONE_S = 0.32;
const CHIME_MS = 1000;
const SETTLE_MS = 1000; // an allowed context may need a moment until it runs
const LONGEST_MS = 15000;

/**
 * Make the loudspeaker of this screen.
 * @param {HTMLElement} notice shown while the browser keeps the sound off; a click anywhere turns it on
 * @param {() => void} onAble called when the sound has come on, or is found to be off
 */
export function makeLoudspeaker(notice, onAble) {
  const Context = window.AudioContext || window["webkitAudioContext"];
  const context = new Context();
  let rung = 0;

  const able = () => context.state === "running";
  const show = () => {
    notice.hidden = able() || document.body.dataset.voice === "mute";
    onAble();
  };
  context.onstatechange = show;
  setTimeout(show, SETTLE_MS);
  ["pointerdown", "keydown"].forEach((act) => document.addEventListener(act, () => context.resume()));

  return {
    /** Whether the browser lets this screen sound. */
    able,
    /** Ring once. @returns {Promise<void>} */
    ring() {
      TONES.forEach((tone, n) => strike(context, tone, context.currentTime + 0.02 + n * TONE_S));
      rung += 1;
      document.body.dataset.chimes = String(rung);
      return after(CHIME_MS);
    },
    /** Fetch a sound and make it ready to play. @param {string} url @returns {Promise<AudioBuffer>} */
    load: (url) => fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.arrayBuffer();
    }).then((bytes) => new Promise((resolve, reject) => {
      context.decodeAudioData(bytes, resolve, reject);
    })),
    /** Play a sound to its end. @param {AudioBuffer} sound @returns {Promise<void>} */
    play: (sound) => new Promise((resolve) => {
      const source = context.createBufferSource();
      source.buffer = sound;
      source.connect(context.destination);
      source.onended = () => resolve();
      setTimeout(resolve, Math.min(sound.duration * 1000 + 500, LONGEST_MS)); // a context that was stopped never ends
      source.start();
    }),
  };
}

/** @param {number} ms @returns {Promise<void>} */
export function after(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function strike(context, tone, at) {
  const source = context.createOscillator();
  const loudness = context.createGain();
  source.frequency.value = tone;
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(0.6, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + TONE_S * 1.6);
  source.connect(loudness);
  loudness.connect(context.destination);
  source.start(at);
  source.stop(at + TONE_S * 1.7);
}
