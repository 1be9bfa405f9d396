/** What the registers are asked with. Anything of the right length is a question; whether it is anybody's the register says. */
import { Type } from "typebox";

export const NAME = Type.String({ minLength: 1, maxLength: 100 });
export const ID_NUMBER = Type.String({ minLength: 1, maxLength: 30 });
export const PHONE = Type.String({ minLength: 1, maxLength: 30 });
export const CREDIT_CODE = Type.String({ minLength: 1, maxLength: 30 });
