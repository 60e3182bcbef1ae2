// Sends requests as a job on standard input says, through a client that JavaScript integrations use instead of an SDK.
// Lives here: driving axios and fetch. May not: verdicts; those are in tests/sdk/test_javascript_clients.py.
//
//   [{"client": "axios" | "fetch", "url": "…", "method": "…", "headers"?: {…}, "body"?: …}] → [{"status": n, "data": …}]
import { text } from "node:stream/consumers";
import axios from "axios";

const clients = {
  async axios({ url, method, headers, body }) {
    const answer = await axios({ url, method, headers, data: body, validateStatus: () => true });
    return { status: answer.status, data: answer.data };
  },
  // fetch is undici: it refuses a body on GET, and posts a string as text/plain.
  async fetch({ url, method, headers, body }) {
    const sent = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const answer = await fetch(url, { method, headers, body: sent });
    return { status: answer.status, data: await answer.json() };
  },
};

const answers = [];
for (const request of JSON.parse(await text(process.stdin))) {
  answers.push(await clients[request.client](request));
}
process.stdout.write(JSON.stringify(answers));
