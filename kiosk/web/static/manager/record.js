/** 录音: one clip after the other, until the hall has a voice. Stops by itself when the colleague has finished. */
import { only } from "/static/fill.js";

const RATE = 24000; // as the server keeps it
const LOUD = 0.03; // above it somebody speaks
const SILENT_S = 0.7; // after it he has finished
const PATIENCE_S = 5;
const NEXT_MS = 600;

const at = (id) => document.getElementById(id);
const clips = Array.from(document.querySelectorAll(".clip"));
let current = Math.max(0, clips.findIndex((clip) => !clip.classList.contains("is-there")));
let microphone = null;
let take = null;

function say(state) {
  only(at("state"), state);
  document.body.dataset.state = state;
}

function show(which) {
  current = (which + clips.length) % clips.length;
  const clip = clips[current];
  clips.forEach((one) => one.removeAttribute("aria-current"));
  clip.setAttribute("aria-current", "true");
  at("text").textContent = clip.dataset.text;
  only(at("hint"), clip.dataset.position);
  at("count").textContent = `${clips.filter((one) => one.classList.contains("is-there")).length}/${clips.length}`;
}

/** Open the microphone once; everything that a browser does to make a call sound "better" is off. */
async function open() {
  const options = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: options });
  const context = new AudioContext({ sampleRate: RATE });
  await context.audioWorklet.addModule("/assets/manager/tap.js");
  const tap = new AudioWorkletNode(context, "tap");
  context.createMediaStreamSource(stream).connect(tap);
  tap.port.onmessage = ({ data }) => hear(data);
  return context;
}

async function record() {
  if (take) return;
  try {
    microphone = microphone || await open();
    await microphone.resume();
  } catch {
    say("denied");
    return;
  }
  take = { pieces: [], seconds: 0, spoken: false, silent: 0 };
  say("hearing");
}

function hear(piece) {
  const peak = piece.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  at("meter").style.transform = `scaleX(${Math.min(1, peak)})`;
  if (!take) return;
  const seconds = piece.length / RATE;
  take.pieces.push(piece);
  take.seconds += seconds;
  take.spoken = take.spoken || peak > LOUD;
  take.silent = peak > LOUD ? 0 : take.silent + seconds;
  if ((take.spoken && take.silent > SILENT_S) || take.seconds > PATIENCE_S) finish();
}

function finish() {
  const { pieces, spoken } = take;
  take = null;
  if (spoken) keep(wav(pieces));
  else say("unheard");
}

async function keep(sound) {
  const clip = clips[current];
  say("keeping");
  const headers = { "Content-Type": "audio/wav", "X-CSRFToken": document.body.dataset.csrf };
  try {
    const answer = await fetch(`/manage/voice/clips/${clip.dataset.name}`, { method: "PUT", headers, body: sound });
    const { faults } = await answer.json();
    if (!answer.ok) {
      at("faults").textContent = faults.join(" ");
      say("refused");
      return;
    }
  } catch {
    say("lost");
    return;
  }
  clip.classList.add("is-there");
  say("kept");
  play(clip);
}

/** Let him hear what was kept, then go on. */
function play(clip) {
  const sound = new Audio(`/manage/voice/clips/${clip.dataset.name}.wav?${performance.now()}`);
  const goOn = () => setTimeout(() => {
    const left = clips.findIndex((one) => !one.classList.contains("is-there"));
    if (left < 0) say("done");
    show(left < 0 ? current : left);
  }, NEXT_MS);
  sound.onended = goOn;
  sound.onerror = goOn;
  sound.play().catch(goOn);
}

/** Write 16-bit samples as a WAV file. */
function wav(pieces) {
  const count = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const view = new DataView(new ArrayBuffer(44 + count * 2));
  const text = (where, word) => Array.from(word).forEach((sign, n) => view.setUint8(where + n, sign.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + count * 2, true);
  text(8, "WAVEfmt ");
  [[16, 16, 4], [20, 1, 2], [22, 1, 2], [24, RATE, 4], [28, RATE * 2, 4], [32, 2, 2], [34, 16, 2]].forEach(([where, value, size]) => {
    if (size === 4) view.setUint32(where, value, true);
    else view.setUint16(where, value, true);
  });
  text(36, "data");
  view.setUint32(40, count * 2, true);
  let where = 44;
  pieces.forEach((piece) => piece.forEach((one) => {
    view.setInt16(where, Math.max(-1, Math.min(1, one)) * 32767, true);
    where += 2;
  }));
  return view.buffer;
}

clips.forEach((clip, n) => clip.addEventListener("click", () => {
  show(n);
  if (clip.classList.contains("is-there")) new Audio(`/manage/voice/clips/${clip.dataset.name}.wav`).play();
}));
at("record").addEventListener("click", record);
at("back").addEventListener("click", () => show(current - 1));
at("next").addEventListener("click", () => show(current + 1));
document.addEventListener("keydown", (event) => {
  if (event.code !== "Space") return;
  event.preventDefault();
  record();
});
say("ready");
show(current);
