const largest = 100 * 1024 * 1024;
const most = 10;
const pictures = ["image/jpeg", "image/png"];

const sizeOf = bytes => bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

// Sends one file to our own address, with progress; a file is no matter for the circuit.
export function upload(file, name, voice, progress, signal) {
  return new Promise(async (resolve, reject) => {
    let token;
    try {
      const answer = await fetch("/media/token", { signal });
      if (!answer.ok || answer.redirected) throw new Error();
      token = await answer.text();
    } catch {
      reject(new Error(""));
      return;
    }
    const request = new XMLHttpRequest();
    request.open("POST", `/media?name=${encodeURIComponent(name)}${voice ? "&voice=true" : ""}`);
    request.setRequestHeader("RequestVerificationToken", token);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = event => { if (event.lengthComputable) progress(event.loaded / event.total); };
    request.onload = () => {
      let body = null;
      try { body = JSON.parse(request.responseText); } catch { /* no answer of ours */ }
      if (request.status === 201 && body) resolve(body);
      else reject(new Error(body?.detail ?? ""));
    };
    request.onerror = () => reject(new Error(""));
    request.onabort = () => reject(new DOMException("", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

// The files beside a message box: chosen, pasted, dropped or spoken; each goes up at once and leaves when the message does.
export function attach(root, box, page, changed) {
  const stop = new AbortController();
  const tray = root.querySelector("[data-tray]");
  const shape = root.querySelector("[data-item-shape] > *");
  const chooser = root.querySelector("[data-files]");
  const words = chooser.dataset;
  const items = new Set();
  const listen = (target, name, what) => target.addEventListener(name, what, { signal: stop.signal });

  const remove = item => {
    item.abort.abort();
    if (item.address) URL.revokeObjectURL(item.address);
    item.view.remove();
    items.delete(item);
    tray.hidden = items.size === 0;
    changed();
  };
  const fail = (item, sentence) => {
    item.failed = true;
    item.view.querySelector("[data-problem]").textContent = sentence;
    item.view.querySelector("progress").hidden = true;
    changed();
  };
  const add = (file, name, voice = false) => {
    const view = shape.cloneNode(true);
    const item = { view, abort: new AbortController(), failed: false, media: null, address: null, done: null };
    items.add(item);
    view.querySelector("[data-name]").textContent = voice ? words.voice : name;
    const isPicture = pictures.includes(file.type);
    const asDocument = file.type.startsWith("image/") && !(isPicture && file.size <= 5 * 1024 * 1024);
    view.querySelector("[data-note]").textContent = asDocument ? `${sizeOf(file.size)} · ${words.asDocument}` : sizeOf(file.size);
    if (isPicture) {
      item.address = URL.createObjectURL(file);
      const picture = view.querySelector("img");
      picture.src = item.address;
      picture.hidden = false;
    }
    view.querySelector("[data-remove]").addEventListener("click", () => {
      remove(item);
      box.focus();
    });
    tray.append(view);
    tray.hidden = false;
    if (items.size > most) fail(item, words.tooMany);
    else if (file.size === 0) fail(item, words.empty);
    else if (file.size > largest) fail(item, words.tooLarge);
    else {
      const bar = view.querySelector("progress");
      item.done = upload(file, name, voice, part => { bar.value = part; }, item.abort.signal).then(media => {
        item.media = media;
        bar.hidden = true;
        const caption = view.querySelector("[data-caption-of]");
        caption.hidden = media.kind === "audio" || media.kind === 2;
        changed();
      }, error => {
        if (error.name !== "AbortError") fail(item, error.message || words.broke);
      });
    }
    changed();
  };
  const addAll = files => [...files].slice(0, most + 1).forEach(file => add(file, file.name || "file"));

  listen(root.querySelector("[data-attach]"), "click", () => chooser.click());
  listen(chooser, "change", () => {
    addAll(chooser.files);
    chooser.value = "";
    box.focus();
  });
  listen(box, "paste", event => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    addAll(event.clipboardData.files);
  });
  const talk = root.closest(".talk") ?? root;
  const holds = event => [...(event.dataTransfer?.types ?? [])].includes("Files");
  listen(talk, "dragover", event => {
    if (!holds(event)) return;
    event.preventDefault();
    talk.dataset.drop = words.drop;
  });
  listen(talk, "dragleave", event => { if (!talk.contains(event.relatedTarget)) delete talk.dataset.drop; });
  listen(talk, "drop", event => {
    if (!holds(event)) return;
    event.preventDefault();
    delete talk.dataset.drop;
    addAll(event.dataTransfer.files);
    box.focus();
  });
  const voice = recorder(root.querySelector("[data-record]"), words, add, listen);

  return {
    count: () => items.size,
    blocked: () => [...items].some(item => item.failed),
    // Sends the files in their order; the text becomes the caption of the first that can carry one. What is left of the
    // text comes back, or null when something did not leave.
    send: async text => {
      for (const item of [...items]) {
        await item.done;
        if (!items.has(item)) continue;
        if (!item.media) return null;
        const field = item.view.querySelector("[data-caption-of]");
        const own = field.hidden ? "" : field.value.trim();
        const takesText = !field.hidden && own === "" && text !== "";
        if (!await page.invokeMethodAsync("SendFileAsync", item.media.id, takesText ? text : own)) {
          item.view.querySelector("[data-problem]").textContent = words.notSent;
          return null;
        }
        if (takesText) text = "";
        remove(item);
      }
      return text;
    },
    dispose: () => {
      voice();
      stop.abort();
      [...items].forEach(remove);
    }
  };
}

// Ogg and MP4 go out as they are; WebM is packed anew on the way up.
function recorder(button, words, add, listen) {
  const type = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"].find(t => window.MediaRecorder?.isTypeSupported(t));
  if (!type || !navigator.mediaDevices) return () => { };
  button.hidden = false;
  const shown = button.querySelector("[data-recorded]");
  let recording = null;
  let ticking = 0;
  const label = text => {
    button.setAttribute("aria-label", text);
    button.title = text;
  };
  listen(button, "click", async () => {
    if (recording) {
      recording.stop();
      return;
    }
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      label(words.noMicrophone);
      shown.textContent = words.noMicrophone;
      setTimeout(() => { shown.textContent = ""; label(button.dataset.startLabel); }, 4000);
      return;
    }
    const parts = [];
    const began = performance.now();
    recording = new MediaRecorder(sound, { mimeType: type });
    recording.ondataavailable = event => parts.push(event.data);
    recording.onstop = () => {
      clearInterval(ticking);
      sound.getTracks().forEach(track => track.stop());
      recording = null;
      shown.textContent = "";
      button.setAttribute("aria-pressed", "false");
      label(button.dataset.startLabel);
      const end = type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm";
      add(new File(parts, `voice.${end}`, { type }), `voice.${end}`, true);
    };
    recording.start();
    button.setAttribute("aria-pressed", "true");
    label(button.dataset.stopLabel);
    shown.textContent = "0:00";
    ticking = setInterval(() => { shown.textContent = clock((performance.now() - began) / 1000); }, 500);
  });
  return () => { if (recording) recording.stop(); };
}
