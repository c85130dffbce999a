/** Hands what the microphone hears to the page; it runs beside the page, where sound is never late. */
class Tap extends AudioWorkletProcessor {
  process(inputs) {
    const [heard] = inputs[0];
    if (heard) this.port.postMessage(heard.slice());
    return true;
  }
}
registerProcessor("tap", Tap);
