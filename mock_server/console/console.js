// What the console's pages do beyond HTML and htmx: copying, and choosing a sandbox at once.
// Nothing here asks anybody but the mock that the page came from.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = button.textContent;
  await copy(button.dataset.copy);
  button.textContent = button.dataset.copied;
  button.addEventListener("blur", () => (button.textContent = said), { once: true });
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// Off loopback a page without TLS has no clipboard of its own.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
