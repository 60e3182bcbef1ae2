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

// What drops everything in a sandbox is asked about first.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.ask ?? event.target.dataset.ask;
  if (question && !confirm(question)) event.preventDefault();
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

// The journal, live: rows come in batches, and as many stay in the page as one page of the list has.
let source = null;
let paused = false;

function list() {
  return document.querySelector("[data-live]");
}

function follow() {
  source?.close();
  source = null;
  const rows = list();
  if (!rows || paused || document.hidden) return;
  say("begin");
  source = new EventSource(rows.dataset.live);
  source.addEventListener("rows", (event) => add(rows, event));
  source.addEventListener("cleared", (event) => {
    rows.replaceChildren();
    add(rows, event);
  });
  source.onopen = () => say("on");
  // The browser tries again by itself, unless it was told no.
  source.onerror = () => say(source?.readyState === EventSource.CLOSED ? "off" : "again");
}

function add(rows, event) {
  rows.insertAdjacentHTML("afterbegin", event.data);
  while (rows.children.length > Number(rows.dataset.most)) rows.lastElementChild.remove();
  rows.parentElement.querySelector(".empty")?.remove();
  // Whoever follows again, after a pause or in the foreground, goes on from here.
  const address = new URL(rows.dataset.live, location.href);
  address.searchParams.set("after", event.lastEventId);
  rows.dataset.live = address.pathname + address.search;
}

function say(what) {
  const state = document.querySelector("[data-live-state]");
  if (!state) return;
  state.parentElement.hidden = false;
  state.textContent = state.dataset[what];
  state.parentElement.dataset.state = what;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-live-switch]");
  if (!button) return;
  paused = !paused;
  button.textContent = paused ? button.dataset.paused : button.dataset.on;
  say(paused ? "paused" : "on");
  follow();
});
document.addEventListener("visibilitychange", follow);
// Whatever asks the mock in the background tells when it does not answer, until it does again.
function unanswered(yes) {
  const said = document.querySelector("[data-unanswered]");
  if (said) said.hidden = !yes;
}
document.addEventListener("htmx:sendError", () => unanswered(true));
document.addEventListener("htmx:afterOnLoad", () => unanswered(false));
// A filter has put another list in its place.
document.addEventListener("htmx:afterSettle", () => {
  if (!list()) return;
  paused = false;
  follow();
});
// What asks again by itself does not while nobody looks, or somebody is in the middle of it.
document.addEventListener("htmx:beforeRequest", (event) => {
  const element = event.detail.elt;
  if (element.matches("[data-poll]") && (document.hidden || element.contains(document.activeElement))) event.preventDefault();
});
follow();
