/** Which passwords are taken: NIST SP 800-63B's rules – long, not among the commonest, nothing about oneself. Pure. */

export const SHORTEST = 10;
export const LONGEST = 128;

export type PasswordFault = "short" | "long" | "untypable" | "common" | "own-number";

/** What is hashed: one spelling of what looks alike, whichever keyboard typed it. */
export function normalisePassword(typed: string): string {
  return typed.normalize("NFKC");
}

/** @param own numbers of the person, which others know too */
export function findPasswordFault(typed: string, own: string[]): PasswordFault | undefined {
  if (!typed.isWellFormed() || /\p{Cc}/u.test(typed)) return "untypable";
  const password = normalisePassword(typed);
  const characters = Array.from(password.toLowerCase());
  if (characters.length < SHORTEST) return "short";
  if (characters.length > LONGEST) return "long";
  const plain = characters.join("");
  if (new Set(characters).size < 4 || COMMON.has(plain) || isRun(plain)) return "common";
  return own.some((number) => number !== "" && plain.includes(number.toLowerCase())) ? "own-number" : undefined;
}

/** Those of ten characters and more that the published lists of leaked passwords have most often, here and abroad. */
const COMMON = new Set(
  `123456789a 123456789q a123456789 aa123456789 aa12345678 abc123456789 abc1234567 q123456789 qq123456789 w123456789 z123456789 zxc123456789
  asd123456789 qwe123456789 qwer123456 qwerty12345 qwerty123456 qwerty1234 qwertyuiop1 1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 1234qwerasdf
  1234567890q 1234567890a 1qazxsw23edc zaq12wsxcde3 asdfghjkl1 zxcvbnm123 asdfghjkl123 password12 password123 password1234 passw0rd123 p@ssw0rd123
  password01 administrator admin12345 admin123456 welcome123 iloveyou123 iloveyou520 woaini1314 woaini5201314 woaini520520 woaini1314520 woaini123456 woaini123
  5201314520 5201314521 1314520520 wo123456789 w5201314520 a5201314520 letmein123 football123 dragon1234 monkey1234 superman123 sunshine123 princess123
  changeme123 test123456 user123456 guest12345 china12345 zhang123456 wang123456 li123456789 haikou12345 chengdu123 hainan12345 sichuan123 citizencloud shiminyun123
  aini1314520 5845201314 3344520520 1472583690 1597534862 147258369a 789456123a 7894561230 741852963a 7418529630 0123456789a aaa123456789 abcd123456 abcd1234567
  a1234567890 abc12345678 as123456789 mima123456 woshishui123 caonima123 wangyuting123 qazwsxedc1 qazwsxedc123 qazwsxedcrfv 1q2w3e4r5t6y7u 11223344556 1122334455 9876543210a`.split(/\s+/),
);

const ROWS = ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

/** One row of the keyboard, the alphabet or the digits, forwards, backwards or again and again; or a few characters repeated. */
function isRun(password: string): boolean {
  if (/^(.{1,5}?)\1+$/u.test(password)) return true;
  const rows = ROWS.flatMap((row) => [row, Array.from(row).reverse().join("")]).map((row) => row.repeat(Math.ceil(LONGEST / row.length) + 1));
  return rows.some((row) => row.includes(password));
}
