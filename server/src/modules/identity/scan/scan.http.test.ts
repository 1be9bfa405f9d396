import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { type OutsideOffice, signIn, startOutsideOffice, statusesOf, Visitor } from "../testing.ts";

const MINUTE_MS = 60_000;

let office: OutsideOffice;
let app: TestApp;
let now = Date.parse("2026-11-21T08:00:00Z");

before(async () => {
  office = await startOutsideOffice();
  app = await startTestApp([], { clock: () => new Date(now), settings: office.settings });
  await app.startWorker();
});
after(async () => {
  await app.stop();
  await office.stop();
});

interface Shown {
  id: string;
  secret: string;
  text: string;
  code: string;
}

async function show(screen: Visitor, body: object = {}): Promise<Shown> {
  screen.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36";
  const reply = await screen.ask("POST", "/api/v1/sign-in/scans", body);
  assert.equal(reply.statusCode, 201);
  const shown = reply.json<Shown & { expiresInSeconds: number }>();
  assert.equal(shown.expiresInSeconds, 120);
  assert.match(shown.text, /^http:\/\/localhost(:80)?\/scan\/[\w-]{22}$/);
  return { ...shown, code: shown.text.split("/").at(-1) ?? "" };
}

const follow = (screen: Visitor, { id, secret }: Shown) => screen.ask("POST", `/api/v1/sign-in/scans/${id}`, { secret });
const look = (phone: Visitor, { code }: Shown) => phone.ask("GET", `/api/v1/me/scans/${code}`);
const answer = (phone: Visitor, { code }: Shown, approve: boolean) => phone.ask("POST", `/api/v1/me/scans/${code}`, { approve });

describe("a scanned code", () => {
  test("signs the screen in after the telephone has seen what it approves", async () => {
    const phone = await signIn(app, office, "15400003001");
    const screen = new Visitor(app);
    const shown = await show(screen);
    assert.deepEqual([(await follow(screen, shown)).statusCode, (await follow(screen, shown)).json()], [202, { state: "waiting" }]);
    const seen = (await look(phone, shown)).json();
    assert.deepEqual(seen, { state: "seen", device: "Chrome · Windows", address: "127.0.0.x", sharedDevice: false, shownAt: new Date(now).toISOString(), expiresAt: new Date(now + 2 * MINUTE_MS).toISOString() });
    assert.deepEqual((await follow(screen, shown)).json(), { state: "seen" });
    assert.equal((await answer(phone, shown, true)).statusCode, 204);
    const signedIn = await follow(screen, shown);
    assert.deepEqual([signedIn.statusCode, signedIn.json().person], [200, phone.person]);
    assert.deepEqual((await screen.ask("GET", "/api/v1/me/sessions")).json().items.find((each: { current: boolean }) => each.current).means, ["scan"]);
  });

  test("is redeemed once, however many try at the same moment, and only with the screen's secret", async () => {
    const phone = await signIn(app, office, "15400003002");
    const screen = new Visitor(app);
    const shown = await show(screen);
    await look(phone, shown);
    await answer(phone, shown, true);
    const onlooker = await new Visitor(app).ask("POST", `/api/v1/sign-in/scans/${shown.id}`, { secret: shown.code });
    assert.deepEqual([onlooker.statusCode, onlooker.json().code], [410, "scan-expired"]);
    const replies = await Promise.all(Array.from({ length: 6 }, () => follow(new Visitor(app), shown)));
    assert.deepEqual(statusesOf(replies), [200, 410, 410, 410, 410, 410]);
  });

  test("refused on the telephone opens nothing", async () => {
    const phone = await signIn(app, office, "15400003003");
    const shown = await show(new Visitor(app));
    await look(phone, shown);
    await answer(phone, shown, false);
    assert.equal((await answer(phone, shown, true)).json().code, "scan-expired");
    const reply = await follow(new Visitor(app), shown);
    assert.deepEqual([reply.statusCode, reply.json().code], [403, "scan-refused"]);
  });

  test("belongs to whoever scanned it first, and is not approved unseen", async () => {
    const [one, other] = [await signIn(app, office, "15400003004"), await signIn(app, office, "15400003005")];
    const shown = await show(new Visitor(app));
    assert.equal((await answer(one, shown, true)).json().code, "scan-expired", "unseen");
    const looks = await Promise.all([look(one, shown), look(other, shown)]);
    assert.deepEqual(statusesOf(looks), [200, 410]);
    const [first, second] = looks[0]?.statusCode === 200 ? [one, other] : [other, one];
    assert.equal((await answer(second, shown, true)).json().code, "scan-expired");
    assert.equal((await answer(first, shown, true)).statusCode, 204);
  });

  test("is over after two minutes, seen, approved or not", async () => {
    const phone = await signIn(app, office, "15400003006");
    const [unseen, approved] = [await show(new Visitor(app)), await show(new Visitor(app))];
    await look(phone, approved);
    await answer(phone, approved, true);
    now += 2 * MINUTE_MS;
    assert.equal((await look(phone, unseen)).json().code, "scan-expired");
    for (const shown of [unseen, approved]) assert.equal((await follow(new Visitor(app), shown)).json().code, "scan-expired");
  });

  test("signs a kiosk in for a short time", async () => {
    const phone = await signIn(app, office, "15400003007");
    const kiosk = new Visitor(app);
    const shown = await show(kiosk, { sharedDevice: true });
    assert.equal((await look(phone, shown)).json().sharedDevice, true);
    await answer(phone, shown, true);
    assert.equal((await follow(kiosk, shown)).json().expiresAt, new Date(now + 30 * MINUTE_MS).toISOString());
    const next = await show(new Visitor(app));
    assert.equal((await look(kiosk, next)).json().code, "not-allowed", "a kiosk left behind signs in no other screen");
    now += 4 * MINUTE_MS;
    assert.equal((await kiosk.ask("GET", "/api/v1/me")).statusCode, 401);
  });

  test("opens no doors by itself, however freshly the telephone's owner had proven to be there", async () => {
    const phone = await signIn(app, office, "15400003008");
    const screen = new Visitor(app);
    const shown = await show(screen);
    await look(phone, shown);
    await answer(phone, shown, true);
    assert.equal((await follow(screen, shown)).statusCode, 200);
    assert.equal((await screen.ask("PUT", "/api/v1/me/password", { password: "correct horse battery" })).json().code, "confirmation-needed");
  });

  test("is worth nothing when the owner locks the account before it is redeemed", async () => {
    const phone = await signIn(app, office, "15400003009");
    const shown = await show(new Visitor(app));
    await look(phone, shown);
    await answer(phone, shown, true);
    assert.equal((await phone.ask("POST", "/api/v1/me/lock")).statusCode, 204);
    assert.equal((await follow(new Visitor(app), shown)).json().code, "scan-expired");
  });

  test("gives the screen a token of its own: one planted before opens nothing", async () => {
    const phone = await signIn(app, office, "15400003010");
    const screen = new Visitor(app);
    screen.cookies.set("cc_session", "planted");
    const shown = await show(screen);
    await look(phone, shown);
    await answer(phone, shown, true);
    await follow(screen, shown);
    assert.notEqual(screen.cookies.get("cc_session"), "planted");
  });

  test("that nobody showed leads nowhere, whatever it says", async () => {
    const phone = await signIn(app, office, "15400003011");
    for (const code of ["AAAAAAAAAAAAAAAAAAAAAA", "%00", "..%2f..", "x"]) {
      const reply = await phone.ask("GET", `/api/v1/me/scans/${code}`);
      assert.equal(reply.json().code, "scan-expired", code);
    }
  });
});
