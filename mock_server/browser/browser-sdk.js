// portone-mock's stand-in for PortOne's browser SDK (v2): requestIdentityVerification, against the mock that served
// this file. Not PortOne's code and not an official PortOne product; never for production.
//
// Lives here: what runs in your page. May not: any decision about a verification (the mock's server takes those), any
// knowledge beyond the store id, the channel key and the request. No dependencies, no eval.

// The settings, from this script's own query (browser-sdk.js?auto=verified:adult) and from window.__PORTONE_MOCK__,
// which wins and is read at every call:
//   auto        an outcome, or OUTCOME:PERSON: end every verification so, without opening a window
//   failures    "resolve" (the default: a result with a code) or "reject" (an IdentityVerificationError)
//   device      "pc" or "mobile", instead of what the browser says of itself
//   lang        the window's language: "ko" (the default) or "en"
//   cancelCode  the code of a user's cancel, which PortOne does not document; "Cancelled" unless given
//   others      "reject" (the default) or "real": the seven other functions are those of PortOne's own script
//   url         the mock's address, instead of this script's own (for a script that was not loaded by its address)
const SETTINGS = {
  auto: null,
  failures: ["resolve", "reject"],
  device: ["pc", "mobile"],
  lang: ["ko", "en"],
  cancelCode: null,
  others: ["reject", "real"],
  url: null,
};

const OTHERS = [
  "requestPayment",
  "requestIssueBillingKey",
  "requestIssueBillingKeyAndPay",
  "loadPaymentUI",
  "loadIssueBillingKeyUI",
  "updateLoadPaymentUIRequest",
  "updateLoadIssueBillingKeyUIRequest",
];

// PortOne's own script, as a module: it leaves window.PortOne alone.
const REAL = "https://cdn.portone.io/v2/browser-sdk.esm.js";

// How often an open popup is looked at: no event tells a page that a window of another origin was closed.
const LOOK_EVERY_MS = 100;
const POPUP = { width: 480, height: 760 };

/** An Error with PortOne's own members, for which `isPortOneError` of its npm package looks. */
function portOneError(type, members) {
  return Object.assign(new Error(members.message), { __portOneErrorType: type }, members);
}

const moduleError = (code, message) => portOneError("ModuleError", { code, message });

const identityVerificationError = (members) =>
  portOneError("IdentityVerificationError", { transactionType: "IDENTITY_VERIFICATION", ...members });

/** For what the page waits for in vain: a lost answer, or a page that is being left. */
const never = () => new Promise(() => {});

