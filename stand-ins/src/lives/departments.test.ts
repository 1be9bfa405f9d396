/** That one person's records agree, whichever department tells them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fundAccountOf, fundLoanOf } from "./housing-fund.ts";
import { careerOf, createWorld, homesOf, workMonths } from "./index.ts";
import { type LibraryLoan, libraryLoansOf } from "./library.ts";
import { medicalInsuranceOf, visitsOf } from "./medical.ts";
import { certificatesOf, schoolDistrictsOn } from "./schooling.ts";
import { subsidiesOf } from "./subsidies.ts";
import { taxPaymentsOf } from "./tax.ts";
import { waterAccountOf } from "./water.ts";

const TODAY = "2026-11-22";
const world = createWorld({ seed: "test", people: 16_000_000 });
const sample = Array.from({ length: 2_000 }, (_each, position) => world.population.personAt(position * 157 + 1_000_003));
const [mother, , , , elder] = [0, 1, 2, 3, 4].map((index) => world.population.personAt(index));
assert.ok(mother && elder);

describe("lives as departments tell them", () => {
  test("pay for each visit to a doctor once, by the account, the pool and oneself", () => {
    for (const person of sample) {
      const { bills, balances, balance, coveredThisYear } = medicalInsuranceOf(world, person, TODAY);
      const visits = visitsOf(world, person, TODAY);
      assert.deepEqual(bills.filter(({ kind }) => kind !== "pharmacy").map(({ number, on, place }) => [number, on, place]), visits.map(({ number, on, hospital }) => [`B${number}`, on, hospital]));
      for (const { total, fromAccount, fromPool, own } of bills) {
        assert.equal(total, fromAccount + fromPool + own);
        assert.ok([total - 1, fromAccount, fromPool, own].every((amount) => amount >= 0));
      }
      assert.ok(bills.every(({ on }) => on > person.birthDate && on <= TODAY));
      assert.equal(balances[0]?.balance ?? 0, balance);
      assert.equal(coveredThisYear, bills.filter(({ on }) => on.startsWith("2026")).reduce((sum, { fromPool }) => sum + fromPool, 0));
    }
  });

  test("save for a home what the employer handed over, and what was taken out is gone", () => {
    let accounts = 0;
    for (const person of sample) {
      const account = fundAccountOf(world, person, TODAY);
      if (!account) continue;
      accounts += 1;
      const { movements, balance, balances, employer, lastMonth } = account;
      assert.equal(movements[0]?.balance, balance);
      assert.equal(balances[0]?.balance, balance);
      for (const [index, movement] of movements.slice(0, -1).entries()) {
        assert.equal(movement.balance - (movements[index + 1]?.balance ?? 0), movement.kind === "withdrawal" ? -movement.amount : movement.amount);
        assert.ok(movement.balance >= 0 && movement.amount > 0 && movement.on <= TODAY);
      }
      const paid = workMonths(world, person, TODAY, 60).filter(({ status }) => status !== "missing");
      assert.deepEqual([employer, lastMonth], [paid[0]?.employer, paid[0]?.month]);
    }
    assert.ok(accounts > 800, String(accounts));
  });

  test("owe a loan only on a home that the land register knows to be mortgaged", () => {
    let loans = 0;
    for (const person of sample) {
      const loan = fundLoanOf(world, person, TODAY);
      if (!loan) continue;
      loans += 1;
      assert.ok(homesOf(world, person, TODAY).some(({ mortgaged }) => mortgaged));
      assert.ok(loan.remaining > 0 && loan.remaining <= loan.principal && loan.nextOn > TODAY, JSON.stringify(loan));
      assert.equal(loan.instalments.filter(({ status }) => status === "missed").length, loan.missedInARow);
      assert.equal(loan.instalments.find(({ status }) => status === "due")?.dueOn, loan.nextOn);
      for (const { amount, principal, interest } of loan.instalments) assert.ok(amount === principal + interest && principal > 0 && interest >= 0);
    }
    assert.ok(loans > 100, String(loans));
  });

  test("pay tax on the wages that social insurance knows", () => {
    for (const person of sample) {
      const base = new Map(workMonths(world, person, TODAY, 60).map((month) => [month.month, month.base]));
      for (const { month, income, tax } of taxPaymentsOf(world, person, TODAY)) {
        assert.equal(income, base.get(month));
        assert.ok(tax >= 0 && tax < income / 3);
      }
    }
  });

  test("graduate before they work, borrow what they can bring back, and get what is theirs", () => {
    for (const person of sample) {
      const [highest] = certificatesOf(world, person, TODAY);
      const firstMonth = careerOf(world, person, TODAY).jobs[0]?.firstMonth;
      if (highest && ["bachelor", "junior-college"].includes(highest.level) && firstMonth) assert.ok(highest.graduatedOn.slice(0, 7) <= firstMonth);
      for (const { borrowedOn, returnedOn } of libraryLoansOf(world, person, TODAY) ?? []) assert.ok(borrowedOn <= TODAY && (returnedOn === undefined || returnedOn > borrowedOn));
      for (const { on, amount } of subsidiesOf(world, person, TODAY)) assert.ok(on <= TODAY && amount > 0);
      const water = waterAccountOf(world, person, TODAY);
      if (water) assert.deepEqual([water.address, water.bills.length, water.owed], [person.address, 12, water.bills.reduce((sum, { amount, status }) => sum + (status === "open" ? amount : 0), 0)]);
    }
    assert.equal(schoolDistrictsOn(world, "haikou", "云舟示例路").length, 4);
    assert.deepEqual(schoolDistrictsOn(world, "haikou", "解放路"), []);
  });

  test("show on the demonstration's first person what is to be seen on any day", () => {
    for (const today of [TODAY, "2027-01-02", "2027-03-31"]) {
      const loan = fundLoanOf(world, mother, today);
      assert.deepEqual([loan?.trouble, loan?.missedInARow], ["debit-failed", 1]);
      const late: LibraryLoan | undefined = libraryLoansOf(world, mother, today)?.find(({ returnedOn, dueOn }) => returnedOn === undefined && dueOn < today);
      assert.equal(late?.fine, 140);
      assert.ok(visitsOf(world, mother, today).some(({ results }) => results.some(({ flag }) => flag === "abnormal")));
      assert.ok(fundAccountOf(world, mother, today)?.movements.length);
      assert.ok(subsidiesOf(world, elder, today).some(({ programme }) => programme === "age"));
      assert.equal(waterAccountOf(world, mother, today)?.bills.length, 12);
    }
    assert.ok(subsidiesOf(world, mother, TODAY).some(({ programme }) => programme === "childcare"));
  });

  test("take a tenth of a millisecond each", () => {
    const before = process.cpuUsage();
    for (const person of sample) for (const tell of [medicalInsuranceOf, visitsOf, fundAccountOf, fundLoanOf, taxPaymentsOf, certificatesOf, libraryLoansOf, subsidiesOf, waterAccountOf]) tell(world, person, TODAY);
    const { user, system } = process.cpuUsage(before);
    assert.ok((user + system) / 1_000 / sample.length < 9, "of work, whatever else the machine has to do");
  });
});
