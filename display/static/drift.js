/** Moves the whole picture a few pixels along a small square, so that no line burns into the glass. */
const STEP_S = 180;
const PATH = [[2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2], [2, -2]];

/** Begin to move; a step takes three minutes, the way around 24. */
export function drift() {
  let step = 0;
  setInterval(() => {
    const [right, down] = PATH[step % PATH.length];
    document.body.style.margin = down + "px 0 0 " + right + "px";
    step += 1;
  }, STEP_S * 1000);
}
