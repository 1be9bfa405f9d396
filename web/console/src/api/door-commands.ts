/** What one does at a door. Each is on record as a look at the person whose card it is. */
import { answerOf, client } from "./client.ts";

const at = (city: string, slug: string) => ({ params: { path: { city, slug } } });

export const checkAtDoor = (city: string, slug: string, idNumber: string) => answerOf(client.POST("/staff/v1/cities/{city}/campaigns/{slug}/door/checks", { ...at(city, slug), body: { idNumber } }));

export const admitAtDoor = (city: string, slug: string, idNumber: string) => answerOf(client.POST("/staff/v1/cities/{city}/campaigns/{slug}/door/admissions", { ...at(city, slug), body: { idNumber } }));
