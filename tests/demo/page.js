// The demo's page: asks the backend for an id, opens the window, hands the id back, and shows what each side said.
// Lives here: that. May not: any decision of the backend's. The fourth column is the 2023 guide's code, slips included.
const { mock, shops, channels } = JSON.parse(document.querySelector("#config").textContent);
const $ = (selector, from = document) => from.querySelector(selector);
const attempts = $("#attempts");
const shown = []; // [element, data] of every attempt, to say it again in the other language
// Survives a reload and a phone's redirect. `users`: what the guide's code would have in its database.
const kept = { lang: "ko", shop: null, channel: null, lastPerson: null, users: [], attempts: [], ...JSON.parse(sessionStorage.getItem("demo")) };
const keep = () => sessionStorage.setItem("demo", JSON.stringify(kept));

const lang = () => kept.lang;
const say = (ko, en) => (lang() === "ko" ? ko : en);

function speak(language) {
  document.documentElement.lang = kept.lang = language;
  keep();
  document.title = say("본인인증 데모", "Identity verification demo");
  for (const element of document.querySelectorAll("[data-ko]")) element.textContent = element.dataset[language];
  for (const [element, data] of shown) fill(element, data);
}

async function call(url, body, method = "POST") {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null };
}

/** The year check and the DI look-up as the guide has them. */
function guide(answer) {
  if (answer?.status !== "VERIFIED") return { ko: "인증 실패", en: "verification failed", accepted: false };
  const { di, birthDate } = answer.verifiedCustomer;
  if (!(new Date(birthDate).getFullYear() <= 1999)) return { ko: "연령 미달", en: "too young", accepted: false };
  const user = kept.users.find((one) => one.di === di);
  if (user) return { ko: "이미 가입된 고객", en: "a customer already", accepted: false };
  kept.users.push({ di });
  return { ko: "신규 고객", en: "a new customer", accepted: true };
}

/** Why it errs, where it does. */
function slip(answer, decided, verdict) {
  const right = decided.decision === "accepted";
  if (decided.decision === "undecided" || verdict.accepted === right) return null;
  const { di } = answer?.verifiedCustomer ?? {};
  if (verdict.en === "too young") return say("1999년은 고정된 해입니다. 오늘 날짜를 묻지 않습니다.", "1999 is a fixed year; it never asks for today's date.");
  if (verdict.en === "a customer already") {
    return di === undefined
      ? say("DI가 없는 두 사람을 같은 사람으로 보았습니다.", "Two people without a DI count as one.")
      : say("다른 가게의 회원을 이 가게의 회원으로 보았습니다.", "A member of another shop counts as one here.");
  }
  return say("이 이유를 하나도 확인하지 않습니다: ", "It checks none of these: ") + decided.reasons.join(", ");
}

/** The backend's own word for what it got; what a browser could ask the mock would be another answer. */
function heardText(heard) {
  if (heard === null) return say("포트원에 묻지 않았습니다.", "PortOne was not asked.");
  if (heard.status === null) return say("답이 오지 않았습니다.", "No answer came.");
  return `HTTP ${heard.status}\n${heard.body === null ? heard.text : JSON.stringify(heard.body, null, 2)}`;
}

function fill(article, { sent, heard, decided, status, verdict }) {
  const put = (name, text) => ($(`[data-testid=${name}]`, article).textContent = text);
  put("sentence", decided.sentence[lang()]);
  put("sent", JSON.stringify(sent, null, 2));
  put("answered", heardText(heard));
  put("decided", `HTTP ${status}\n${decided.decision}\n${decided.reasons.map((reason) => `- ${reason}`).join("\n")}`);
  const wrong = slip(heard?.body, decided, verdict);
  put("guide", `${say(verdict.ko, verdict.en)}${wrong ? `\n\n⚠ ${wrong}` : ""}`);
  $(".old", article).classList.toggle("errs", wrong !== null);
}

/** Hand the id to the backend, the only thing that this page says about anybody. */
async function finish(identityVerificationId) {
  const sent = { identityVerificationId };
  const { status, body: decided } = await call("/identity-verifications", sent);
  const { body: heard } = await call("/demo/heard", sent);
  const record = await call(`${mock}/_mock/verifications/${identityVerificationId}`, undefined, "GET");
  kept.lastPerson = (heard?.body?.status === "VERIFIED" && record.body?.person) || kept.lastPerson;
  $("#again").disabled = kept.lastPerson === null;
  const data = { sent, heard, decided, status, verdict: guide(heard?.body) };
  kept.attempts.push(data);
  show(data);
  speak(lang());
}

function show(data) {
  const article = $("#attempt").content.firstElementChild.cloneNode(true);
  article.className = data.decided.decision;
  shown.push([article, data]);
  attempts.prepend(article);
}

function alarm(text) {
  $("#alert").textContent = text;
  $("#alert").hidden = !text;
}

/** One attempt; `auto` ends it without a window, as that person. */
async function verify(auto) {
  alarm("");
  const shop = (kept.shop = $("[name=shop]:checked").value);
  kept.channel = $("#channel").value;
  keep();
  const { status, body: offer } = await call("/identity-verifications/start", { shop });
  if (status !== 200) return alarm(offer.sentence[lang()]);
  window.__PORTONE_MOCK__ = { lang: lang(), ...(auto && { auto: `verified:${auto}` }) };
  const { storeId, identityVerificationId } = offer;
  const redirectUrl = location.origin + location.pathname; // mobile devices come back here
  const request = { storeId, identityVerificationId, channelKey: kept.channel, redirectUrl };
  const result = await PortOne.requestIdentityVerification(request);
  if (result.code) alarm(`${result.code}: ${result.message ?? ""}`);
  await finish(identityVerificationId);
}

/** An attempt that is abandoned never ends; starting over and the language stay within reach. */
async function busily(work) {
  $("#verify").disabled = $("#again").disabled = true;
  try {
    await work();
  } catch (error) {
    alarm(`${error.code ?? error.name}: ${error.message}`);
  }
  $("#verify").disabled = false;
  $("#again").disabled = kept.lastPerson === null;
}

async function reset() {
  await call("/demo/reset");
  sessionStorage.clear();
  location.reload();
}

for (const [name, { ko, en }] of Object.entries(shops)) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "shop", value: name });
  input.dataset.testid = `shop-${name}`;
  input.checked = name === (kept.shop ?? Object.keys(shops)[0]);
  const text = document.createElement("span");
  Object.assign(text.dataset, { ko, en });
  label.append(input, text);
  $("#shops").append(label);
}
$("#channel").append(...channels.map(({ name, key, type }) => new Option(`${name} (${type})`, key)));
if (kept.channel) $("#channel").value = kept.channel;

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  busily(() => verify());
});
$("#again").addEventListener("click", () => busily(() => verify(kept.lastPerson)));
$("#reset").addEventListener("click", reset);
$("#language").addEventListener("click", () => speak(say("en", "ko")));
kept.attempts.forEach(show);
$("#again").disabled = kept.lastPerson === null;
speak(lang());

// A phone comes back here by a redirect, with the result in the query.
const back = new URLSearchParams(location.search).get("identityVerificationId");
if (back) {
  history.replaceState(null, "", location.pathname);
  busily(() => finish(back));
}
