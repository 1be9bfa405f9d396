// Every point lands inside the plan, north is up, and one scale holds both ways.
import assert from "node:assert/strict";
import { test } from "node:test";
import { planOf, scaleBar } from "./projection.ts";

const points = [
  { latitude: 20.043, longitude: 110.193 },
  { latitude: 20.01, longitude: 110.36 },
  { latitude: 19.92, longitude: 110.3 },
];

test("points fit, north up and east right", () => {
  const plan = planOf(points, 400, 300, 20);
  const [west, east, south] = points.map(plan.place);
  assert.ok(west && east && south);
  for (const { x, y } of [west, east, south]) assert.ok(x >= 19 && x <= 381 && y >= 19 && y <= 281);
  assert.ok(west.x < east.x);
  assert.ok(south.y > west.y);
});

test("a single point stands in the middle", () => {
  const plan = planOf(points.slice(0, 1), 400, 300, 20);
  assert.deepEqual(plan.place(points[0] ?? { latitude: 0, longitude: 0 }), { x: 200, y: 150 });
});

test("the scale bar is a round length that fits", () => {
  const bar = scaleBar(planOf(points, 400, 300, 20), 100);
  assert.ok([0.2, 0.5, 1, 2, 5, 10].includes(bar.kilometres));
  assert.ok(bar.pixels <= 100);
});