/** PortOne's functions against the mock that served the script at `scriptUrl` (null: see the setting `url`). */
function makePortOne(scriptUrl) {
  function readSettings() {
    const query = scriptUrl ? Object.fromEntries(new URL(scriptUrl).searchParams) : {};
    const given = { ...query, ...window.__PORTONE_MOCK__ };
    for (const [name, value] of Object.entries(given)) {
      if (!Object.hasOwn(SETTINGS, name)) {
        const known = Object.keys(SETTINGS).join(", ");
        throw moduleError("BadRequest", `portone-mock: '${name}' 설정은 없습니다. 쓸 수 있는 설정: ${known}`);
      }
      const known = SETTINGS[name];
      if (value !== undefined && (typeof value !== "string" || value === "" || (known && !known.includes(value)))) {
        const expected = known ? known.join(", ") : "비어 있지 않은 문자열";
        const came = JSON.stringify(value);
        throw moduleError("BadRequest", `portone-mock: ${name} 설정에 올 수 있는 값은 ${expected}입니다: ${came}`);
      }
    }
    if (!given.url && !scriptUrl) {
      throw moduleError(
        "BadRequest",
        "portone-mock: 스크립트의 주소를 알 수 없습니다. " +
          'window.__PORTONE_MOCK__ = {url: "http://localhost:8585"} 처럼 알려 주세요.',
      );
    }
    // The script is <base>/v2/browser-sdk.js, wherever a proxy put it.
    const base = given.url ? new URL(`${given.url.replace(/\/+$/, "")}/`) : new URL("../", scriptUrl);
    return { failures: "resolve", ...given, base };
  }

  /** The mock's answer; what it refuses is thrown as PortOne's error. */
  async function post(base, path, body) {
    let response, answer;
    try {
      // A string goes out as text/plain, so that no preflight is needed.
      response = await fetch(new URL(path, base), { method: "POST", body: JSON.stringify(body), credentials: "omit" });
      answer = await response.json();
    } catch (error) {
      throw moduleError(
        "Unavailable",
        `portone-mock: ${base.origin}에 요청하지 못했습니다. 모의 서버가 켜져 있는지, 이 페이지의 CSP connect-src에 ` +
          `${base.origin}이 있는지, 공개 주소의 페이지라면 로컬 네트워크 권한을 허용했는지 확인하세요. (${error.message})`,
      );
    }
    if (!response.ok) {
      const { code = "UnknownError", message } = answer;
      const { identityVerificationId } = Object(body);
      throw identityVerificationError({ code, message, ...(identityVerificationId && { identityVerificationId }) });
    }
    return answer;
  }

  async function requestIdentityVerification(request) {
    const settings = readSettings();
    if (typeof request !== "object" || request === null) {
      throw identityVerificationError({
        code: "BadRequest",
        message: "requestIdentityVerification에는 요청 객체가 필요합니다.",
      });
    }
    const { lang, cancelCode, device = deviceOf(navigator) } = settings;
    const opened = await post(settings.base, "browser/attempts", {
      ...request,
      portoneMock: { device, lang, cancelCode },
    });
    const attempt = { ...opened, id: request.identityVerificationId, path: `browser/window/${opened.attempt}` };
    const answer = await (opened.isDecided || settings.auto
      ? decided(settings, attempt)
      : shown(settings, attempt, request));
    return settled(settings, answer);
  }

  /** Ends the attempt as the test decided beforehand; an order (POST /_mock/next) goes before `auto`. */
  function decided({ base, auto }, attempt) {
    const [outcome, person] = attempt.isDecided ? [] : auto.split(":");
    return post(base, `${attempt.path}/complete`, { outcome, person });
  }

  /** Shows the window, and waits for what comes of it. */
  function shown({ base }, attempt, request) {
    const url = new URL(attempt.path, base);
    if (attempt.windowType === "REDIRECTION") {
      location.assign(url);
      return never();
    }
    const frame = attempt.windowType === "IFRAME" ? openFrame(url, request) : openPopup(url, request);
    if (!frame) {
      throw identityVerificationError({
        code: "FailedPrecondition",
        message:
          "브라우저가 팝업을 막았습니다. 버튼을 누른 직후에 호출하거나, 이 사이트의 팝업을 허용하거나, " +
          "windowType을 IFRAME이나 REDIRECTION으로 하세요.",
        identityVerificationId: attempt.id,
        identityVerificationTxId: attempt.identityVerificationTxId,
      });
    }
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearInterval(looking);
        removeEventListener("message", hear);
        frame.close();
      };
      const hear = ({ source, origin, data }) => {
        if (source !== frame.window || origin !== base.origin || data?.portoneMock !== attempt.attempt) return;
        stop();
        resolve(data.answer);
      };
      // Closing a window is a cancel (assumed), unless the attempt has ended: then its answer is what comes.
      const cancel = () => {
        stop();
        post(base, `${attempt.path}/complete`, { outcome: "cancelled" }).then(resolve, reject);
      };
      const looking = setInterval(() => frame.isClosed() && cancel(), LOOK_EVERY_MS);
      addEventListener("message", hear);
      frame.onCancel(cancel);
    });
  }

  function settled({ failures }, { outcome, result, redirectTo }) {
    if (redirectTo) {
      location.assign(redirectTo);
      return never();
    }
    if (!result) {
      console.info(
        `[portone-mock] ${outcome}: 페이지로 아무것도 돌아오지 않는 결과입니다. 이 Promise는 끝나지 않습니다.`,
      );
      return never();
    }
    if ("code" in result && failures === "reject") throw identityVerificationError(result);
    return result;
  }

  /** PortOne's own function where the setting `others` asks for it. */
  async function other(name, given) {
    if (readSettings().others !== "real") {
      throw moduleError(
        "Unimplemented",
        `portone-mock: ${name}은(는) 이 모의 서버에 없습니다(본인인증만 있습니다). 포트원의 스크립트를 쓰려면 스크립트 주소에 ` +
          "?others=real을 붙이세요. It is not part of this mock (identity verification only); ?others=real on the " +
          "script's address loads PortOne's own.",
      );
    }
    let real;
    try {
      const module = await import(REAL);
      real = [module.default, module].find((home) => typeof home?.[name] === "function");
    } catch (error) {
      throw moduleError(
        "Unavailable",
        `portone-mock: 포트원의 스크립트를 불러오지 못했습니다(${REAL}). 네트워크와 이 페이지의 CSP script-src를 확인하세요. ` +
          `(${error.message})`,
      );
    }
    // A test may have put this very script in the place of PortOne's.
    if (!real || real[name].isMock) {
      throw moduleError("Unimplemented", `portone-mock: ${REAL}에 포트원의 ${name}이(가) 없습니다.`);
    }
    return real[name](...given);
  }

  const others = OTHERS.map((name) => [name, Object.assign((...given) => other(name, given), { isMock: true })]);
  return { requestIdentityVerification, ...Object.fromEntries(others) };
}

