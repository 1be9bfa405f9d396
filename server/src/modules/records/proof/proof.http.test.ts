import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { workedMs } from "../../../testing/patience.ts";
import { listAbout } from "../../audit/index.ts";
import pg from "pg";
import { signIn, Visitor } from "../../identity/testing.ts";
import { ACCOUNT, anIdNumber, type Person, type RecordsLab, startRecordsLab } from "../testing.ts";

let lab: RecordsLab;
let holder: Person;
let stranger: Person;
const NAME = "周䶮";
const ID_NUMBER = anIdNumber("1985-03-14", 521);
const DAY_MS = 86_400_000;

before(async () => {
  lab = await startRecordsLab({ PUBLIC_URL: "https://cloud.example.org" });
  holder = await lab.signUp("15400005201", NAME, ID_NUMBER);
  stranger = await lab.signUp("15400005202", "郑秋生", anIdNumber("1986-03-14", 523));
  lab.answers.set(`/fund/${ID_NUMBER}`, ACCOUNT);
});
after(() => lab.stop());

const make = async (body: object = { kind: "fund-account" }) => {
  await lab.app.forgetAttempts();
  return holder.ask("POST", "/api/v1/me/proofs", body);
};
const check = (code: string, checker?: string) => new Visitor(lab.app).ask("POST", "/api/v1/proof-checks", { code, ...(checker === undefined ? {} : { checker }) });

