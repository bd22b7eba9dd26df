// Moving over the map: to notes, and by keys.
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Brings notes into view: one nearer, several all of them, beside the card that tells of them, or below it. */
export function moveTo(sigma, ids, card) {
  const places = ids.map((id) => sigma.getNodeDisplayData(id));
  const [left, right, bottom, top] = ["x", "y"].flatMap((axis) => {
    const all = places.map((each) => each[axis]);
    return [Math.min(...all), Math.max(...all)];
  });
  const camera = sigma.getCamera();
  const ratio = card ? Math.max(0.3, 1.8 * Math.max(right - left, top - bottom)) : Math.min(camera.ratio, 0.3);
  const aside = card ? covered(sigma, card, ratio) : { x: 0, y: 0 };
  camera.animate({ x: (left + right) / 2 - aside.x, y: (top + bottom) / 2 + aside.y, ratio }, { duration: calm.matches ? 0 : 500 });
}

/** Half of what a card covers of the picture, in the picture's own measure. */
function covered(sigma, card, ratio) {
  const [from, to] = [0, 1].map((x) => sigma.viewportToFramedGraph({ x, y: 0 }).x);
  const unit = ((to - from) / sigma.getCamera().ratio) * ratio; // of one pixel
  const { width, height } = sigma.getDimensions();
  const isBeside = card.offsetWidth < width / 2;
  return { x: isBeside ? (unit * card.offsetWidth) / 2 : 0, y: isBeside ? 0 : (unit * Math.min(card.offsetHeight, height / 2)) / 2 };
}

export function useKeys(canvas, camera, { closer, farther, reset }, leave, time) {
  const step = (x, y) => () => {
    const by = 0.15 * camera.ratio;
    camera.animate({ x: camera.x + x * by, y: camera.y + y * by }, time());
  };
  const keys = { ArrowLeft: step(-1, 0), ArrowRight: step(1, 0), ArrowUp: step(0, 1), ArrowDown: step(0, -1), "+": closer, "=": closer, "-": farther, 0: reset, Escape: leave };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
}
