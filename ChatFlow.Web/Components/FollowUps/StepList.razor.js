// Lets steps be dropped on the list; what was dropped is the component's business.
export function takeDrops(list) {
  list.addEventListener("dragover", event => event.preventDefault());
  list.addEventListener("dragenter", event => event.preventDefault());
  list.parentElement.addEventListener("dragstart", event => {
    event.dataTransfer.effectAllowed = "copyMove";
    event.dataTransfer.setData("text/plain", "");
  });
}