describe("a proof", () => {
  test("holds what the department says now, for whoever holds it", async () => {
    const reply = await make();
    assert.equal(reply.statusCode, 201, reply.body);
    const proof = reply.json();
    assert.match(proof.code, /^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    assert.deepEqual([proof.state, proof.checkAddress, proof.validUntil, proof.checks], ["valid", `https://cloud.example.org/check/${proof.code}`, new Date(lab.clock.now + 30 * DAY_MS).toISOString(), 0]);
    const { items } = (await holder.ask("GET", "/api/v1/me/proofs")).json();
    assert.deepEqual(items, [proof]);
    assert.deepEqual((await stranger.ask("GET", "/api/v1/me/proofs")).json().items, []);
    const entries = (await listAbout(lab.app.database, holder.person)).items;
    assert.deepEqual(entries.slice(0, 2).map(({ act, purpose, fields }) => [act, purpose, fields]), [["proof.made", "proof", ["accountNumber", "balance", "deposits"]], ["record.read", "proof", ["accountNumber", "balance", "deposits"]]]);
  });

  test("stands in the copy of the holder's data with what it says and who checked it, and in nobody else's", async () => {
    const { id, code } = (await make()).json();
    await check(code, "某某物业");
    const again = await signIn(lab.app, lab.office, "15400005201");
    const { proofs } = (await again.ask("GET", "/api/v1/me/export")).json();
    const own = proofs.find((each: { id: string }) => each.id === id);
    assert.deepEqual([own.code, own.state, own.record.balance, own.checks.map(({ checker, state }: { checker: string; state: string }) => [checker, state])], [code, "valid", ACCOUNT.balance, [["某某物业", "valid"]]]);
    await lab.app.forgetAttempts();
    assert.deepEqual((await (await signIn(lab.app, lab.office, "15400005202")).ask("GET", "/api/v1/me/export")).json().proofs, []);
  });

  test("is a sheet with the same bytes each time, made quickly", async () => {
    const { id } = (await make()).json();
    const first = await holder.ask("GET", `/api/v1/me/proofs/${id}/pdf`);
    const worked: number[] = [];
    const again = async () => {
      let reply = first;
      worked.push(await workedMs(async () => (reply = await holder.ask("GET", `/api/v1/me/proofs/${id}/pdf`))));
      return reply;
    };
    const [second, third, fourth] = [await again(), await again(), await again()];
    assert.deepEqual([first.statusCode, first.headers["content-type"], first.headers["cache-control"]], [200, "application/pdf", "no-store"]);
    assert.match(String(first.headers["content-disposition"]), /^attachment; filename="proof-[0-9A-Z-]{23}\.pdf"/);
    assert.ok(first.rawPayload.subarray(0, 5).equals(Buffer.from("%PDF-")));
    for (const { rawPayload } of [second, third, fourth]) assert.ok(first.rawPayload.equals(rawPayload));
    const printed = (await listAbout(lab.app.database, holder.person)).items.filter(({ detail }) => (detail as { proof?: string } | undefined)?.proof === id);
    assert.deepEqual(printed.map(({ act, purpose, fields }) => [act, purpose, fields]), Array.from({ length: 4 }, () => ["record.read", "proof", ["accountNumber", "balance", "deposits"]]), "who prints it reads the record");
    // Ten times what it takes.
    assert.ok(Math.min(...worked) < 1_000, `${worked.join(", ")} ms of work`);
  });

  test("is made of nothing that is not there, not answered, not provable, or beyond the level", async () => {
    assert.equal((await stranger.ask("POST", "/api/v1/me/proofs", { kind: "fund-account" })).json().code, "nothing-to-prove");
    assert.equal((await make({ kind: "bus-arrivals" })).json().code, "no-proof-of-this");
    assert.equal((await make({ kind: "visits" })).json().code, "level-needed");
    assert.equal((await make({ kind: "nothing" })).json().code, "no-such-record-kind");
    assert.equal((await make({ kind: "fund-account", parameters: { line: "1" } })).json().code, "wrong-parameter");
    lab.answers.set(`/fund/${ID_NUMBER}`, "broken");
    assert.equal((await make()).statusCode, 201, "what it said within a day");
    lab.clock.now += DAY_MS + 60_000;
    const old = await make();
    assert.deepEqual([old.statusCode, old.json().code, old.json().state], [409, "record-not-current", "last-known"]);
    lab.answers.set(`/fund/${ID_NUMBER}`, ACCOUNT);
    await lab.app.forgetAttempts();
    const newcomer = await signIn(lab.app, lab.office, "15400005209");
    assert.equal((await newcomer.ask("POST", "/api/v1/me/proofs", { kind: "fund-account" })).json().code, "level-needed");
    assert.equal((await newcomer.ask("GET", "/api/v1/me/proofs")).json().code, "level-needed");
  });
});

describe("whoever is shown it", () => {
  test("reads the minimum, however the code is typed, and the holder sees that they did", async () => {
    const { id, code } = (await make()).json();
    for (const typed of [code, code.toLowerCase().replaceAll("-", " "), code.replaceAll("0", "O").replaceAll("1", "l")]) {
      const reply = await check(typed, "海口某某物业");
      assert.equal(reply.statusCode, 200, reply.body);
      assert.deepEqual([reply.json().state, reply.json().name, reply.json().idNumber, reply.json().record], ["valid", "周*", `4601************${ID_NUMBER.slice(-2)}`, { accountNumber: ACCOUNT.accountNumber, balance: ACCOUNT.balance, deposits: ACCOUNT.deposits }]);
      assert.ok(!reply.body.includes(ID_NUMBER) && !reply.body.includes(NAME));
    }
    await check(code);
    const { items, total } = (await holder.ask("GET", `/api/v1/me/proofs/${id}/checks`)).json();
    assert.deepEqual([total, items[0].checker, items[1].checker, items[1].state], [4, undefined, "海口某某物业", "valid"]);
    assert.equal((await holder.ask("GET", "/api/v1/me/proofs")).json().items[0].checks, 4);
    const [entry] = (await listAbout(lab.app.database, holder.person)).items;
    assert.deepEqual([entry?.act, entry?.about], ["proof.checked", { kind: "proof", id }]);
  });

  test("learns that it expired or was taken back, and then reads nothing of it", async () => {
    const expiring = (await make()).json();
    const revoked = (await make()).json();
    assert.equal((await holder.ask("DELETE", `/api/v1/me/proofs/${revoked.id}`)).statusCode, 204);
    assert.equal((await holder.ask("DELETE", `/api/v1/me/proofs/${revoked.id}`)).statusCode, 204);
    const taken = (await check(revoked.code)).json();
    assert.deepEqual([taken.state, taken.record, taken.fields], ["revoked", {}, []]);
    assert.deepEqual([(await holder.ask("GET", `/api/v1/me/proofs/${revoked.id}/pdf`)).json().code], ["proof-over"]);
    lab.clock.now += 31 * DAY_MS;
    assert.equal((await check(expiring.code)).json().state, "expired");
    lab.clock.now -= 31 * DAY_MS;
  });

  test("finds nothing with another code, and cannot try without end", async () => {
    await lab.app.forgetAttempts();
    const unknown = await check("ABCDE-ABCDE-ABCDE-ABCDE");
    assert.deepEqual([unknown.statusCode, unknown.json().code], [404, "no-such-proof"]);
    assert.equal((await check("?")).json().code, "no-such-proof");
    assert.equal((await check("ABCDE", "a\u0000b")).json().code, "invalid-request");
    const statuses = await Promise.all(Array.from({ length: 310 }, async () => (await check("ABCDE-ABCDE-ABCDE-ABCDE")).statusCode));
    assert.equal(statuses.filter((status) => status === 429).length, 12);
    await lab.app.forgetAttempts();
  });
});

test("a proof is nobody else's: not to see, print, take back or follow", async () => {
  const { id } = (await make()).json();
  for (const [method, path] of [["GET", "/pdf"], ["DELETE", ""], ["GET", "/checks"]] as const) {
    const reply = await stranger.ask(method, `/api/v1/me/proofs/${id}${path}`);
    assert.deepEqual([reply.statusCode, reply.json().code], [404, "no-such-proof"]);
  }
});

test("no row tells what is in a proof, its code, or who checked it", async () => {
  const { code } = (await make()).json();
  await check(code, "海口某某物业");
  const client = new pg.Client({ connectionString: lab.app.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ row: string }>("select row_to_json(p)::text || row_to_json(c)::text as row from records.proof p join records.proof_check c on c.proof = p.id");
  await client.end();
  assert.ok(rows.length > 0);
  const told = rows.map(({ row }) => row).join("\n");
  for (const secret of [NAME, ID_NUMBER, code, code.replaceAll("-", ""), ACCOUNT.accountNumber, "物业"]) {
    assert.ok(!told.includes(secret) && !told.includes(Buffer.from(secret).toString("hex")), secret);
  }
});