/** What the browser says of itself; tablets count as mobile where they say so. */
function deviceOf({ userAgentData, userAgent }) {
  const isMobile = userAgentData ? userAgentData.mobile : false;
  return isMobile || /Android|iPhone|iPad|iPod|Mobile/i.test(userAgent) ? "mobile" : "pc";
}

function openPopup(url, { popup }) {
  const place = popup?.center
    ? `,left=${Math.round(screen.availWidth / 2 - POPUP.width / 2)},top=${Math.round(screen.availHeight / 2 - POPUP.height / 2)}`
    : "";
  const opened = window.open(url, "_blank", `popup,width=${POPUP.width},height=${POPUP.height}${place}`);
  return opened && { window: opened, close: () => opened.close(), isClosed: () => opened.closed, onCancel: () => {} };
}

/** The window over the page, with a button to close it. Styles are set one by one: a page's CSP may forbid others. */
function openFrame(url, { iframe }) {
  const focused = document.activeElement;
  const cover = styled("div", {
    position: "fixed",
    inset: "0",
    zIndex: "2147483647",
    display: "flex",
    alignItems: "center",
    justifyContent: "center",
    background: iframe?.dim === false ? "transparent" : "rgba(0, 0, 0, 0.5)",
  });
  cover.setAttribute("role", "dialog");
  cover.setAttribute("aria-modal", "true");
  cover.setAttribute("aria-label", "모의 본인인증");
  cover.dataset.testid = "portone-mock-frame";
  const box = styled("div", { position: "relative", width: "min(480px, 100%)", height: "min(760px, 100%)" });
  const frame = styled("iframe", {
    width: "100%",
    height: "100%",
    border: "0",
    borderRadius: "8px",
    background: "white",
  });
  frame.title = "모의 본인인증";
  frame.src = url;
  const button = styled("button", {
    position: "absolute",
    top: "8px",
    right: "8px",
    width: "36px",
    height: "36px",
    padding: "0",
    border: "0",
    borderRadius: "18px",
    background: "rgba(0, 0, 0, 0.6)",
    color: "white",
    font: "20px/36px sans-serif",
    cursor: "pointer",
  });
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", "닫기 (close)");
  button.dataset.testid = "portone-mock-close";
  box.append(frame, button);
  cover.append(box);
  document.body.append(cover);
  // Not before there is something in it: the keyboard would stay outside.
  frame.addEventListener("load", () => frame.focus(), { once: true });
  return {
    window: frame.contentWindow,
    close: () => {
      cover.remove();
      focused?.focus?.();
    },
    isClosed: () => false,
    onCancel: (cancel) => button.addEventListener("click", cancel),
  };
}

function styled(tag, style) {
  const element = document.createElement(tag);
  Object.assign(element.style, style);
  return element;
}
