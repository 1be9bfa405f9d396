/** The library's circulation database, MySQL. */
import { libraryLoansOf } from "../../lives/index.ts";
import { createDatabaseDepartment } from "../../sql/department.ts";
import { createMysqlServer } from "../../sql/mysql-server.ts";
import type { SqlViews } from "../../sql/views.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { compactDay, spacedTime, yuan } from "./writing.ts";

export function createLibrary(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const views: SqlViews = {
    v_loan: {
      columns: [
        ...["id_number", "barcode", "title", "author", "branch_name", "loan_date", "due_date", "return_date", "updated_at"].map((name) => ({ name, type: "text" }) as const),
        { name: "renew_count", type: "integer" }, { name: "overdue_fee", type: "decimal" },
      ],
      key: "id_number",
      rows(idNumber) {
        const person = findResident(surroundings, idNumber);
        const loans = (person && libraryLoansOf(world, person, todayIn(surroundings))) ?? [];
        return loans.map(({ barcode, title, author, branch, borrowedOn, dueOn, renewals, returnedOn, fine }) => ({
          id_number: idNumber, barcode, title, author, branch_name: branch, loan_date: compactDay(borrowedOn), due_date: compactDay(dueOn), return_date: returnedOn === undefined ? null : compactDay(returnedOn),
          updated_at: spacedTime(timeOf(surroundings)), renew_count: renewals, overdue_fee: yuan(fine),
        }));
      },
    },
  };
  return createDatabaseDepartment({ city, id: "library", title: "图书馆流通系统 Library", database: `${city}_lib`, views, create: createMysqlServer });
}
