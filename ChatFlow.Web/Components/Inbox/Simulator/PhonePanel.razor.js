export function toEnd(chat) {
  chat.scrollTop = chat.scrollHeight;
}
