/** Two tones before a call, and the notice when the browser refuses to sound. The voice takes its place after them. */

const TONES = [659.25, 523.25]; // E5, C5: heard over talk, sharp to nobody
const TONE_S = 0.32;
const PAUSE_S = 0.3;
const LATE_S = 3; // a chime later than this belongs to nobody any more
const SETTLE_MS = 1000; // an allowed context may need a moment until it runs

/**
 * Make the bell of this screen.
 * @param {HTMLElement} notice shown while the browser keeps the sound off; a click anywhere turns it on
 */
export function makeBell(notice) {
  const Context = window.AudioContext || window["webkitAudioContext"];
  const context = new Context();
  let free = 0;
  let rung = 0;
  let wantedAt = -Infinity; // when a chime was wanted that could not sound yet: at the start of a page, or before a click

  const running = () => context.state === "running";
  const ring = () => {
    if (!running()) {
      wantedAt = performance.now();
      return;
    }
    const at = Math.max(context.currentTime + 0.02, free);
    if (at > context.currentTime + LATE_S) return;
    TONES.forEach((tone, n) => strike(context, tone, at + n * TONE_S));
    free = at + TONES.length * TONE_S + PAUSE_S;
    rung += 1;
    document.body.dataset.chimes = String(rung);
  };
  const show = () => {
    notice.hidden = running();
    if (!running() || performance.now() - wantedAt > LATE_S * 1000) return;
    wantedAt = -Infinity;
    ring();
  };

  context.onstatechange = show;
  setTimeout(show, SETTLE_MS);
  ["pointerdown", "keydown"].forEach((act) => document.addEventListener(act, () => context.resume()));
  return { /** Ring once, after what rings already. */ ring };
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
