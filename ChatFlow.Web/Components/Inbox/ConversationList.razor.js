// Tells when the mouse starts to move over the list and when it has rested or left.
export function watch(element, page) {
  const stop = new AbortController();
  const rest = 1200;
  let moving = false;
  let timer = 0;
  const still = () => {
    clearTimeout(timer);
    if (!moving) return;
    moving = false;
    page.invokeMethodAsync("PointingAsync", false).catch(() => { });
  };
  element.addEventListener("pointermove", event => {
    if (event.pointerType !== "mouse") return;
    clearTimeout(timer);
    timer = setTimeout(still, rest);
    if (moving) return;
    moving = true;
    page.invokeMethodAsync("PointingAsync", true).catch(() => { });
  }, { passive: true, signal: stop.signal });
  element.addEventListener("pointerleave", still, { signal: stop.signal });
  return {
    dispose: () => {
      clearTimeout(timer);
      stop.abort();
    }
  };
}
