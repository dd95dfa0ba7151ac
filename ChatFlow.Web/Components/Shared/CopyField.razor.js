export async function copy(id, text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        // Over plain http there is no clipboard: select it, so that Ctrl+C is all that is left to do.
        document.getElementById(id)?.select();
        return document.execCommand?.("copy") === true;
    }
}
