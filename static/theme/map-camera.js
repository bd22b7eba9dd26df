// Camera movements of the map: to notes, and by keyboard.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const FILLED = 0.6; // share of the free space that several notes fill, so that their labels fit beside them

/** Moves the camera to notes. With `card` (a card or the legend), all of them fit in the space that it does not cover. */
export function moveTo(sigma, ids, card) {
  const places = ids.map((id) => sigma.getNodeDisplayData(id));
  const [left, right, bottom, top] = ["x", "y"].flatMap((axis) => {
    const all = places.map((each) => each[axis]);
    return [Math.min(...all), Math.max(...all)];
  });
  const camera = sigma.getCamera();
  const place = { x: (left + right) / 2, y: (top + bottom) / 2, ratio: Math.min(camera.ratio, 0.3) };
  if (card) {
    const [from, to] = [0, 1].map((x) => sigma.viewportToFramedGraph({ x, y: 0 }).x);
    const pixel = (to - from) / camera.ratio; // in the picture's own measure, at a ratio of 1
    const free = beside(card, sigma.getDimensions());
    place.ratio = Math.max(0.3, (right - left) / (free.width * FILLED * pixel), (top - bottom) / (free.height * FILLED * pixel));
    place.x -= free.x * pixel * place.ratio;
    place.y += free.y * pixel * place.ratio;
  }
  camera.animate(place, { duration: calm.matches ? 0 : 500 });
}

/** The canvas space that a card does not cover, in pixels: its size, and the offset of its centre from the canvas's. */
function beside(card, { width, height }) {
  if (card.offsetWidth >= width / 2) {
    const covered = card.offsetTop + height / 2; // which the card has at most, once its sentences have come
    return { width, height: height - covered, x: 0, y: covered / 2 };
  }
  const isLeft = card.offsetLeft < width / 2;
  const covered = isLeft ? card.offsetLeft + card.offsetWidth : width - card.offsetLeft;
  return { width: width - covered, height, x: isLeft ? covered / 2 : -covered / 2, y: 0 };
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
