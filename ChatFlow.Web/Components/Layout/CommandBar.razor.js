export function listen(dialog) {
    const stop = new AbortController();
    const open = () => {
        if (!dialog.open) dialog.showModal();
        dialog.querySelector("input").select();
    };
    document.addEventListener("keydown", event => {
        if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
            event.preventDefault();
            open();
        }
    }, { signal: stop.signal });
    dialog.addEventListener("click", event => {
        if (event.target === dialog) dialog.close();
    }, { signal: stop.signal });
    // The arrows move the choice, not the caret.
    dialog.addEventListener("keydown", event => {
        if (event.key === "ArrowUp" || event.key === "ArrowDown") event.preventDefault();
    }, { signal: stop.signal });
    return { open, close: () => dialog.close(), dispose: () => stop.abort() };
}
