/**
 * Brings a fresh clone to where the server can run: installs what package-lock.json names and builds the web apps, each
 * only when something changed since last time. Plain JavaScript without dependencies, because it runs on whatever
 * Node.js 20 or later the machine has, before anything is installed.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** The Node.js that the project pins, installed with it. */
export const NODE = join(ROOT, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");

const [major = 0] = process.versions.node.split(".").map(Number);

/** @param {{ web?: boolean }} [options] `web: false` for what needs no web apps */
export function prepare({ web = true } = {}) {
  if (major < 20) fail(`Node.js 20 or later is needed to begin; this is ${process.versions.node}.`);
  installPackages();
  if (web) buildWebApps();
}

function installPackages() {
  const stamp = join(ROOT, "node_modules/.installed-for");
  const wanted = digestFiles([join(ROOT, "package-lock.json")]);
  if (existsSync(NODE) && readStamp(stamp) === wanted) return;
  say("Installing packages (about a minute the first time) …");
  // An omitted development dependency would leave no compiler for the web apps.
  run(process.execPath, [findNpm(), "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"], "The packages could not be installed");
  if (!existsSync(NODE)) fail("npm installed the packages but not the pinned Node.js: run `npm ci` with install scripts allowed, and look at what it prints.");
  writeFileSync(stamp, wanted);
}

function buildWebApps() {
  for (const app of ["citizen", "console"]) {
    const folder = join(ROOT, "web", app);
    const stamp = join(folder, "dist/.built-from");
    const digest = () =>
      digestFiles([...listSources(folder), ...listSources(join(ROOT, "web/ui")), ...listSources(join(ROOT, "web/api-client")), join(ROOT, "package-lock.json")]);
    if (readStamp(stamp) === digest()) continue;
    say(`Building the ${app} app …`);
    run(NODE, [join(ROOT, "scripts/build-web.ts"), app], `The ${app} app could not be built`);
    mkdirSync(dirname(stamp), { recursive: true });
    // After the build, which writes words that it derives beside those it was given.
    writeFileSync(stamp, digest());
  }
}

function listSources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](node_modules|dist|paraglide|\.lix|\.meta\.json)([\\/]|$)/.test(file.slice(folder.length)))
    .sort();
}

function digestFiles(files) {
  const hash = createHash("sha256");
  for (const file of files) if (existsSync(file) && statSync(file).isFile()) hash.update(file.slice(ROOT.length)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** The npm that started us, or the one beside this Node.js. */
function findNpm() {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js"),
    join(dirname(process.execPath), "node_modules/npm/bin/npm-cli.js"),
    "/usr/share/nodejs/npm/bin/npm-cli.js",
  ];
  const found = candidates.find((each) => each !== undefined && each.endsWith("npm-cli.js") && existsSync(each));
  if (!found) fail("npm was not found: start with `npm start`.");
  return found;
}

function run(command, args, failure) {
  const { status, error, signal } = spawnSync(command, args, { cwd: ROOT, stdio: "inherit" });
  if (status === 0) return;
  if (signal) process.exit(130);
  fail(`${failure}: ${error ? error.message : "see the lines above"}.`);
}

/**
 * Runs the pinned Node.js on a program until it ends, and ends with it. Signals that reach us are handed on once.
 * `onReady` is called when the program says that it is ready.
 */
export function runPinned(args, environment = {}, onReady = () => {}) {
  const [program, ...rest] = args;
  // The caller's folder stays, so that paths on a command line mean what they meant to the person.
  const child = spawn(NODE, [join(ROOT, program), ...rest], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    // Node.js keeps what it compiled, types already stripped: the second start saves half a second.
    env: { NODE_COMPILE_CACHE: join(ROOT, "node_modules/.cache/node"), ...process.env, ...environment },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.once("message", onReady);
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}
