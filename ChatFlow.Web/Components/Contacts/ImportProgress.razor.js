/** Hands a file over to the browser, as a link with its download attribute would. */
export async function save(name, stream) {
    const address = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type: "text/csv" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    // Not at once: some browsers have not begun to read it yet.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
