// A small sign-up application in Express with a switch for each mistake (BUG); without one it is right.
// Lives here: the application. May not: which case catches what (catalogue.py).
"use strict";

const express = require("express");

const { PORTONE_API_BASE: base, PORTONE_API_SECRET: secret, BUG = "" } = process.env;
const BUGS = [
  "the status is matched without its ends",
  "the id is put into the URL as a template has it",
  "encodeURIComponent is all that guards an id",
  "the request is spread over the record",
  "ages are a difference of getFullYear",
  "an age that is NaN is not below the least",
  "find is compared with null",
  "one key is DI or else CI",
  "undefined is the DI of everybody without one",
  "accounts are looked up, awaited and then added",
  "whatever is thrown is a failed verification",
  "what is thrown goes to the browser",
  "used ids are not remembered",
  "one variable holds the record of every request",
];
if (BUG && !BUGS.includes(BUG)) {
  console.error(`${BUG} is no mistake of this application`);
  process.exit(2);
}
const has = (bug) => bug === BUG;
const LEAST_AGE = 14;
const accounts = [];
const used = new Set();
let shared;

/** An end of a request that is no error: status and reason. */
class Told extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

/** What a library for HTTP throws: the request is in it. */
class Unanswered extends Error {
  constructor(why, config) {
    super(why);
    this.config = config;
  }
}

function address(id) {
  const raw = has("the id is put into the URL as a template has it");
  return `${base}/identity-verifications/${raw ? id : encodeURIComponent(id)}`;
}

async function read(id) {
  const config = { method: "GET", headers: { Authorization: `PortOne ${secret}` }, signal: AbortSignal.timeout(10_000) };
  let answer;
  try {
    answer = await fetch(address(id), { ...config, redirect: "error" });
    if (answer.status === 200) return await answer.json();
  } catch (error) {
    throw new Unanswered(error.message, { url: address(id), headers: config.headers });
  }
  if (answer.status === 404) throw new Told(422, "not found");
  throw new Unanswered(`status ${answer.status}`, { url: address(id), headers: config.headers });
}

/** The date in Seoul, as birth dates are written. */
const today = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);

function ageOf(birthDate) {
  if (has("ages are a difference of getFullYear")) return new Date().getFullYear() - new Date(birthDate).getFullYear();
  if (has("an age that is NaN is not below the least")) {
    const born = new Date(birthDate);
    return Number(today().slice(0, 4)) - born.getUTCFullYear() - (today().slice(5) < String(birthDate).slice(5) ? 1 : 0);
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate ?? "") || Number.isNaN(Date.parse(birthDate))) {
    throw new Told(422, "no birth date");
  }
  return Number(today().slice(0, 4)) - Number(birthDate.slice(0, 4)) - (today().slice(5) < birthDate.slice(5) ? 1 : 0);
}

function known({ di, ci }) {
  if (has("one key is DI or else CI")) return accounts.some((it) => (it.di ?? it.ci) === (di ?? ci));
  if (has("undefined is the DI of everybody without one")) {
    return accounts.some((it) => it.di === di || (ci && it.ci === ci));
  }
  if (has("find is compared with null")) return accounts.find((it) => it.di === di) === null;
  return accounts.some((it) => (di && it.di === di) || (ci && it.ci === ci));
}

function checkId(id) {
  const guarded = !has("the id is put into the URL as a template has it") && !has(BUGS[2]);
  if (typeof id !== "string" || id === "" || (guarded && !/^[A-Za-z0-9]{1,40}$/.test(id))) {
    throw new Told(400, "unreadable id");
  }
}

function checkRecord(record) {
  const verified = has("the status is matched without its ends")
    ? /verified/i.test(record.status)
    : record.status === "VERIFIED";
  if (!verified || typeof record.verifiedCustomer !== "object") throw new Told(422, "not verified");
  if (record.version !== "V2" || record.channel?.type === "TEST") throw new Told(422, "not live");
  if (Date.now() - Date.parse(record.verifiedAt) > 3_600_000) throw new Told(422, "not fresh");
}

async function signUp(body) {
  const id = body?.identityVerificationId;
  checkId(id);
  let record = await read(id);
  if (has("the request is spread over the record") && body.status) {
    record = { verifiedCustomer: { name: "", birthDate: "1990-01-01" }, version: "V2", ...record, ...body };
    record.verifiedAt ??= new Date().toISOString();
  }
  if (has("one variable holds the record of every request")) {
    shared = record;
    await new Promise((done) => setTimeout(done, 20)); // another question, of a database
    record = shared;
  }
  checkRecord(record);
  const { name, ci, di, birthDate } = record.verifiedCustomer;
  if (ageOf(birthDate) < LEAST_AGE) throw new Told(422, "too young");
  if (used.has(id) && !has("used ids are not remembered")) throw new Told(409, "used");
  const returning = process.env.RETURNING === "yes";
  if (!returning && known({ di, ci })) throw new Told(409, "a member");
  if (has("accounts are looked up, awaited and then added")) await new Promise((done) => setTimeout(done, 100));
  used.add(id);
  accounts.push({ name, ci, di });
}

function answerOf(error) {
  if (error instanceof Told) return [error.status, { reason: error.message }];
  if (has("whatever is thrown is a failed verification")) return [422, { reason: "verification failed" }];
  if (!(error instanceof Unanswered)) return [500, { reason: error.name }];
  return [503, has("what is thrown goes to the browser") ? { ...error } : { reason: "try again later" }];
}

const app = express();
app.use(express.json());
app.post("/identity-verifications", async (request, response) => {
  try {
    await signUp(request.body);
    response.json({ reason: "" });
  } catch (error) {
    const [status, body] = answerOf(error);
    response.status(status).json(body);
  }
});
const server = app.listen(0, "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
