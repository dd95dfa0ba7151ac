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
