// Calls PortOne's own JavaScript SDK as a job on standard input says, one call after the other, and prints what came.
// Lives here: driving the SDK. May not: verdicts; those are the tests' in tests/sdk.
//
//   {"build": "import" | "require", "baseUrl": "…",
//    "calls": [{"secret": "…", "storeId"?: "…", "call": ["auth", "loginViaApiSecret"], "options": {…}}]}
//   → [{"value": …} | {"error": {"names": […], "message": …, "data": …}}]
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const SDK = "@portone/server-sdk";

/** The names of an error's classes, from its own to Error. */
function classNames(error) {
  const names = [];
  for (let type = Object.getPrototypeOf(error); type !== Object.prototype; type = Object.getPrototypeOf(type)) {
    names.push(type.constructor.name);
  }
  return names;
}

async function outcome(sdk, baseUrl, { secret, storeId, call: [group, name], options }) {
  const client = sdk.PortOneClient({ secret, storeId, baseUrl });
  try {
    return { value: await client[group][name](options) };
  } catch (error) {
    return { error: { names: classNames(error), message: error.message, data: error.data } };
  }
}

const { build, baseUrl, calls } = JSON.parse(await text(process.stdin));
const sdk = build === "require" ? createRequire(import.meta.url)(SDK) : await import(SDK);
const outcomes = [];
for (const call of calls) {
  outcomes.push(await outcome(sdk, baseUrl, call));
}
process.stdout.write(JSON.stringify(outcomes));
