// The demo's page: asks the backend for an id, opens the window, hands the id back, and shows what each side said.
// Lives here: that. May not: any decision of the backend's. The fourth column is the 2023 guide's code, slips included.
const { mock, shops, channels } = JSON.parse(document.querySelector("#config").textContent);
const $ = (selector, from = document) => from.querySelector(selector);
const attempts = $("#attempts");
const users = []; // what the guide's code would have in its database
const shown = []; // [element, data] of every attempt, to say it again in the other language
let lastPerson = null;

const lang = () => document.documentElement.lang;
const say = (ko, en) => (lang() === "ko" ? ko : en);

function speak(language) {
  document.documentElement.lang = language;
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
  const user = users.find((one) => one.di === di);
  if (user) return { ko: "이미 가입된 고객", en: "a customer already", accepted: false };
  users.push({ di });
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

function fill(article, { sent, answer, decided, status, verdict }) {
  const put = (name, text) => ($(`[data-testid=${name}]`, article).textContent = text);
  put("sentence", decided.sentence[lang()]);
  put("sent", JSON.stringify(sent, null, 2));
  put("answered", answer ? JSON.stringify(answer, null, 2) : say("이 아이디의 내역이 없습니다.", "There is no record of this id."));
  put("decided", `HTTP ${status}\n${decided.decision}\n${decided.reasons.map((reason) => `- ${reason}`).join("\n")}`);
  const wrong = slip(answer, decided, verdict);
  put("guide", `${say(verdict.ko, verdict.en)}${wrong ? `\n\n⚠ ${wrong}` : ""}`);
  $(".old", article).classList.toggle("errs", wrong !== null);
}

/** Hand the id to the backend, the only thing that this page says about anybody. */
async function finish(identityVerificationId) {
  const sent = { identityVerificationId };
  const { status, body: decided } = await call("/identity-verifications", sent);
  const record = await call(`${mock}/_mock/verifications/${identityVerificationId}`, undefined, "GET");
  const answer = record.status === 200 ? record.body.answer : null;
  lastPerson = (answer?.status === "VERIFIED" && record.body.person) || lastPerson;
  $("#again").disabled = lastPerson === null;
  const article = $("#attempt").content.firstElementChild.cloneNode(true);
  article.className = decided.decision;
  const data = { sent, answer, decided, status, verdict: guide(answer) };
  shown.push([article, data]);
  attempts.prepend(article);
  speak(lang());
}

function alarm(text) {
  $("#alert").textContent = text;
  $("#alert").hidden = !text;
}

/** One attempt; `auto` ends it without a window, as that person. */
async function verify(auto) {
  alarm("");
  const shop = $("[name=shop]:checked").value;
  const { status, body: offer } = await call("/identity-verifications/start", { shop });
  if (status !== 200) return alarm(offer.sentence[lang()]);
  window.__PORTONE_MOCK__ = { lang: lang(), ...(auto && { auto: `verified:${auto}` }) };
  const { storeId, identityVerificationId } = offer;
  const redirectUrl = location.origin + location.pathname; // mobile devices come back here
  const request = { storeId, identityVerificationId, channelKey: $("#channel").value, redirectUrl };
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
  $("#again").disabled = lastPerson === null;
}

async function reset() {
  await call("/demo/reset");
  location.reload(); // forgets what this page knows
}

for (const [name, { ko, en }] of Object.entries(shops)) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: "shop", value: name });
  input.dataset.testid = `shop-${name}`;
  input.checked = $("[name=shop]") === null;
  const text = document.createElement("span");
  Object.assign(text.dataset, { ko, en });
  label.append(input, text);
  $("#shops").append(label);
}
$("#channel").append(...channels.map(({ name, key, type }) => new Option(`${name} (${type})`, key)));

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  busily(() => verify());
});
$("#again").addEventListener("click", () => busily(() => verify(lastPerson)));
$("#reset").addEventListener("click", reset);
$("#language").addEventListener("click", () => speak(say("en", "ko")));
speak("ko");

// A phone comes back here by a redirect, with the result in the query.
const back = new URLSearchParams(location.search).get("identityVerificationId");
if (back) {
  history.replaceState(null, "", location.pathname);
  busily(() => finish(back));
}
