import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { anIdNumber, DAY_MS, type Lab, type Person, startLab } from "../acting/testing.ts";
import { newId } from "../../../kernel/ids.ts";
import { listAbout } from "../../audit/index.ts";
import { BELONGINGS, NOT_TAKEN_OVER } from "../real-name/take-over.ts";
import { sql } from "kysely";
import { until } from "../../../testing/patience.ts";

let lab: Lab;
let mother: Person;
let father: Person;
const MOTHER = anIdNumber("1990-03-04", 122);
const FATHER = anIdNumber("1988-05-06", 133);
const BABY = { name: "沈安安", idNumber: anIdNumber("2025-06-01", 144), recordNumber: "BR000000001" };
const TEEN = { name: "沈知远", idNumber: anIdNumber("2012-12-24", 155), recordNumber: "BR000000002" };
const TWICE = { name: "沈知白", idNumber: anIdNumber("2012-12-30", 199), recordNumber: "BR000000004" };
const GROWN = { name: "沈明月", idNumber: anIdNumber("2004-01-02", 166), recordNumber: "BR000000003" };

before(async () => {
  lab = await startLab();
  lab.children.set(MOTHER, [BABY, TEEN, GROWN].map((child) => ({ ...child, relation: "mother" as const })));
  lab.children.set(FATHER, [BABY, TEEN].map((child) => ({ ...child, relation: "father" as const })));
  mother = await lab.signUp("15400001001", "林素心", MOTHER);
  father = await lab.signUp("15400001002", "沈从云", FATHER);
});
after(() => lab.stop());

const add = (parent: Person, recordNumber: string) => parent.ask("POST", "/api/v1/me/family/children", { recordNumber, consent: true });
const family = async (person: Person) => (await person.ask("GET", "/api/v1/me/family")).json().items as { person: string; role: string; name: string; birthDate?: string; hasAccount?: boolean }[];

describe("a parent", () => {
  test("sees the children under age whose birth record names them", async () => {
    const { items, total } = (await mother.ask("GET", "/api/v1/me/family/registered-children")).json();
    assert.equal(total, 2);
    assert.deepEqual(items[0], { recordNumber: BABY.recordNumber, name: BABY.name, birthDate: "2025-06-01", relation: "mother", added: false });
    assert.deepEqual(lab.office.messages.filter(({ text }) => text.includes(BABY.name)), []);
  });

  test("adds a child once; the other parent's is the same person", async () => {
    const replies = await Promise.all(Array.from({ length: 4 }, () => add(mother, BABY.recordNumber)));
    assert.deepEqual(replies.map(({ statusCode }) => statusCode).sort((a, b) => a - b), [201, 409, 409, 409]);
    const child = replies.find(({ statusCode }) => statusCode === 201)?.json().person;
    const other = await add(father, BABY.recordNumber);
    assert.equal(other.statusCode, 201, other.body);
    assert.equal(other.json().person, child);
    assert.equal((await mother.ask("GET", "/api/v1/me/family/registered-children")).json().items[0].added, true);
    assert.deepEqual((await family(father)).map(({ person, role, name }) => ({ person, role, name })), [{ person: child, role: "child", name: BABY.name }]);
    const trail = (await listAbout(lab.app.database, child)).items.map(({ act, actor }) => [act, actor.id]);
    assert.deepEqual(trail, [["child.added", father.person], ["child.added", mother.person]]);
    assert.equal((await lab.events("identity.child-added")).length, 2);
  });

  test("adds nobody else's child, nor one of age, and needs level 2 and a consent of its own", async () => {
    const stranger = await lab.signUp("15400001003", "钱未央", anIdNumber("1970-07-07", 177));
    for (const recordNumber of [BABY.recordNumber, "BR999999999", "a\u0000b"]) assert.equal((await add(stranger, recordNumber)).json().code, "no-such-child");
    assert.equal((await add(mother, GROWN.recordNumber)).json().code, "no-such-child");
    assert.equal((await mother.ask("POST", "/api/v1/me/family/children", { recordNumber: TEEN.recordNumber, consent: false })).json().code, "invalid-request");
    const unproven = await lab.signIn("15400001004");
    assert.deepEqual([(await add(unproven, BABY.recordNumber)).json().needed, (await unproven.ask("GET", "/api/v1/me/family")).json().code], [2, "level-needed"]);
  });

  test("is told that the register does not answer, and nothing was changed", async () => {
    const answer = lab.office.answers.get("/civil-affairs/v1/children");
    lab.office.answers.delete("/civil-affairs/v1/children");
    assert.equal((await add(father, TEEN.recordNumber)).json().code, "outside-unavailable");
    lab.office.answers.set("/civil-affairs/v1/children", answer as () => unknown);
    assert.equal((await family(father)).length, 1);
  });

  test("acts for the child, stops when they want, and may not go on then", async () => {
    const [child] = await family(father);
    assert.ok(child);
    assert.deepEqual((await lab.act(father, `child:${child.person}`, { service: "S001" })).json(), { person: father.person, actingFor: { kind: "child", id: child.person, by: father.person } });
    assert.equal((await lab.signIn("15400001003").then((stranger) => stranger.ask("DELETE", `/api/v1/me/family/children/${child.person}`))).json().code, "no-such-child");
    assert.equal((await father.ask("DELETE", `/api/v1/me/family/children/${child.person}`)).statusCode, 204);
    assert.equal((await father.ask("DELETE", `/api/v1/me/family/children/${child.person}`)).json().code, "no-such-child");
    assert.equal((await lab.act(father, `child:${child.person}`)).json().code, "not-allowed");
    assert.equal((await lab.act(mother, `child:${child.person}`)).statusCode, 200);
    assert.equal((await add(father, BABY.recordNumber)).statusCode, 201);
  });
});

