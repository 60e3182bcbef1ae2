// The same sign-up as app.py, with the mistakes that JavaScript's Date invites.
import { createServer } from "node:http";

const { BUG = "", LEAST_AGE = "14", PORT, PORTONE_API_BASE, PORTONE_API_SECRET } = process.env;
const least = Number(LEAST_AGE);

const inSeoul = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(new Date());

function isOldEnough(birthDate) {
  if (BUG === "UTC") return reached(birthDate, new Date().toISOString().slice(0, 10));
  if (BUG === "server zone") {
    const now = new Date();
    const born = new Date(birthDate); // midnight in UTC, read in the zone of the server
    const before = now.getMonth() - born.getMonth() || now.getDate() - born.getDate();
    return now.getFullYear() - born.getFullYear() - (before < 0 ? 1 : 0) >= least;
  }
  if (BUG === "a birth date is an instant") {
    const born = new Date(birthDate);
    const local = [born.getFullYear(), born.getMonth() + 1, born.getDate()].map((n) => String(n).padStart(2, "0"));
    return reached(local.join("-"), inSeoul());
  }
  if (BUG === "29 February overflows") {
    const [year, month, day] = inSeoul().split("-").map(Number);
    return birthDate <= new Date(Date.UTC(year - least, month - 1, day)).toISOString().slice(0, 10);
  }
  return reached(birthDate, inSeoul());
}

function reached(birthDate, today) {
  const age = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return age - (today.slice(5) < birthDate.slice(5) ? 1 : 0) >= least;
}

async function verdict(id) {
  const answer = await fetch(`${PORTONE_API_BASE}/identity-verifications/${encodeURIComponent(id)}`, {
    headers: { Authorization: `PortOne ${PORTONE_API_SECRET}` },
  });
  const record = await answer.json();
  if (record.status !== "VERIFIED" || Date.now() - Date.parse(record.verifiedAt) > 3_600_000) return 422;
  return isOldEnough(record.verifiedCustomer.birthDate) ? 200 : 422;
}

createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const status = await verdict(JSON.parse(body).identityVerificationId).catch(() => 500);
  response.writeHead(status).end("{}");
}).listen(Number(PORT), "127.0.0.1");
