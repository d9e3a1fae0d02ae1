// jaringan.js — the few questions this page asks of the portal, and what can go wrong with them.

const PATIENCE = 20000, PATIENCE_FOR_PHOTO = 180000;   // a weak line, but not for ever
let known = { tokens: {} };

// why: "putus" (no network), "masuk" (nobody is signed in), "lain" (somebody else is), "tolak" (told)
export class Refused extends Error {
  constructor(why, words = "", status = 0) {
    super(words || why);
    this.why = why;
    this.words = words;
    this.status = status;
  }
}

const ask = async (address, options, patience) => {
  const stop = new AbortController(), clock = setTimeout(() => stop.abort(), patience);
  try {
    return await fetch(address, { cache: "no-store", redirect: "manual", signal: stop.signal, ...options });
  } catch {
    throw new Refused("putus");
  } finally {
    clearTimeout(clock);
  }
};

const told = async (answer) => {
  const kind = answer.headers.get("Content-Type") || "";
  const said = kind.startsWith("application/json") ? await answer.json().catch(() => ({})) : {};
  if (answer.ok) return said;
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new Refused("masuk");
  if (answer.status >= 500 || answer.status === 429 && !said.why) throw new Refused("putus");
  throw new Refused("tolak", said.why || `Portal tidak menerima kiriman ini (${answer.status}).`, answer.status);
};

// Who is signed in at the portal now, and the tokens for what follows.
export const meet = async (device) => {
  const answer = await ask(`/nagari/luring/token?perangkat=${device || ""}`, {}, PATIENCE);
  if (answer.status === 403) throw new Refused("lain");
  known = await told(answer);
  return known;
};

const post = async (name, fields, patience = PATIENCE) => {
  const form = new FormData();
  form.set("_token", known.tokens[name] || "");
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  return told(await ask(`/nagari/luring/${name}`, { method: "POST", body: form }, patience));
};

// A page that stood open for long has an old token: it asks for a new one, once.
export const tell = async (name, fields, patience) => {
  if (!known.tokens[name]) await meet(fields.device);
  try {
    return await post(name, fields, patience);
  } catch (refused) {
    if (refused.status !== 403) throw refused;
    await meet(fields.device);
    return post(name, fields, patience);
  }
};
export const tellPhoto = (name, fields) => tell(name, fields, PATIENCE_FOR_PHOTO);
