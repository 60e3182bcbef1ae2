// The page of the window: walks through its steps, sends the choice to the mock, and hands what comes of it to the page
// that opened the window.
// Lives here: that. May not: deciding what a choice leads to. Answers go to the page's own origin only.
const { attempt, origin, windowType, sending, closing, lost, failed, unreachable, terms, otp } = document.body.dataset;
const { lang } = document.documentElement;
const form = document.querySelector("form");
const { outcome } = form.elements;
const find = (id) => form.querySelector(`[data-testid="${id}"]`);
const notice = find("notice");
const button = find("complete");
const onward = find("next");
const typePerson = find("type-person");
const language = document.querySelector('[data-testid="language"]');
const steps = [...form.querySelectorAll("[data-step]")];
const DETAILS = ["name", "birth", "digit", "phone", "operator"];
// Which field a refusal is about.
const FIELDS = {
  "typed.name": "name",
  "typed.identityNumber": "birth",
  "typed.phoneNumber": "phone",
  "typed.operator": "operator",
};
let at = 0;
let isTyping = false;
// Whether the tester chose the outcome, which then goes before what was typed.
let isDecided = false;
let isOver = false;
let unread = null;
let watching = null;

const step = () => steps[at].dataset.step;
const chosenPerson = () => form.querySelector("[name=person]:checked");

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
  isOver = true;
  // The page is gone from the mock: it cannot be had in another language.
  language.hidden = true;
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

/** What the mock answers; browsers say "Failed to fetch" and the like where it does not, which helps nobody. */
async function ask(url, init) {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    return [response, text && JSON.parse(text)];
  } catch (error) {
    throw new Error(unreachable, { cause: error });
  }
}