describe("a child", () => {
  test("under fourteen does not sign up alone", async () => {
    const child = await lab.signIn("15400001011");
    const reply = await child.ask("POST", "/api/v1/me/real-name", { name: TEEN.name, idNumber: TEEN.idNumber, proof: { kind: "number" } });
    assert.equal(reply.json().code, "under-fourteen");
  });

  test("of fourteen becomes the person whom the parents added, and keeps how they sign in", async () => {
    const known = (await add(mother, TEEN.recordNumber)).json().person as string;
    lab.pass(40 * DAY_MS);
    const teen = await lab.signIn("15400001012");
    const registered = teen.person;
    const [parent] = [await lab.signIn("15400001001")];
    const replies = await Promise.all(Array.from({ length: 3 }, () => teen.ask("POST", "/api/v1/me/real-name", { name: TEEN.name, idNumber: TEEN.idNumber, proof: { kind: "number" } })));
    assert.equal(replies.filter(({ statusCode }) => statusCode === 200).length, 1, replies.map(({ body }) => body).join("\n"));
    assert.ok(replies.every(({ statusCode }) => [200, 409, 401].includes(statusCode)));
    await until(async () => (await teen.ask("GET", "/api/v1/me")).json().person === known, "that the session no longer belongs to the id of the registration");
    const me = (await teen.ask("GET", "/api/v1/me")).json();
    assert.deepEqual([me.level, me.phone, me.name], [2, "154****1012", "沈**"]);
    assert.deepEqual((await family(teen)).map(({ person, role, name }) => [person, role, name]), [[mother.person, "parent", "林**"]]);
    assert.equal((await family(Object.assign(parent, { person: mother.person }))).find(({ person }) => person === known)?.hasAccount, true);
    assert.equal((await lab.act(parent, `child:${known}`)).statusCode, 200, "parents act until eighteen");
    const acts = (await listAbout(lab.app.database, known)).items.map(({ act }) => act);
    assert.ok(acts.includes("child.added") && acts.includes("person.taken-over") && acts.includes("person.verified"), acts.join());
    assert.deepEqual(await lab.events("identity.person-joined"), [{ from: registered, into: known }]);

    await teen.ask("POST", "/api/v1/sign-out");
    assert.equal((await lab.signIn("15400001012")).person, known, "the number signs in as the person it became");
    const second = await lab.signIn("15400001013");
    assert.equal((await second.ask("POST", "/api/v1/me/real-name", { name: TEEN.name, idNumber: TEEN.idNumber, proof: { kind: "number" } })).json().code, "already-registered");
  });

  test("of fourteen who sent it twice is told so, however late the register answers the second", async () => {
    const FATHER_OF_TWICE = anIdNumber("1987-05-06", 201);
    lab.children.set(FATHER_OF_TWICE, [{ ...TWICE, relation: "father" }]);
    assert.equal((await add(await lab.signUp("15400001014", "沈从文", FATHER_OF_TWICE), TWICE.recordNumber)).statusCode, 201);
    const teen = await lab.signIn("15400001015");
    const claim = () => teen.ask("POST", "/api/v1/me/real-name", { name: TWICE.name, idNumber: TWICE.idNumber, proof: { kind: "number" } });
    const path = "/police/v1/identity-checks";
    const usual = lab.office.answers.get(path) as () => unknown;
    const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    lab.office.answers.set(path, async () => {
      asked.resolve();
      await answered.promise;
      return usual();
    });
    const late = claim();
    await asked.promise;
    lab.office.answers.set(path, usual);
    assert.equal((await claim()).statusCode, 200);
    answered.resolve();
    const reply = await late;
    assert.deepEqual([reply.statusCode, reply.json().code], [409, "already-verified"]);
  });

  test("comes of age: nobody acts for them from that day, and both are told", async () => {
    const parent = Object.assign(await lab.signIn("15400001001"), { person: mother.person });
    const teen = (await family(parent)).find(({ name }) => name === TEEN.name);
    assert.ok(teen);
    await lab.runJob("identity:end-childhoods");
    assert.equal((await lab.act(parent, `child:${teen.person}`)).statusCode, 200);
    lab.pass(Date.parse("2030-12-24T00:00:00+08:00") - lab.now().getTime());
    const later = Object.assign(await lab.signIn("15400001001"), { person: mother.person });
    assert.equal((await lab.act(later, `child:${teen.person}`)).json().code, "not-allowed", "before the nightly job too");
    assert.deepEqual((await family(later)).map(({ name }) => name), [BABY.name]);
    assert.ok(!(await later.ask("GET", "/api/v1/me/acting")).body.includes(teen.person));
    await lab.runJob("identity:end-childhoods");
    await lab.runJob("identity:end-childhoods");
    const ended = (await lab.events("identity.kinship-ended")).filter(({ reason }) => reason === "of-age");
    assert.deepEqual(ended.map(({ guardian, child }) => [guardian, child]), [[mother.person, teen.person]]);
  });
});

test("every table that names a person is either taken over or never an unproven person's", async () => {
  const { rows } = await sql<{ name: string }>`
    select distinct c.relname as name from pg_constraint f join pg_class c on c.oid = f.conrelid where f.contype = 'f' and f.confrelid = 'identity.person'::regclass`.execute(lab.app.database.handle("identity"));
  assert.deepEqual(rows.map(({ name }) => name).filter((name) => name !== "person").sort(), [...BELONGINGS.map(({ table }) => table), ...NOT_TAKEN_OVER].filter((name) => name !== "person").sort());
});

test("nothing of the family is for who has not signed in or sends another's id", async () => {
  const other = await lab.signUp("15400001021", "周无恙", anIdNumber("1960-01-01", 188));
  const [child] = await family(Object.assign(await lab.signIn("15400001001"), { person: mother.person }));
  assert.ok(child);
  assert.equal((await other.ask("DELETE", `/api/v1/me/family/children/${child.person}`)).body.replace(/urn:request:[^"]+/, ""), (await other.ask("DELETE", `/api/v1/me/family/children/${newId()}`)).body.replace(/urn:request:[^"]+/, ""));
  assert.deepEqual(await family(other), []);
});
