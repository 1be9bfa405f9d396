import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anIdNumber, DAY_MS, type Lab, startLab } from "../acting/testing.ts";
import { until } from "../../../testing/patience.ts";

let lab: Lab;
before(async () => {
  lab = await startLab();
});
after(() => lab.stop());

/** A mandate from one person to another, accepted. */
async function mandate(grantor: Awaited<ReturnType<Lab["signUp"]>>, holder: Awaited<ReturnType<Lab["signUp"]>>, holderPhone: string, holderName: string): Promise<string> {
  const granted = await grantor.ask("POST", "/api/v1/me/mandates", { phone: holderPhone, name: holderName, scope: { kind: "everything" }, paymentCeilingFen: 0, validDays: 30, purpose: "代办" });
  assert.equal(granted.statusCode, 201, granted.body);
  const { id } = granted.json();
  assert.equal((await holder.ask("POST", `/api/v1/me/mandates/${id}/acceptance`)).statusCode, 204);
  return id;
}

test("whoever is invited is told at their number, and the grantor when it is accepted", async () => {
  const grantor = await lab.signUp("15400000301", "甲一", anIdNumber("1880-01-01", 301));
  const holder = await lab.signUp("15400000302", "乙二", anIdNumber("1881-01-01", 302));
  await mandate(grantor, holder, "15400000302", "乙二");
  for (const [phone, words] of [["15400000302", "有人想委托您代办"], ["15400000301", "您的委托已被接受"]] as const) {
    await until(() => lab.office.messages.some(({ to, text }) => to === phone && text.includes(words)), `that ${phone} is told: ${words}`);
  }
});

test("closing an account ends what its owner did for others and others for its owner", async () => {
  const leaving = await lab.signUp("15400000303", "丙三", anIdNumber("1882-01-01", 303));
  const friend = await lab.signUp("15400000304", "丁四", anIdNumber("1883-01-01", 304));
  const given = await mandate(leaving, friend, "15400000304", "丁四");
  const held = await mandate(friend, leaving, "15400000303", "丙三");
  assert.equal((await leaving.ask("POST", "/api/v1/me/closing")).statusCode, 202);
  assert.equal((await lab.act(friend, `mandate:${given}`)).statusCode, 200);
  lab.pass(14 * DAY_MS);
  await lab.runJob("identity:close-accounts");
  assert.notEqual((await lab.act(friend, `mandate:${given}`)).statusCode, 200);
  // The friend's own session outlived the fortnight only if it was used; sign in anew to look.
  const again = await lab.signIn("15400000304");
  const { items } = (await again.ask("GET", "/api/v1/me/mandates")).json();
  const states = new Map(items.map((each: { id: string; endedBy?: string }) => [each.id, each.endedBy]));
  assert.deepEqual([states.get(given), states.get(held)], ["closed", "closed"]);
});
