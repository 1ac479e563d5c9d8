// Speaks with a YAML language server as an editor does: models are without complaint, invalid ones are not, and
// completion and hover tell what the words mean. Usage: node .ci/editor-check.mjs SERVER
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [server] = process.argv.slice(2);
const uri = (path) => pathToFileURL(resolve(path)).href;

const child = spawn(server, ["--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const waiting = new Map();
const diagnostics = new Map();
let received = Buffer.alloc(0);
let last = 0;

const send = (message) => {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};
const notify = (method, params) => send({ method, params });
const ask = (method, params) =>
  new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    send({ id: last, method, params });
  });

const settings = {
  yaml: {
    schemas: {
      [uri("models/topology.schema.json")]: ["**/invalid/*.yaml", "**/loading/*.yaml", "**/typed.yaml"],
      [uri("rules/rule.schema.json")]: ["**/rules/*.yaml"],
      [uri("docs/config.schema.json")]: ["**/infra-audit.yaml"],
    },
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    validate: true,
    completion: true,
    hover: true,
  },
};

const receive = (message) => {
  if (message.method === "textDocument/publishDiagnostics") {
    diagnostics.get(message.params.uri)?.(message.params.diagnostics);
  } else if (message.method === "workspace/configuration") {
    send({ id: message.id, result: message.params.items.map(({ section }) => settings[section] ?? {}) });
  } else if (message.method !== undefined && message.id !== undefined) {
    send({ id: message.id, result: null });
  } else if (waiting.has(message.id)) {
    const { resolve, reject } = waiting.get(message.id);
    waiting.delete(message.id);
    message.error ? reject(new Error(message.error.message)) : resolve(message.result);
  }
};

child.stdout.on("data", (data) => {
  received = Buffer.concat([received, data]);
  for (;;) {
    const end = received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(received.subarray(0, end).toString())[1]);
    if (received.length < end + 4 + length) return;
    const body = received.subarray(end + 4, end + 4 + length).toString();
    received = received.subarray(end + 4 + length);
    receive(JSON.parse(body));
  }
});

// Opens a file and gives what the server has against it.
const complaints = (path, text) =>
  new Promise((resolve) => {
    diagnostics.set(uri(path), resolve);
    notify("textDocument/didOpen", { textDocument: { uri: uri(path), languageId: "yaml", version: 1, text } });
  });

// Opens a text in which `|` marks where the cursor stands, and gives that place.
const typed = async (path, text) => {
  const at = text.indexOf("|");
  const before = text.slice(0, at).split("\n");
  const found = await complaints(path, text.slice(0, at) + text.slice(at + 1));
  const position = { line: before.length - 1, character: before.at(-1).length };
  return { found, place: { textDocument: { uri: uri(path) }, position } };
};

const words = (documentation) => documentation?.value ?? documentation ?? "";

const completions = async (path, text) => {
  const { place } = await typed(path, text);
  const { items } = await ask("textDocument/completion", place);
  return new Map(items.map((item) => [item.label, { ...item, documentation: words(item.documentation) }]));
};

const hover = async (path, text) => {
  const { place } = await typed(path, text);
  return words((await ask("textDocument/hover", place))?.contents);
};

await ask("initialize", {
  processId: process.pid,
  rootUri: uri("."),
  workspaceFolders: [{ uri: uri("."), name: "infra-audit" }],
  capabilities: {
    textDocument: {
      publishDiagnostics: {},
      hover: { contentFormat: ["markdown"] },
      completion: { completionItem: { documentationFormat: ["markdown"], snippetSupport: true } },
    },
    workspace: { configuration: true },
  },
});
notify("initialized", {});
notify("workspace/didChangeConfiguration", { settings });

let wrong = 0;
const expect = (what, holds, seen) => {
  if (holds) return;
  wrong += 1;
  console.log(`${what}: ${JSON.stringify(seen, null, 2)}`);
};
const read = (path) => readFileSync(path, "utf8");
const yamlFiles = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => `${folder}/${name}`);

