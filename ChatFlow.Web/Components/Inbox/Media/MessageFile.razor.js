const speeds = [1, 1.5, 2];

const clock = seconds => {
  const whole = Math.floor(seconds);
  const rest = String(whole % 60).padStart(2, "0");
  return whole >= 3600 ? `${Math.floor(whole / 3600)}:${String(Math.floor(whole / 60) % 60).padStart(2, "0")}:${rest}` : `${Math.floor(whole / 60)}:${rest}`;
};

// One set of listeners for all the files of a conversation: players of sound, and pictures that open in the viewer.
export function watch(root) {
  const stop = new AbortController();
  const viewer = root.querySelector("[data-viewer]");
  const on = (target, name, what, capture = false) => target.addEventListener(name, what, { signal: stop.signal, capture });

  const pictures = () => [...root.querySelectorAll("[data-lightbox]")];
  const show = link => {
    if (!link) return;
    const picture = viewer.querySelector("img");
    picture.src = link.href;
    picture.alt = link.dataset.name;
    viewer.querySelector("[data-caption]").textContent = link.dataset.name;
    const save = viewer.querySelector("[data-save]");
    save.href = `${link.href}?download`;
    save.download = link.dataset.name;
    viewer.current = link;
    const all = pictures();
    viewer.querySelector("[data-before]").hidden = all.indexOf(link) <= 0;
    viewer.querySelector("[data-after]").hidden = all.indexOf(link) >= all.length - 1;
    if (!viewer.open) viewer.showModal();
  };
  const step = by => {
    const all = pictures();
    show(all[all.indexOf(viewer.current) + by]);
  };

  const player = target => target.closest?.("[data-audio]");
  const draw = box => {
    const audio = box.querySelector("audio");
    const seek = box.querySelector("[data-seek]");
    if (Number.isFinite(audio.duration)) seek.max = audio.duration;
    if (!seek.matches(":active")) seek.value = audio.currentTime;
    const shown = audio.currentTime > 0 || !audio.paused ? audio.currentTime : Number(seek.max) || 0;
    const time = box.querySelector("[data-time]");
    (time.firstChild ?? time.appendChild(document.createTextNode(""))).data = clock(shown);
    seek.setAttribute("aria-valuetext", clock(audio.currentTime));
    box.toggleAttribute("data-playing", !audio.paused);
    box.querySelector("[data-toggle]").setAttribute("aria-label", audio.paused ? box.dataset.playLabel : box.dataset.pauseLabel);
  };

  on(root, "click", event => {
    const link = event.target.closest("[data-lightbox]");
    if (link && viewer && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      show(link);
      return;
    }
    const box = player(event.target);
    if (!box) return;
    const audio = box.querySelector("audio");
    if (event.target.closest("[data-toggle]")) {
      if (audio.paused) {
        root.querySelectorAll("[data-audio] audio").forEach(other => { if (other !== audio) other.pause(); });
        audio.play().catch(() => { });
      } else audio.pause();
    }
    const button = event.target.closest("[data-speed]");
    if (button) {
      audio.playbackRate = speeds[(speeds.indexOf(audio.playbackRate) + 1) % speeds.length];
      button.textContent = `${audio.playbackRate}×`;
      button.setAttribute("aria-label", `${button.dataset.label} ${audio.playbackRate}×`);
    }
  });
  on(root, "input", event => {
    if (!event.target.matches?.("[data-seek]")) return;
    const box = player(event.target);
    const audio = box.querySelector("audio");
    audio.currentTime = Number(event.target.value);
    draw(box);
  });
  // These do not bubble; on their way down they can be heard.
  for (const name of ["timeupdate", "play", "pause", "ended", "loadedmetadata", "durationchange"]) {
    on(root, name, event => {
      const box = player(event.target);
      if (box) draw(box);
    }, true);
  }

  if (viewer) {
    on(viewer, "click", event => {
      if (event.target === viewer || event.target.closest("[data-close]")) viewer.close();
      else if (event.target.closest("[data-before]")) step(-1);
      else if (event.target.closest("[data-after]")) step(1);
    });
    on(viewer, "keydown", event => {
      if (event.key === "ArrowLeft") step(-1);
      if (event.key === "ArrowRight") step(1);
    });
    on(viewer, "close", () => {
      viewer.querySelector("img").removeAttribute("src");
      viewer.current?.focus();
    });
  }

  return () => stop.abort();
}
