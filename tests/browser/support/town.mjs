// A demo county in a temporary folder and the real server over it, on a free loopback port.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
const bin = process.env.YUNTU_BIN ?? join(root, "build/release/bin");
const web = join(root, "web/dist");
const TOWNS = join(root, "build/towns");
const SMALL = "first_light.toml";
const START_MS = 60_000;

/** A port that nobody listens on now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function definitionFile(name) {
  const file = join(root, "data/demo", name);
  return existsSync(file) ? file : join(root, "data/demo", SMALL);
}

/** Writes the demo county of a definition and imports it. */
function makeCounty(definition, folder) {
  const files = join(folder, "files");
  const quiet = { stdio: "ignore" };
  execFileSync(join(bin, "yuntu"), ["demo", "--definition", definition, "--seed", "1", "--out", files], quiet);
  execFileSync(join(root, "tools/import_manifest"), [join(bin, "yuntu"), join(folder, "data"), files], quiet);
}

/** A county made once for each definition and program, to be copied. */
function madeCounty(name) {
  const definition = definitionFile(name);
  const stamp = [definition, join(bin, "yuntu")].map((file) => Math.round(statSync(file).mtimeMs)).join("-");
  const made = join(TOWNS, `${name}-${stamp}`);
  if (existsSync(made)) return made;
  mkdirSync(TOWNS, { recursive: true });
  const mine = mkdtempSync(join(TOWNS, "unfinished-"));
  makeCounty(definition, mine);
  try {
    renameSync(mine, made);
  } catch (error) {
    if (!existsSync(made)) throw error;
    rmSync(mine, { recursive: true }); // another test was quicker
  }
  return made;
}

/** Runs a program and answers the JSON that it prints. */
function json(program, args) {
  return JSON.parse(execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
}

/** Resolves with the address after READY; rejects when the server ends before. */
function ready(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`the server is not ready: ${said}`)), START_MS);
    const hear = (bytes) => {
      said += bytes;
      const line = /^READY (\S+)$/m.exec(said);
      if (!line) return;
      clearTimeout(timer);
      resolve(line[1]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", (bytes) => { said += bytes; });
    child.once("error", reject);
    child.once("exit", (code) => { clearTimeout(timer); reject(new Error(`the server ended with ${code}: ${said}`)); });
  });
}

function ended(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", resolve);
  });
}

/** The demo county, an officer, a gateway; `start` and `kill` as often as wanted. */
export class Town {
  #folder = mkdtempSync(join(tmpdir(), "yuntu-browser-"));
  #children = new Set();
  #server = null;
  #port = 0;
  url = "";
  tokens = {};

  /** The small town unless another definition of data/demo is named and there; `settings` are lines of the server's configuration. */
  static async make(definition = SMALL, settings = "") {
    for (const needed of [join(bin, "yuntu-server"), join(bin, "yuntu"), join(web, "index.html")]) {
      if (!existsSync(needed)) throw new Error(`${needed} is missing: build it first (tools/test does)`);
    }
    const town = new Town();
    try {
      await town.#open(definition, settings);
    } catch (error) {
      await town.close(); // a server left behind keeps this process from ending
      throw error;
    }
    return town;
  }

  async #open(definition, settings) {
    cpSync(madeCounty(definition), this.#folder, { recursive: true });
    for (const [name, role] of [["王敏", "command"], ["网关", "gateway"], ["数据员周宁", "steward"]]) {
      const user = json(join(bin, "yuntu"), ["user", "add", "--data", this.#data, "--name", name, "--role", role]);
      this.tokens[role] = user.token;
    }
    writeFileSync(this.#settings, settings);
    this.#port = await freePort();
    await this.start();
  }

  get #data() {
    return join(this.#folder, "data");
  }

  get #settings() {
    return join(this.#folder, "settings.toml");
  }

  #spawn(program, args) {
    const child = spawn(join(bin, program), args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#children.add(child);
    child.once("exit", () => this.#children.delete(child));
    return child;
  }

  /** Always on the same port, so that an open page finds it again. */
  async start() {
    this.#server = this.#spawn("yuntu-server", ["--data", this.#data, "--config", this.#settings, "--listen", `127.0.0.1:${this.#port}`, "--web", web]);
    this.url = await ready(this.#server);
  }

  /** kill -9. */
  async kill() {
    this.#server.kill("SIGKILL");
    await ended(this.#server);
  }

  /** A sign-in link of the officer, or whoever is named, good once. */
  link(name = "王敏") {
    return json(join(bin, "yuntu"), ["user", "link", "--data", this.#data, "--name", name]).url;
  }

  /** One more account, whose calls go by its name; `areas` are codes. */
  addUser(name, role, areas = []) {
    const rights = areas.length > 0 ? ["--areas", areas.join(",")] : [];
    const user = json(join(bin, "yuntu"), ["user", "add", "--data", this.#data, "--name", name, "--role", role, ...rights]);
    this.tokens[name] = user.token;
    return user;
  }

  /** The operator brings in a layer, whose coordinates are WGS 84. */
  import(layer, file) {
    execFileSync(join(bin, "yuntu"), ["import", "--data", this.#data, "--layer", layer, "--datum", "wgs84", file], { stdio: "ignore" });
  }

  /** What `yuntu demo` wrote. */
  get files() {
    return join(this.#folder, "files");
  }

  /** Workers walking the streets until the answered function is called. */
  simulate(workers, seed) {
    const child = this.#spawn("yuntu", ["simulate", "--url", this.url, "--token", this.tokens.gateway, "--workers", String(workers), "--seed", String(seed), "--incidents", "0"]);
    child.stdout.resume();
    child.stderr.resume();
    return async () => {
      child.kill("SIGTERM");
      await ended(child);
    };
  }

  /** One call of the API as `role`; throws when the answer is not 2xx. */
  async call(role, method, path, body, headers = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${this.tokens[role]}`, ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  /** Ends what was started here, nothing else. */
  async close() {
    for (const child of [...this.#children]) {
      child.kill("SIGKILL");
      await ended(child);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