const right = [...yamlFiles("models"), ...yamlFiles("rules"), "tests/integration/loading/everything.yaml"];
for (const path of right) {
  const found = await complaints(path, read(path));
  expect(`${path} is right`, found.length === 0, found);
}
const text = "fail_on: high\ndisabled: [deploy-downtime]\nprotocols:\n  own: { encrypted: true, port: 7000 }\n";
const configuration = await complaints("infra-audit.yaml", text);
expect("a configuration is right", configuration.length === 0, configuration);

// What a schema can see; the program sees more.
const invalid = "availability cluster-mode missing-key not-a-mapping null-sections unknown-key unknown-word wrong-type";
for (const name of invalid.split(" ")) {
  const path = `tests/integration/invalid/${name}.yaml`;
  expect(`${path} is wrong`, (await complaints(path, read(path))).length > 0, []);
}
const wordy = await complaints("models/typed.yaml", "name: A\ncomponents:\n  web: { kind: web-servr }\n");
expect(
  "a wrong word is marked where it stands, with the right ones",
  wordy.length === 1 && wordy[0].range.start.line === 2 && /"web-server"/.test(wordy[0].message),
  wordy,
);
for (const [path, text] of [
  ["rules/typed.yaml", "id: a\nech: component\n"],
  ["elsewhere/infra-audit.yaml", "fail_onn: high\n"],
]) {
  expect(`${path} is wrong`, (await complaints(path, text)).length > 0, []);
}

const offers = async (what, text, word, insert, documentation) => {
  const found = await completions(`models/completion-${what.replaceAll(" ", "-")}/typed.yaml`, text);
  const item = found.get(word);
  const inserted = item?.insertText ?? item?.textEdit?.newText;
  expect(`completion of ${what}`, inserted === insert && documentation.test(item.documentation), item ?? [...found.keys()]);
};
await offers("an empty file", "|", "components", "components:\n  ${1:id}:\n    kind: ${2:service}\n    in: ${3:group}", /does the work/);
await offers("a key", "name: A\ncomponents:\n  web:\n    |", "kind", "kind: ", /What the component is/);
await offers("a number", "name: A\ncomponents:\n  web:\n    |", "replicas", "replicas: ${1:1}", /How many instances/);
await offers("a kind", "name: A\ncomponents:\n  web:\n    kind: |", "load-balancer", "load-balancer", /several targets/);
await offers("a kind in braces", "name: A\ncomponents:\n  web: { kind: l| }", "load-balancer", "load-balancer", /several targets/);
await offers("a mode", "name: A\nclusters:\n  web:\n    mode: |", "quorum", "quorum", /by vote/);
await offers("a protocol", "name: A\nconnections:\n  - from: a\n    to: b\n    protocol: |", "mysql", "mysql", /port 3306, plain text/);
await offers("connections", "name: A\nco|", "connections", "connections:\n  - from: $1\n    to: $2", /Who calls whom/);
await offers(
  "a component",
  "name: A\ncomponents:\n  |",
  "component",
  "${1:id}:\n  kind: ${2:service}\n  in: ${3:group}",
  /what it is and where it stands/,
);

const tells = async (what, text, meaning) => {
  const found = await hover(`models/hover-${what.replaceAll(" ", "-")}/typed.yaml`, text);
  expect(`hover over ${what}`, meaning.test(found), found);
};
const head = "name: A\ncomponents:\n";
await tells("a section", "name: A\ncompon|ents: {}\n", /What does the work, by id/);
await tells("a key", `${head}  web: { kind: database, min_avail|able: 2 }\n`, /How many of the replicas must be up/);
await tells("an example", `${head}  web: { kind: database, soft|ware: MySQL }\n`, /HAProxy/);
await tells("a word", `${head}  web: { kind: data|base }\n`, /Keeps records and answers queries/);
await tells("a protocol", "name: A\nconnections:\n  - { from: a, to: b, protocol: htt|ps }\n", /HTTPS: port 443, encrypted/);

console.log(`${last} questions, ${wrong} wrong answers`);
child.kill();
process.exitCode = wrong === 0 ? 0 : 1;
