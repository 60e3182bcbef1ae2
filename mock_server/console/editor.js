// The editor of scenarios: files that are dropped or chosen, line numbers, and the place of what is wrong.
// A file is read here and goes nowhere but into the form.

const form = document.querySelector("[data-editor], [data-drop]");
const area = form.querySelector("textarea");
const numbers = form.querySelector(".numbers");

/** Puts the file into the form; the page that lists scenarios goes on to the editor, which checks it. */
async function take(file) {
  if (!file) return;
  area.value = await file.text();
  const name = file.name.replace(/\.ya?ml$/i, "").replace(/[^\p{L}\p{N}._ -]/gu, "_");
  form.elements.name.value = name.slice(0, 100) || "file";
  if ("drop" in form.dataset) return form.submit();
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

const chooser = form.querySelector("[data-file]");
chooser.parentElement.hidden = false;
chooser.addEventListener("change", ({ target }) => take(target.files[0]));

// A file that misses the form would replace the page.
for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
form.addEventListener("dragover", () => form.classList.add("over"));
form.addEventListener("dragleave", () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  form.classList.remove("over");
  take(event.dataTransfer.files[0]);
});

/** The numbers of the lines, with a mark at the one that is wrong. */
function number() {
  const long = area.value.length > Number(form.dataset.editor);
  form.querySelector("[data-long]").hidden = !long;
  if (long) return numbers.replaceChildren();
  const wrong = Number(document.querySelector("#problem").dataset.line);
  const lines = area.value.split("\n").map((_, index) => {
    const line = document.createElement("span");
    line.textContent = `${index + 1}\n`;
    if (index + 1 === wrong) line.className = "wrong";
    return line;
  });
  numbers.replaceChildren(...lines);
  numbers.scrollTop = area.scrollTop;
}

/** What is wrong and the text are in sight, wherever the page was. */
function showVerdict() {
  if (!document.querySelector("#problem").matches(".problem")) return;
  for (const part of [".editor", ".verdict"]) document.querySelector(part).scrollIntoView({ block: "nearest" });
}

if (numbers) {
  area.addEventListener("input", number);
  // A long text is checked by its button only.
  area.addEventListener("htmx:beforeRequest", (event) => {
    if (!form.querySelector("[data-long]").hidden) event.preventDefault();
  });
  area.addEventListener("scroll", () => (numbers.scrollTop = area.scrollTop));
  document.addEventListener("htmx:afterSettle", () => {
    number();
    showVerdict();
  });
  number();
  const { line, column } = document.querySelector("#problem").dataset;
  if (line) {
    const before = area.value.split("\n").slice(0, line - 1);
    const at = before.join("\n").length + (before.length ? 1 : 0) + Number(column) - 1;
    area.focus({ preventScroll: true });
    area.setSelectionRange(at, at);
    area.scrollTop = Math.max(0, (line - 5) * 20);
  }
  showVerdict();
}
