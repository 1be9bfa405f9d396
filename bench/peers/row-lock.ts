/**
 * The usual way, as a comparison of `bench:booking`: one transaction for each request, which locks the campaign's row, over
 * a pool of ten. `raw`: SQL over node:http. `orm`: Drizzle over Fastify. Nobody's session is checked, which favours it.
 */
import { createServer } from "node:http";
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import fastify from "fastify";
import pg from "pg";

const POOL = 10;

const campaigns = pgTable("usual_campaign", { id: integer().primaryKey(), remaining: integer().notNull(), taken: integer().notNull() });
const bookings = pgTable("usual_booking", { campaign: integer().notNull(), person: text().notNull(), number: integer().notNull() }, (table) => [primaryKey({ columns: [table.campaign, table.person] })]);

const [way = "raw"] = process.argv.slice(2);
const port = Number(process.env.PORT);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: POOL });
await pool.query("create table if not exists usual_campaign (id int primary key, remaining int not null check (remaining >= 0), taken int not null)");
await pool.query("create table if not exists usual_booking (campaign int, person text, number int not null, primary key (campaign, person))");
await pool.query("insert into usual_campaign values (1, 100000000, 0) on conflict do nothing");
if (way === "orm") await serveOrm();
else serveRaw();

interface Wish {
  person: string;
}

function serveRaw(): void {
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const answer = (status: number, content: object) => {
        const body = JSON.stringify(content);
        response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
      };
      if (request.method === "GET") return answer(200, {});
      const { person } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Wish;
      book(person).then((number) => answer(201, { number }), (error: Error) => answer(500, { error: error.message }));
    });
  }).listen(port, "127.0.0.1");
}

async function book(person: string): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rows: [campaign] } = await client.query<{ remaining: number; taken: number }>("select remaining, taken from usual_campaign where id = 1 for update");
    if (!campaign || campaign.remaining === 0) throw new Error("sold out");
    await client.query("insert into usual_booking values (1, $1, $2)", [person, campaign.taken + 1]);
    await client.query("update usual_campaign set remaining = remaining - 1, taken = taken + 1 where id = 1");
    await client.query("commit");
    return campaign.taken + 1;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

async function serveOrm(): Promise<void> {
  const database = drizzle(pool);
  const server = fastify();
  server.get("/", async () => ({}));
  // What any other page does: reads a row over the same pool.
  server.get("/remaining", async () => ({ remaining: (await database.select().from(campaigns).where(eq(campaigns.id, 1)))[0]?.remaining }));
  server.post<{ Body: Wish }>("/", { schema: { body: { type: "object", required: ["person"], properties: { person: { type: "string" } } } } }, async ({ body: { person } }, reply) => {
    const number = await database.transaction(async (tx) => {
      const [campaign] = await tx.select().from(campaigns).where(eq(campaigns.id, 1)).for("update");
      if (!campaign || campaign.remaining === 0) throw new Error("sold out");
      await tx.insert(bookings).values({ campaign: 1, person, number: campaign.taken + 1 });
      await tx.update(campaigns).set({ remaining: sql`${campaigns.remaining} - 1`, taken: sql`${campaigns.taken} + 1` }).where(eq(campaigns.id, 1));
      return campaign.taken + 1;
    });
    return reply.status(201).send({ number });
  });
  await server.listen({ port, host: "127.0.0.1" });
}
