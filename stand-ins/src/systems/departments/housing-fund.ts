/** The housing fund's core system gives views of its database: PostgreSQL in Haikou, MySQL in Chengdu. Amounts are yuan, days and states are codes. */
import { type FundAccount, fundAccountOf, type FundLoan, fundLoanOf } from "../../lives/index.ts";
import type { Person } from "../../population/index.ts";
import { createDatabaseDepartment } from "../../sql/department.ts";
import { createMysqlServer } from "../../sql/mysql-server.ts";
import { createPostgresServer } from "../../sql/postgres-server.ts";
import type { SqlRow, SqlViews } from "../../sql/views.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { compactDay, compactMonth, spacedTime, yuan } from "./writing.ts";

const ACCOUNT_STATES = { active: "01", sealed: "02" } as const;
const BUSINESS = { deposit: "1011", interest: "2011", withdrawal: "3011" } as const;
const TROUBLES: Record<FundLoan["trouble"], string> = { none: "00", "balance-low": "11", "debit-failed": "12", "missed-one": "21", "missed-two": "22", breach: "30" };
const INSTALMENT_STATES = { paid: "9", missed: "2", due: "1", upcoming: "0" } as const;

export function createHousingFund(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const isPostgresql = city === "haikou";
  const rowsOf = (write: (person: Person) => SqlRow[]) => (idNumber: string) => {
    const person = findResident(surroundings, idNumber);
    const common = { id_number: idNumber, updated_at: spacedTime(timeOf(surroundings)) };
    return person ? write(person).map((row) => ({ ...common, ...row })) : [];
  };
  const accountRows = (write: (account: FundAccount) => SqlRow[]) => rowsOf((person) => {
    const account = fundAccountOf(world, person, todayIn(surroundings));
    return account ? write(account) : [];
  });
  const views: SqlViews = {
    v_account: {
      columns: [text("id_number"), text("account_no"), text("account_state"), text("company_name"), decimal("balance"), decimal("month_deposit"), text("paid_until"), text("stat_month"), decimal("stat_balance"), text("updated_at")],
      key: "id_number", rows: accountRows(writeMonths),
    },
    v_deposit: {
      columns: [text("id_number"), integer("serial_no"), text("book_date"), text("pay_month"), text("business_code"), decimal("amount"), decimal("balance"), text("company_name"), text("updated_at")],
      key: "id_number", rows: accountRows(writeMovements),
    },
    v_instalment: {
      columns: [
        text("id_number"), text("contract_no"), text("bank_name"), decimal("loan_amount"), decimal("loan_balance"), decimal("year_rate"), text("next_date"), decimal("next_amount"), integer("overdue_terms"), text("warn_code"),
        integer("term_no"), text("due_date"), decimal("due_principal"), decimal("due_interest"), decimal("due_amount"), text("term_state"), text("updated_at"),
      ],
      key: "id_number",
      rows: rowsOf((person) => {
        const loan = fundLoanOf(world, person, todayIn(surroundings));
        return loan ? writeInstalments(loan) : [];
      }),
    },
  };
  return createDatabaseDepartment({
    city, id: "housing-fund", title: "住房公积金核心系统 Housing fund",
    database: isPostgresql ? "haikou_gjj" : "cdgjj", views, create: isPostgresql ? createPostgresServer : createMysqlServer,
  });
}

/** A row for the end of each month, newest first. */
function writeMonths({ accountNumber, status, employer, balance, monthlyDeposit, lastMonth, balances }: FundAccount): SqlRow[] {
  return balances.map((each) => ({
    account_no: accountNumber, account_state: ACCOUNT_STATES[status], company_name: employer, balance: yuan(balance), month_deposit: yuan(monthlyDeposit), paid_until: compactMonth(lastMonth),
    stat_month: compactMonth(each.month), stat_balance: yuan(each.balance),
  }));
}

function writeMovements({ movements }: FundAccount): SqlRow[] {
  return movements.map(({ number, on, month, kind, amount, balance, employer }) => ({
    serial_no: number, book_date: compactDay(on), pay_month: compactMonth(month), business_code: BUSINESS[kind], amount: yuan(amount), balance: yuan(balance), company_name: employer ?? null,
  }));
}

/** A row for each instalment, oldest first, each with its contract. */
function writeInstalments(loan: FundLoan): SqlRow[] {
  const contract = {
    contract_no: loan.contractNumber, bank_name: loan.lender, loan_amount: yuan(loan.principal), loan_balance: yuan(loan.remaining), year_rate: (loan.rateHundredths / 100).toFixed(4),
    next_date: compactDay(loan.nextOn), next_amount: yuan(loan.nextAmount), overdue_terms: loan.missedInARow, warn_code: TROUBLES[loan.trouble],
  };
  return loan.instalments.map(({ number, dueOn, principal, interest, amount, status }) => ({
    ...contract, term_no: number, due_date: compactDay(dueOn), due_principal: yuan(principal), due_interest: yuan(interest), due_amount: yuan(amount), term_state: INSTALMENT_STATES[status],
  }));
}

function text(name: string) {
  return { name, type: "text" } as const;
}

function decimal(name: string) {
  return { name, type: "decimal" } as const;
}

function integer(name: string) {
  return { name, type: "integer" } as const;
}
