/** The public library: what somebody borrowed, and what should be back already. */
import type { CityId, Person } from "../population/index.ts";
import { type Day, addDays, addToMonth, ageOn, dayOfMonth, daysBetween, monthNumber } from "./dates.ts";
import { accountNumber, chance, choose, type World } from "./world.ts";

export interface LibraryLoan {
  barcode: string;
  title: string;
  author: string;
  branch: string;
  borrowedOn: Day;
  dueOn: Day;
  renewals: number;
  /** Undefined while it is out. */
  returnedOn: Day | undefined;
  /** Fen, for a book that is late and still out. */
  fine: number;
}

const LOAN_DAYS = 30;
const MONTHS_SHOWN = 12;
const FINE_A_DAY = 10;
const LARGEST_FINE = 3_000;
/** Days ago that the first person of the demonstration borrowed the book that is late. */
const LATE_LOAN_DAYS = 44;

const BRANCHES: Record<CityId, readonly string[]> = { haikou: ["海口示例图书馆总馆", "云舟示例社区分馆", "桂渡示例路24小时自助馆"], chengdu: ["成都示例图书馆总馆", "竹帆示例社区分馆", "棠影示例路24小时自助馆"] };
const BOOKS: readonly (readonly [title: string, author: string])[] = [
  ["红楼梦", "曹雪芹"], ["西游记", "吴承恩"], ["水浒传", "施耐庵"], ["三国演义", "罗贯中"], ["儒林外史", "吴敬梓"], ["聊斋志异", "蒲松龄"], ["骆驼祥子", "老舍"], ["呐喊", "鲁迅"],
  ["边城", "沈从文"], ["呼兰河传", "萧红"], ["浮生六记", "沈复"], ["梦溪笔谈", "沈括"], ["安徒生童话", "安徒生"], ["海底两万里", "凡尔纳"], ["爱丽丝漫游奇境", "卡罗尔"], ["物种起源", "达尔文"],
];

/** Newest first; undefined for who has no reader's card. */
export function libraryLoansOf(world: World, person: Person, today: Day): LibraryLoan[] | undefined {
  const { index } = person;
  if (ageOn(person.birthDate, today) < 6 || (index > 3 && chance(world, "reader", index, 100) >= 40)) return undefined;
  const loans: LibraryLoan[] = [];
  if (index === 0) loans.push(lateLoan(world, person, today));
  for (let monthsAgo = 0; monthsAgo < MONTHS_SHOWN; monthsAgo++) {
    const month = addToMonth(today.slice(0, 7), -monthsAgo);
    const detail = monthNumber(month);
    const borrowedOn = dayOfMonth(month, 1 + chance(world, "borrowed", index, 28, detail));
    if (borrowedOn > today || chance(world, "borrows", index, 100, detail) >= 45) continue;
    const renewals = chance(world, "renewals", index, 10, detail) < 3 ? 1 : 0;
    const dueOn = addDays(borrowedOn, LOAN_DAYS * (1 + renewals));
    // Of a hundred books six come back late, after weeks; the others before they are due.
    const kept = chance(world, "late book", index, 100, detail) < 6 ? LOAN_DAYS * (1 + renewals) + 10 + chance(world, "kept", index, 90, detail) : 3 + chance(world, "kept", index, LOAN_DAYS * (1 + renewals) - 3, detail);
    const returnedOn = addDays(borrowedOn, kept);
    loans.push(writeLoan(world, person, detail, { borrowedOn, dueOn, renewals, returnedOn: returnedOn <= today ? returnedOn : undefined }, today));
  }
  return loans.sort((one, other) => (one.borrowedOn < other.borrowedOn ? 1 : -1));
}

function lateLoan(world: World, person: Person, today: Day): LibraryLoan {
  const borrowedOn = addDays(today, -LATE_LOAN_DAYS);
  return writeLoan(world, person, 1, { borrowedOn, dueOn: addDays(borrowedOn, LOAN_DAYS), renewals: 0, returnedOn: undefined }, today);
}

function writeLoan(world: World, { index, city }: Person, detail: number, loan: Pick<LibraryLoan, "borrowedOn" | "dueOn" | "renewals" | "returnedOn">, today: Day): LibraryLoan {
  const [title, author] = choose(world, BOOKS, "book", index, detail);
  const isLate = loan.returnedOn === undefined && loan.dueOn < today;
  return {
    ...loan, title, author, barcode: accountNumber(`TS${detail}`, index, 9), branch: choose(world, BRANCHES[city], "branch", index, detail),
    fine: isLate ? Math.min(LARGEST_FINE, FINE_A_DAY * daysBetween(loan.dueOn, today)) : 0,
  };
}
