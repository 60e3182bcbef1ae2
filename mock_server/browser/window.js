// The page of the window: sends the choice to the mock, and hands what comes of it to the page that opened the window.
// Lives here: that. May not: deciding what a choice leads to. Answers go to the page's own origin only.
const { attempt, origin, windowType, sending, closing, lost, failed } = document.body.dataset;
const form = document.querySelector("form");
const outcome = form.elements.outcome;
const button = form.querySelector("button");
const notice = document.querySelector("[role=alert]");
let unread = null;
let watching = null;

const say = (text) => {
  notice.textContent = text;
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
};

/** Gives the answer to whoever opened this window; a page that cannot be addressed asks for it once this is closed. */
function handOver(answer) {
  if (windowType === "REDIRECTION") {
    if (answer.redirectTo) location.replace(answer.redirectTo);
    else finish();
    return;
  }
  const host = windowType === "IFRAME" ? parent : opener;
  if (host && origin) host.postMessage({ portoneMock: attempt, answer }, origin);
  if (windowType === "POPUP") close();
  finish();
}

/** What is left to say where the window is still there. */
function finish() {
  for (const element of form.elements) element.disabled = true;
  say(lost);
}

/** Waits for a tester who ends the attempt meanwhile (POST /_mock/verifications/{id}/complete). */
async function watch() {
  watching = new AbortController();
  try {
    for (;;) {
      const response = await fetch(`${location.pathname}/answer`, { signal: watching.signal });
      if (!response.ok) return;
      const { answer } = await response.json();
      if (answer) return handOver(answer);
    }
  } catch {
    // The button was pressed, or the mock has gone, which pressing it will tell.
  }
}

async function complete() {
  const { person, agency } = form.elements;
  const chosen = { outcome: outcome.value, person: person?.value, agency: agency?.value };
  const response = await fetch(`${location.pathname}/complete`, { method: "POST", body: JSON.stringify(chosen) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message);
  return answer;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (unread) return handOver(unread);
  watching.abort();
  const label = button.textContent;
  button.disabled = true;
  button.textContent = sending;
  try {
    const answer = await complete();
    if (answer.staysOpen) {
      say(answer.label[document.documentElement.lang]);
      watch();
    } else if (answer.isReadFirst) {
      unread = answer;
      say(answer.label[document.documentElement.lang]);
    } else return handOver(answer);
  } catch (error) {
    say(`${failed} ${error.message}`);
  }
  button.disabled = false;
  button.textContent = unread ? closing : label;
});

// Someone who carries an outcome gives it, unless another one is chosen.
form.addEventListener("change", ({ target }) => {
  if (target.name === "person") outcome.value = target.dataset.outcome;
});

watch();
