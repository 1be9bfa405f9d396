// An operator lets things rest by hand, people read it in plain words with the reason, and it is taken back.
// It has a server of its own: what rests there would be missing to every other journey.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { findFreePort } from "../../../server/src/kernel/free-port.ts";
import { faultyControls } from "../controls.ts";

const ROOT = join(import.meta.dirname, "../../..");
const REASON = { zh: "图书馆系统检修，今晚恢复", en: "The library's system is being repaired until tonight" };

const dataDir = mkdtempSync(join(tmpdir(), "citizen-cloud-load-"));
const port = await findFreePort();
// The browser's helpers read it once.
process.env.BASE_URL = `http://127.0.0.1:${port}`;
const server = spawn(process.execPath, ["server/src/main.ts"], { cwd: ROOT, env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, CONNECTIONS_FILE: "", LOG_LEVEL: "error", BROWN_OUT: "by-hand", DATABASE_WAIT_SECONDS: "60" }, stdio: ["ignore", "ignore", "inherit", "ipc"] });
after(async () => {
  server.kill("SIGTERM");
  if (server.exitCode === null) await new Promise((resolve) => server.once("exit", resolve));
  rmSync(dataDir, { recursive: true, force: true });
});
await new Promise<void>((resolve, reject) => {
  server.once("message", () => resolve());
  server.once("exit", (code) => reject(new Error(`the server ended with ${code ?? "a signal"} before it was ready`)));
});
const { atDesk, axeFindings, untilDrawn } = await import("./browser.ts");

describe("load", () => {
  test("an operator turns the switch with a reason, people read it, and the switch is given back", () =>
    atDesk({ staff: "haikou-operator" }, "/console/load", async (page) => {
      await untilDrawn(page);
      await page.getByText("过去 30 天没有休息过").waitFor();
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(await faultyControls(page), []);

      const turn = page.getByRole("button", { name: "手动切换" });
      await page.getByLabel("切换到").selectOption({ label: "一级：少数功能休息" });
      assert.ok(await turn.isDisabled(), "not without a reason");
      await page.getByLabel("给市民看的说明（中文）").fill(REASON.zh);
      await page.getByLabel("给市民看的说明（英文）").fill(REASON.en);
      await turn.click();
      await page.getByText("已手动切换：一级：少数功能休息。").waitFor();
      assert.deepEqual(await axeFindings(page), []);

      const people = await page.context().newPage();
      await people.goto("/haikou/status");
      await people.getByText(`说明：${REASON.zh}`).waitFor();
      await people.getByText("休息中").first().waitFor();
      await people.getByText(/^自.+预计到/).waitFor();
      assert.deepEqual(await axeFindings(people), []);
      await people.goto("/en/haikou/status");
      await people.getByText(REASON.en).first().waitFor();

      // By hand to normal: nothing rests, and people read on top that somebody keeps it so.
      await page.bringToFront();
      await page.getByLabel("切换到").selectOption({ value: "0" });
      await turn.click();
      await page.getByText("已手动切换：正常。").waitFor();
      await people.goto("/haikou/status");
      const top = people.locator(".notice").first();
      await top.getByText("值班人员已手动让全部功能保持开放。").waitFor();
      await top.getByText(`说明：${REASON.zh}`).waitFor();
      await top.getByText(/^自.+预计到.+由值班人员调整$/).waitFor();
      assert.equal(await people.getByText("休息中").count(), 0);
      assert.deepEqual(await axeFindings(people), []);

      await page.bringToFront();
      await page.getByRole("button", { name: "交还自动" }).click();
      await page.getByText("已交还自动").waitFor();
      await page.getByText("已手动切换").waitFor({ state: "detached" });
      await page.locator(".alarm", { hasText: "少数功能休息" }).filter({ hasText: REASON.zh }).waitFor();

      await people.goto("/haikou/status");
      await people.getByText("休息中").first().waitFor({ state: "detached" });
      // What was remains to be read.
      await people.locator(".status-period", { hasText: "少数功能休息" }).filter({ hasText: REASON.zh }).waitFor();
    }));

  test("whoever may only watch sees how it goes and is told who turns the switch", () =>
    atDesk({ staff: "haikou-auditor" }, "/console/load", async (page) => {
      await untilDrawn(page);
      await page.getByText("只有全市的运行人员可以切换。").waitFor();
      assert.equal(await page.getByRole("button", { name: "手动切换" }).count(), 0);
      assert.deepEqual(await axeFindings(page), []);
    }));
});
