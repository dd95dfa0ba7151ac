import { upload } from "../Media/Attachments.razor.js";
import { watch } from "../Media/MessageFile.razor.js";

const key = "test phone";

// The phone stays the same one when the page is loaded again.
export function owner() {
  return JSON.parse(sessionStorage.getItem(key) ?? "null");
}

export function keep(phone, name) {
  sessionStorage.setItem(key, JSON.stringify({ phone, name }));
}

export function toEnd(chat) {
  chat.scrollTop = chat.scrollHeight;
}

// The phone sends pictures and files too, and plays what it gets.
export function files(chat, write, page) {
  const stop = new AbortController();
  const players = watch(chat);
  const chooser = write.querySelector("[data-phone-file]");
  write.querySelector("[data-phone-attach]").addEventListener("click", () => chooser.click(), { signal: stop.signal });
  chooser.addEventListener("change", async () => {
    const file = chooser.files[0];
    chooser.value = "";
    if (!file) return;
    await page.invokeMethodAsync("FileChosen");
    try {
      const media = await upload(file, file.name, false, () => { }, stop.signal);
      await page.invokeMethodAsync("SendFileAsync", media.id);
    } catch (error) {
      if (error.name !== "AbortError") await page.invokeMethodAsync("FileFailed", error.message ?? "").catch(() => { });
    }
  }, { signal: stop.signal });
  return {
    dispose: () => {
      players();
      stop.abort();
    }
  };
}