async function post(call, body) {
  const [response, answer] = await ask(`${location.pathname}/${call}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw Object.assign(new Error(answer.messages?.[lang] ?? answer.message), { at: answer.at });
  return answer;
}

// The steps.

/** Shows a step by its place, the keyboard's focus in it. */
function show(place) {
  at = place;
  steps.forEach((each, index) => (each.hidden = index !== place));
  const isFirst = place === 0;
  for (const text of document.querySelectorAll("[data-at]")) text.hidden = text.dataset.at !== step();
  find("walk").parentElement.hidden = !isFirst;
  onward.parentElement.hidden = isFirst;
  find("typing-warning").hidden = isFirst || !isTyping;
  const { agency } = form.elements;
  if (agency) agency.parentElement.hidden = !isFirst;
  for (const note of form.querySelectorAll("[data-agency]")) note.hidden = note.dataset.agency !== agency.value;
  onward.textContent = steps[place].dataset.next ?? "";
  notice.hidden = true;
  const first = isFirst ? chosenPerson() : steps[place].querySelector("input:not([readonly], :disabled)");
  (first ?? steps[place].querySelector("h1")).focus();
  steps[place].querySelector("h1").scrollIntoView({ block: "nearest" });
}

/** Begins the walk with what is known of the person: of the list, or of the page's customer. */
function walk({ dataset }, typing) {
  isTyping = typing;
  for (const name of DETAILS) {
    const field = form.elements[name];
    if (name === "operator") for (const radio of field.length ? field : [field]) radio.checked = radio.value === dataset[name];
    else if (!("fixed" in field.dataset)) field.value = dataset[name] ?? "";
  }
  settle();
  show(1);
}

/** Whether the details are somebody else's than the chosen person's. */
function isSomebodyElse() {
  if (isTyping) return true;
  if (at === 0 || !typePerson) return false;
  const person = chosenPerson();
  return DETAILS.some((name) => form.elements[name].value !== person?.dataset[name]);
}

/** The outcome follows the person, or what was typed, until the tester chooses one. */
function settle() {
  if (!isDecided) outcome.value = isSomebodyElse() ? "" : (chosenPerson()?.dataset.outcome ?? "verified");
}

function chosen() {
  const agency = form.elements.agency?.value;
  if (!isSomebodyElse()) return { agency, person: chosenPerson()?.value || undefined };
  const [name, birth, digit, phoneNumber, operator] = DETAILS.map((field) => form.elements[field].value.trim());
  return { agency, typed: { name, identityNumber: birth + digit, phoneNumber, operator } };
}

async function sendOtp() {
  const sms = await post("otp", chosen());
  find("sms-to").textContent = sms.to;
  find("sms").textContent = sms.text;
}

/** What pressing the step's button does. */
async function goOn() {
  const { elements } = form;
  if (step() === "terms" && !elements.terms.checked) return complain(terms, elements.terms);
  if (step() === "otp") return elements.otp.value.trim() ? decide(elements.otp.value.trim()) : complain(otp, elements.otp);
  await busy(onward, async () => {
    if (step() === "details") await post("check", chosen());
    if (step() === "terms") await sendOtp();
    show(at + 1);
  });
}

function complain(text, field) {
  say(text);
  field.setAttribute("aria-invalid", "true");
  field.focus({ preventScroll: true });
}

/** Does something that may be refused, once at a time, and says why it was. */
async function busy(pressed, work) {
  const text = pressed.textContent;
  const buttons = [button, onward];
  for (const each of buttons) each.disabled = true;
  pressed.textContent = sending;
  let refused = null;
  try {
    await work();
  } catch (error) {
    refused = error;
  }
  for (const each of buttons) each.disabled = isOver;
  if (pressed.textContent === sending) pressed.textContent = text;
  if (refused) tell(refused);
}

function tell(error) {
  const name = FIELDS[error.at];
  if (!name) return say(`${failed} ${error.message}`);
  show(steps.findIndex((each) => each.dataset.step === "details"));
  const field = form.elements[name];
  complain(error.message, field.length ? field[0] : field);
}

/** Ends the attempt, with the OTP or at once. */
function decide(typedOtp) {
  if (unread) return handOver(unread);
  watching.abort();
  return busy(typedOtp === undefined ? button : onward, async () => {
    try {
      // Of a failure it does not matter who was being typed.
      const fails = outcome.value && !outcome.value.startsWith("verified");
      const who = fails && isTyping ? {} : chosen();
      const answer = await post("complete", { ...who, outcome: outcome.value || undefined, otp: typedOtp });
      if (!answer.staysOpen && !answer.isReadFirst) return handOver(answer);
      say(answer.label[lang]);
      if (answer.isReadFirst) {
        unread = answer;
        language.hidden = true;
        button.textContent = closing;
        onward.parentElement.hidden = true;
        // It is over: nothing but closing is left to do.
        for (const element of form.elements) element.disabled = element !== button;
        button.focus();
        return;
      }
    } catch (error) {
      watch();
      throw error;
    }
    watch();
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!button.disabled) decide();
});

// Enter goes on where there is a step to go on to; the form's own button ends the attempt.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || at === 0 || event.target.localName !== "input" || event.isComposing) return;
  event.preventDefault();
  if (!onward.disabled && !onward.parentElement.hidden) goOn();
});

form.addEventListener("input", ({ target }) => {
  target.removeAttribute("aria-invalid");
  if (target === outcome) isDecided = true;
  // Someone who carries an outcome gives it, unless another one is chosen afterwards.
  if (target.name === "person") isDecided = false;
  if (target.name === "agency-tile") form.elements.agency.value = target.value;
  if (target !== outcome) settle();
});

onward.addEventListener("click", goOn);
find("back").addEventListener("click", () => {
  if (at === 1) isTyping = false;
  show(at - 1);
  settle();
});
find("resend").addEventListener("click", () => busy(find("resend"), sendOtp));
find("walk").addEventListener("click", () => {
  for (const tile of form.querySelectorAll("[name=agency-tile]")) tile.checked = tile.value === form.elements.agency.value;
  walk(chosenPerson() ?? form, false);
});
typePerson?.addEventListener("click", () => walk(typePerson, true));

// The list can be narrowed down. Whoever is chosen stays in sight, as pressing the button verifies them.

const filter = find("filter");
const found = find("found");
const plain = (text) => text.toLowerCase().replace(/[\s-]/g, "");

function narrow() {
  const wanted = plain(filter.value);
  let count = 0;
  for (const person of form.querySelectorAll(".person")) {
    const radio = person.querySelector("input");
    const fits = plain(`${person.textContent} ${radio.value}`).includes(wanted);
    count += fits;
    person.hidden = !fits && !radio.checked;
  }
  found.textContent = wanted && (count ? found.dataset.some.replace("{count}", count) : found.dataset.none);
}

filter.addEventListener("input", narrow);
// Enter leads to who was found, and ends nothing.
filter.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const people = [...form.querySelectorAll(".person:not([hidden]) input")];
  (people.find(({ checked }) => !checked) ?? people[0])?.focus();
});

// What is active besides, where this window's opener may switch it off.

const bar = document.querySelector('[data-testid="effects"]');
const switchOff = bar?.querySelector("button");

switchOff?.addEventListener("click", () =>
  busy(switchOff, async () => {
    const [response, answer] = await ask(`../../_mock/effects?sandbox=${switchOff.dataset.store}`, { method: "DELETE" });
    if (!response.ok) throw new Error(answer.message);
    const [text] = bar.children;
    text.textContent = bar.dataset.off;
    switchOff.remove();
    text.focus();
  }),
);

// Another language is another page. What this one holds comes along in the history's entry, which goes with the tab.

const isChoice = ({ type }) => type === "radio" || type === "checkbox";

language.addEventListener("click", (event) => {
  event.preventDefault();
  const named = [...form.elements].filter(({ name }) => name);
  const fields = named.map((each) => [each.name, each.value, isChoice(each) && each.checked]);
  const sms = ["sms-to", "sms"].map((id) => find(id).textContent);
  history.replaceState({ attempt, at, isTyping, isDecided, fields, sms }, "", language.href);
  location.reload();
});

function takeUp(kept) {
  ({ isTyping, isDecided } = kept);
  for (const [name, value, checked] of kept.fields) {
    for (const each of form.querySelectorAll(`[name="${name}"]`)) {
      if (!isChoice(each)) each.value = value;
      else if (each.value === value) each.checked = checked;
    }
  }
  [find("sms-to").textContent, find("sms").textContent] = kept.sms;
  show(kept.at);
}

if (history.state?.attempt === attempt) {
  takeUp(history.state);
  history.replaceState(null, "");
}
watch();
