/**
 * The one live client of every page: follow a namespace of the hall and never be silently stale.
 *
 *   import { follow } from "/static/live.js";
 *   follow({ namespace: "/desk", onState: (state, changed) => ..., onLink: ({ age }) => ... });
 *
 * The server sends `snapshot` (the whole state with `seq`), then `change` ({seq, prev, ...sections}: a section
 * replaces the one of that name), and every 5 s `heartbeat` ({seq}: its last message). When `prev` does not fit,
 * or a heartbeat is ahead, the client sends `snapshot` and gets a whole one. Chrome 70: no `?.`, no `??`.
 */
import { connect } from "./vendor/socket.io.esm.min.js";

const SOCKET_FIRST = ["websocket", "polling"];
const ANSWER_MS = 5000;
const POLLING_FIRST = ["polling", "websocket"];

/**
 * @typedef {Object<string, *> & {seq: number}} State
 * @typedef {Object} Link
 * @property {number} age        whole seconds since the server was last heard
 * @property {boolean} connected whether there is a connection now
 */

/**
 * Follow one stream until `stop()` is called on what this returns.
 *
 * @param {Object} options
 * @param {string} options.namespace  "/board", "/desk" or "/phone"
 * @param {Object<string, string>} [options.query]  sent when connecting, e.g. {token}
 * @param {State} [options.state]  the state that came with the page, shown until the first snapshot
 * @param {(state: State, changed: string[] | null) => void} options.onState
 *   called when anything is new, with the whole state and the names of the changed sections (null: all are new)
 * @param {(link: Link) => void} [options.onLink]  called every second and whenever the server is heard
 * @param {(beat: Object<string, *>) => void} [options.onBeat]  called with each heartbeat
 * @param {(text: string) => void} [options.onWriting]  called with a clerk's sentence, "" takes it away; it is no state
 * @returns {{ask: (message: string, body: Object<string, *>, then: (answer: Object<string, *> | null) => void) => void, tell: (message: string, body: *) => void, stop: () => void}}
 */
export function follow({ namespace, query, state, onState, onLink, onBeat, onWriting }) {
  const socket = connect(namespace, {
    query: query || {},
    transports: SOCKET_FIRST,
    tryAllTransports: true,
    timeout: 5000,
    reconnectionDelayMax: 5000,
  });
  let known = state || null;
  let heardAt = performance.now();

  const tellLink = () => {
    const age = Math.floor((performance.now() - heardAt) / 1000);
    if (onLink) onLink({ age, connected: socket.connected });
  };
  const heard = () => {
    heardAt = performance.now();
    tellLink();
  };
  const ask = () => socket.emit("snapshot");
  const again = () => setTimeout(() => socket.connect(), 5000);

  socket.on("snapshot", (whole) => {
    const before = known;
    known = whole;
    heard();
    const changed = before && Object.keys(whole).filter((name) => name !== "seq" && !same(whole[name], before[name]));
    // after a short cut nothing may be new: what is on the page stays as it is, and nobody is told it once more
    if (changed === null || changed.length || whole.seq !== before.seq) onState(known, changed);
  });

  socket.on("change", (change) => {
    heard();
    if (known === null) return;
    if (change.prev !== known.seq) {
      ask();
      return;
    }
    const changed = Object.keys(change).filter((name) => name !== "seq" && name !== "prev");
    const next = Object.assign({}, known, change);
    delete next.prev;
    known = next;
    onState(known, changed);
  });

  socket.on("heartbeat", (beat) => {
    heard();
    if (known !== null && beat.seq > known.seq) ask();
    if (onBeat) onBeat(beat);
  });

  socket.on("writing", ({ text }) => {
    heard();
    if (onWriting) onWriting(text);
  });

  // a proxy that lets a socket open and then drops or starves it is found out only by trying the other way
  socket.io.on("reconnect_attempt", (attempt) => {
    socket.io.opts.transports = attempt % 2 ? POLLING_FIRST : SOCKET_FIRST;
  });

  // socket.io reconnects by itself except in these two cases, where the server said no
  socket.on("connect_error", () => {
    if (!socket.active) again();
  });
  socket.on("disconnect", (reason) => {
    if (reason === "io server disconnect") again();
  });

  const second = setInterval(tellLink, 1000);
  return {
    /** Tell the server something, if there is a connection. @param {string} message @param {*} body */
    tell: (message, body) => {
      if (socket.connected) socket.emit(message, body);
    },
    /**
     * Ask the server something; without an answer in time, or without a connection, the answer is null.
     * @param {string} message @param {Object<string, *>} body @param {(answer: Object<string, *> | null) => void} then
     */
    ask(message, body, then) {
      if (socket.connected) socket.timeout(ANSWER_MS).emit(message, body, (fault, answer) => then(fault ? null : answer));
      else then(null);
    },
    stop() {
      clearInterval(second);
      socket.disconnect();
    },
  };
}

/** Whether two parts of a state say the same, whatever the order of their keys. */
function same(one, other) {
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
}

function inOrder(_, value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.keys(value).sort().reduce((sorted, name) => Object.assign(sorted, { [name]: value[name] }), {});
}
